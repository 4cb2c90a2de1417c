"""A plan that staff were given and have not opened yet: a quiet line on their home."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import Todo
from fourfold.casework.people.models import GroupPupil, GroupStaff
from fourfold.casework.people.queries import pupils_of
from fourfold.casework.people.relations import TEACHING, barred_children
from fourfold.casework.plan.models import PlanVersion, SupportLine, VersionShare
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design.format import day
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows

READS_ALL = frozenset({Role.TEACHER, Role.KEYWORKER})
GIVEN = READS_ALL | {Role.ASSISTANT}
_CHILD = "version__plan__cycle__pupil"


@rows
def not_opened(actor: Actor, on: date) -> QuerySet[VersionShare]:
    """The newest versions that staff were given and have not opened, of plans whose cycle is open, by child.

    Only of children whom they have to do with or to whom they give a line of it. `taught` says whether they teach the
    child: then the whole plan is theirs to read, and else what helps.
    """
    newer = PlanVersion.objects.filter(
        plan=OuterRef("version__plan"),
        number__gt=OuterRef("version__number"),
        shared_on__isnull=False,
    )
    gives = SupportLine.objects.filter(
        plan=OuterRef("version__plan"), given_by_id=actor.membership, ended_on__isnull=True
    )
    teaches = GroupStaff.objects.filter(
        live(on), membership_id=actor.membership, part__in=sorted(TEACHING)
    )
    sits = GroupPupil.objects.filter(
        live(on), pupil=OuterRef(_CHILD), group_id__in=teaches.values("group_id")
    )
    found = VersionShare.objects.filter(
        ~Exists(newer),
        Exists(gives) | Q(**{f"{_CHILD}__in": pupils_of(actor, on).order_by().values("pk")}),
        to_id=actor.membership,
        seen_on__isnull=True,
        version__shared_on__isnull=False,
        version__plan__cycle__ended_on__isnull=True,
    )
    found = found.exclude(version__shared_by_id=actor.membership)
    found = found.exclude(**{f"{_CHILD}__in": barred_children(actor, on)})
    found = found.annotate(taught=ExpressionWrapper(Exists(sits), output_field=BooleanField()))
    return found.select_related(_CHILD).defer("version__content").order_by("version_id")


def _is_given_plans(actor: Actor) -> bool:
    return bool(actor.roles & GIVEN) and not actor.is_family


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if _is_given_plans(actor):
        yield [not_opened.of(actor, today)]


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """To staff: each plan that they were given and have not opened."""
    if not _is_given_plans(actor):
        return
    here = setting_here().public_id
    for share in not_opened(actor, today):
        version = share.version
        pupil = version.plan.cycle.pupil
        whole = bool(actor.roles & READS_ALL) and share.taught  # type: ignore[attr-defined]
        page = "plan:shared" if whole else "plan:helps"
        given = day(version.shared_on, today) if version.shared_on else ""
        yield Todo(
            what=_("Read the plan that you were given") if whole else _("Read what helps"),
            why=_("You were given it on %(day)s and have not opened it yet.") % {"day": given},
            due_on=None,
            address=reverse(page, kwargs={"setting": here, "version": version.public_id}),
            button=_("Read it"),
            child=pupil.public_id if whole else "",
            child_name=str(pupil) if whole else pupil.given_name,
            kind="plain",
        )
