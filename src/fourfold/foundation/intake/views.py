"""The pages by which a list comes in: choose a file, see what it comes to, bring it in or leave it, undo it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.again import SUDO, ask_again
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.access.session import has_proved
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.render import page
from fourfold.foundation.intake import pages
from fourfold.foundation.intake.actions import (
    blocked,
    bring_file,
    is_demonstration,
    leave,
    look_again,
    the_kind,
    undo,
)
from fourfold.foundation.intake.columns import missing
from fourfold.foundation.intake.forms import BringForm, ColumnsForm, CommitForm, NothingToType
from fourfold.foundation.intake.journal import read
from fourfold.foundation.intake.lines import Outcome
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.intake.queries import lately, rows_of, waiting
from fourfold.foundation.intake.reading import decoded, sheet_of
from fourfold.foundation.intake.registry import Kind, kind_of, kinds
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.rows import Stale


def _address(request: TenantRequest, intake: Intake, name: str = "one") -> str:
    return reverse(
        f"intake:{name}",
        kwargs={"setting": request.setting.public_id, "intake": intake.public_id},
    )


@enter(Action.IMPORT_ROLL)
def start(request: TenantRequest) -> HttpResponse:
    """Choose what to bring in, and see what was brought in lately."""
    form = typed(request, BringForm, initial={"kind": request.GET.get("kind", "")})

    def do() -> str:
        upload = form.cleaned_data["file"]
        # The list from whose page somebody was led here, to choose its file again as another kind.
        instead = waiting(request.GET.get("instead", ""))
        intake = bring_file(
            request.setting,
            form.cleaned_data["kind"],
            str(upload.name),
            b"".join(upload.chunks()),
            actor=request.actor,
            today=clock.today(),
            instead=instead,
        )
        if instead and instead.state == "left":
            messages.info(request, pages.set_aside(instead))
        return _address(request, intake)

    before = lately()
    addresses = {intake.public_id: _address(request, intake) for intake in before}
    return handled(request, form, do) or page(
        request,
        "intake/start.html",
        title=_("Bring in a list"),
        form=form,
        demonstration=is_demonstration(),
        lately=pages.lately_shown(before, addresses),
        examples=[(kind.title, _example_address(request, kind)) for kind in kinds()],
    )


def _example_address(request: TenantRequest, kind: Kind) -> str:
    address = reverse("intake:example", kwargs={"setting": request.setting.public_id})
    return f"{address}?kind={kind.code}"


@enter(Action.IMPORT_ROLL)
def example(request: TenantRequest) -> HttpResponse:
    """A small list of a kind with invented people, as a file: made from the columns by which such a list is read."""
    kind = kind_of(request.GET.get("kind", "")) or kinds()[0]
    answer = HttpResponse(pages.example_of(kind), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="example-{kind.code}.csv"'
    return answer


@enter(Action.IMPORT_ROLL, look="intake", intake="intake")
def one(request: TenantRequest, intake: Intake) -> HttpResponse:
    """A list: what it comes to while it waits, what came of it afterwards."""
    if intake.state != "read":
        return _afterwards(request, intake)
    kind = the_kind(intake)
    if missing(kind.columns, intake.mapping):
        return to(_address(request, intake, "columns"))
    if kind.asks_again and not has_proved(request, SUDO):
        return ask_again(request)
    rows = _shown(request, intake, kind)
    asked = [row for row in rows if row.came_to == Outcome.ASK]
    form = typed(request, CommitForm, rows=asked, may_be_new=kind.may_be_new)

    def do() -> str:
        choices = {row.public_id: form.cleaned_data[row.public_id] for row in asked}
        try:
            kind.commit(intake, actor=request.actor, today=clock.today(), choices=choices)
        except Stale:
            fresh = Intake.objects.get(pk=intake.pk)
            look_again(fresh, actor=request.actor, today=clock.today())
            messages.warning(
                request,
                _(
                    "Something here has changed since the file was read. Nothing came in yet: look again."
                ),
            )
        return _address(request, intake)

    sheet = sheet_of(decoded(bytes(intake.content)).words)
    return handled(request, form, do) or page(
        request,
        "intake/preview.html",
        title=_("What this list would change"),
        intake=intake,
        kind=kind,
        form=form,
        leave_form=NothingToType(request=request),
        preview=pages.preview(intake, rows, whole=bool(request.GET.get("all"))),
        columns=pages.columns_shown(kind.columns, intake, rows),
        unused=pages.unused(intake, sheet),
        untold=pages.untold(kind, intake, sheet),
        likelier=pages.likelier(kind, sheet),
        lines=len(rows),
        encoding=pages.ENCODINGS.get(intake.encoding, intake.encoding),
        anything=any(row.came_to in {Outcome.NEW, Outcome.CHANGED, Outcome.ASK} for row in rows),
    )


def _shown(request: TenantRequest, intake: Intake, kind: Kind) -> list[IntakeRow]:
    kept = kind.kept(request.actor, clock.today()) if kind.kept else ()
    return pages.without(rows_of(intake), kept)


def _afterwards(request: TenantRequest, intake: Intake) -> HttpResponse:
    if request.method == "POST":
        return to(_address(request, intake))
    kind = the_kind(intake)
    committed = intake.state == "committed"
    titles = {
        "committed": _("The list is in"),
        "undone": _("The list was undone"),
        "left": _("The list was not brought in"),
    }
    return page(
        request,
        "intake/afterwards.html",
        title=titles[intake.state],
        intake=intake,
        kind=kind,
        preview=pages.preview(
            intake, _shown(request, intake, kind), whole=bool(request.GET.get("all"))
        ),
        undo_form=NothingToType(request=request),
        why_not=blocked(kind, read(intake.journal)) if committed else "",
    )


@enter(Action.IMPORT_ROLL, intake="intake")
def columns(request: TenantRequest, intake: Intake) -> HttpResponse:
    """Say which column is which, where the guess was wrong."""
    kind = the_kind(intake)
    sheet = sheet_of(decoded(bytes(intake.content)).words)
    headings = list(dict.fromkeys(h for h in sheet.headings if h))
    form = typed(
        request, ColumnsForm, columns=kind.columns, headings=headings, initial=intake.mapping
    )

    def do() -> str:
        look_again(
            intake,
            actor=request.actor,
            today=clock.today(),
            mapping=form.cleaned_data["mapping"],
        )
        return _address(request, intake)

    return handled(request, form, do) or page(
        request,
        "intake/columns.html",
        title=_("Which column is which?"),
        kind=kind,
        likelier=pages.likelier(kind, sheet),
        intake=intake,
        form=form,
        leave_form=NothingToType(request=request),
        missing=pages.headings_known(missing(kind.columns, intake.mapping)),
        example=_example_address(request, kind),
    )


@enter(Action.IMPORT_ROLL, intake="intake")
def leave_view(request: TenantRequest, intake: Intake) -> HttpResponse:
    """The list is not brought in."""
    form = NothingToType.bind(request)

    def do() -> str:
        try:
            leave(intake, actor=request.actor)
        except Stale:
            messages.warning(request, _("This list was brought in already, or is not to be."))
        return reverse("intake:start", kwargs={"setting": request.setting.public_id})

    return handled(request, form, do) or to(_address(request, intake))


@enter(Action.IMPORT_ROLL, intake="intake")
def undo_view(request: TenantRequest, intake: Intake) -> HttpResponse:
    """Everything is as it was before the list came in, or a sentence says why it cannot be."""
    form = NothingToType.bind(request)

    def do() -> str:
        undo(intake, actor=request.actor)
        return _address(request, intake)

    answer = handled(request, form, do)
    if answer is None:
        for sentence in form.non_field_errors():
            messages.warning(request, str(sentence))
        answer = to(_address(request, intake))
    return answer
