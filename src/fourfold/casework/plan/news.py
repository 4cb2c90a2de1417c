"""A plan that staff were given and have not opened yet: a quiet line on their home."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import EVERYTHING, Todo, Untold, untold
from fourfold.casework.people.models import GroupPupil, GroupStaff
from fourfold.casework.people.queries import pupils_of
from fourfold.casework.people.ranking import by_character, in_all, whole_name
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
def not_opened(actor: Actor, on: date, first: range) -> QuerySet[VersionShare, tuple[Any, ...]]:
    """The first of the newest versions that staff were given and have not opened, by the name of the child.

    Of plans whose cycle is open, and only of children whom they have to do with or to whom they give a line of it: the
    version (public id), when it was shared, the child (public id), its name, whether the `whole` plan is theirs to read
    (who teaches the child) and else what helps, and how many there are in all.
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
    taught = Q(Exists(sits)) if actor.roles & READS_ALL else Q(pk__in=[])
    found = found.annotate(whole=Case(When(taught, then=True), default=False))
    given = by_character(F(f"{_CHILD}__given_name"))
    found = found.annotate(
        name=Case(When(whole=True, then=whole_name(f"{_CHILD}__")), default=given),
        in_all=in_all(),
    )
    told = ("version__public_id", "version__shared_on", f"{_CHILD}__public_id", "name", "whole")
    return found.order_by("name", "version_id").values_list(*told, "in_all")[: first.stop]


def _is_given_plans(actor: Actor) -> bool:
    return bool(actor.roles & GIVEN) and not actor.is_family


def asked_of_todos(actor: Actor, today: date, first: range) -> Turns:
    """What `todos` is read from."""
    if _is_given_plans(actor):
        yield [not_opened.of(actor, today, first)]


def todos(actor: Actor, today: date, first: range = EVERYTHING) -> Iterable[Todo | Untold]:
    """To staff: each plan that they were given and have not opened."""
    if not _is_given_plans(actor):
        return
    here = setting_here().public_id
    told = not_opened(actor, today, first)
    for version, shared_on, child, name, whole, _all in told:
        page = "plan:shared" if whole else "plan:helps"
        given = day(shared_on, today) if shared_on else ""
        yield Todo(
            what=_("Read the plan that you were given") if whole else _("Read what helps"),
            why=_("You were given it on %(day)s and have not opened it yet.") % {"day": given},
            due_on=None,
            address=reverse(page, kwargs={"setting": here, "version": version}),
            button=_("Read it"),
            child=child if whole else "",
            child_name=name,
            kind="plain",
        )
    yield from untold("plain", told)
