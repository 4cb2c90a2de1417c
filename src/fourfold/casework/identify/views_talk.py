"""The pages on which it is written down what was tried in class, what was talked about, and who has the note of it."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify import actions
from fourfold.casework.identify.forms import NoteForm, TalkForm, TriedForm
from fourfold.casework.identify.queries import note_readers, talks_in
from fourfold.casework.identify.views import address
from fourfold.casework.people.models import Contact
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.components import person
from fourfold.foundation.design.fields import Option
from fourfold.foundation.design.render import page


def _people(cycle: Cycle, readers: dict[str, Contact | None]) -> list[Option]:
    return [Option(key, person(str(contact or cycle.pupil))) for key, contact in readers.items()]


@enter(Action.RECORD_DISCUSSION, cycle="cycle")
def tried_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Write down what was tried in class."""
    form = typed(request, TriedForm)

    def do() -> str:
        answers = form.cleaned_data
        actions.note_tried(
            cycle,
            answers["what"],
            answers["words"],
            answers["how_it_went"],
            actor=request.actor,
            today=clock.today(),
        )
        return address(request, "identify:cycle", cycle=cycle.public_id)

    return handled(request, form, do) or page(
        request,
        "identify/form.html",
        title=_("What was tried"),
        form=form,
        cycle=cycle,
        lead=_("Good teaching comes first: the Code asks what was tried, 6.19 and 6.37."),
    )


@enter(Action.RECORD_DISCUSSION, cycle="cycle")
def talk_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Write down the early talk with the family."""
    today = clock.today()
    readers = note_readers(cycle.pupil, today)
    form = typed(request, TalkForm, people=_people(cycle, readers), initial={"held_on": today})
    form.fields["held_on"].latest = today

    def do() -> str:
        answers = form.cleaned_data
        actions.record_talk(
            cycle,
            answers["held_on"],
            answers["who"],
            answers["note"],
            given_to=[readers[key] for key in answers["given"]],
            actor=request.actor,
            today=today,
        )
        return address(request, "identify:cycle", cycle=cycle.public_id)

    return handled(request, form, do) or page(
        request,
        "identify/form.html",
        title=_("A talk with the family"),
        form=form,
        cycle=cycle,
        lead=_("Early, and with the child: the family gets a short note of it. Code 6.39."),
    )


@enter(Action.RECORD_DISCUSSION, cycle="cycle")
def note_given(request: TenantRequest, cycle: Cycle, talk: str) -> HttpResponse:
    """Say who else of the family has been given the note of a talk; only those who may be told are there."""
    row = next((each for each in talks_in(cycle) if each.public_id == talk), None)
    if row is None:
        raise Http404
    today = clock.today()
    readers = note_readers(cycle.pupil, today)
    form = typed(request, NoteForm, people=_people(cycle, readers))

    def do() -> str:
        given_to = [readers[key] for key in form.cleaned_data["given"]]
        actions.give_note(cycle, row, given_to, actor=request.actor, today=today)
        return address(request, "identify:cycle", cycle=cycle.public_id)

    return handled(request, form, do) or page(
        request,
        "identify/form.html",
        title=_("Who has the note of the talk"),
        form=form,
        cycle=cycle,
        lead=_("Tick who has been given it today, or before. Who had it already stays as it is."),
    )
