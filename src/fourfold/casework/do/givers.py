"""Who gives what support to a child, and what it opens to them: for “Who can see this child, and why”, and home."""

from datetime import date

from django.db.models import F, Q, QuerySet

from fourfold.casework.do.lines import listed_lines, may_run, running
from fourfold.casework.do.queries import asked_for_drafts, drafts_for, supported_beside
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import children_seen
from fourfold.casework.people.who import Givers, givers_come_from
from fourfold.casework.plan.in_force import beside_drafts
from fourfold.casework.plan.models import SupportLine, VersionShare
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.together import Question, ask_together, rows


@rows
def _named_in(pupil: int, on: date) -> QuerySet[Membership, int]:
    """The members whom lines of a child (database id) name that run on a day, of plans that stand as they are."""
    lines = may_run(on).filter(Q(settled=True), plan__cycle__pupil_id=pupil)
    named = lines.order_by().values("given_by_id")
    return Membership.objects.filter(pk__in=named).values_list("pk", flat=True)


@rows
def _of_drafts(pupil: int, on: date) -> QuerySet[SupportLine]:
    """The lines of a child (database id) that may run on a day, of plans that are being written."""
    return listed_lines(may_run(on).filter(Q(settled=False), plan__cycle__pupil_id=pupil))


@rows
def _given_a_plan(pupil: Pupil) -> QuerySet[Membership, int]:
    """The members who were given a version of a plan in which a line that stands names them."""
    found = VersionShare.objects.filter(
        version__plan__cycle__pupil=pupil,
        version__plan__lines__given_by=F("to"),
        version__plan__lines__ended_on__isnull=True,
    )
    return Membership.objects.filter(pk__in=found.values("to_id")).values_list("pk", flat=True)


@rows
def plans_given_to(actor: Actor, pupils: frozenset[int]) -> QuerySet[VersionShare, tuple[int, str]]:
    """By child (database id), the public ids of the plans that who gives a line of them was given, the oldest first."""
    found = VersionShare.objects.filter(
        to_id=actor.membership,
        version__shared_on__isnull=False,
        version__plan__cycle__pupil__in=pupils,
        version__plan__lines__given_by=F("to"),
        version__plan__lines__ended_on__isnull=True,
    )
    listed = found.order_by("version__plan_id", "version__number")
    return listed.values_list("version__plan__cycle__pupil_id", "version__public_id")


def asked_for_supported(actor: Actor, on: date) -> list[Question]:
    """What `supported_by` is read from, once what comes before a day's lines was answered."""
    return [supported_beside.of(actor, on), *asked_for_drafts(actor, on)]


def supported_by(actor: Actor, on: date) -> list[Pupil]:
    """The children whose lines of support an actor sees to on a day and whose page is not theirs, as lists go."""
    drafts = {
        line.plan.cycle.pupil.public_id: line.plan.cycle.pupil for line in drafts_for(actor, on)
    }
    mine = {each.pk for each in children_seen(actor, on, frozenset(drafts))} if drafts else set()
    found = {each.pk: each for each in drafts.values() if each.pk not in mine}
    found |= {each.pk: each for each in supported_beside(actor, on)}
    return sorted(found.values(), key=lambda each: (each.sort_key, each.pk))


def asked_for_givers(pupil: Pupil, on: date) -> list[Question]:
    """What `givers_of` is read from."""
    lines = [_named_in.of(pupil.pk, on), _of_drafts.of(pupil.pk, on), beside_drafts.of(pupil.pk)]
    return [*lines, _given_a_plan.of(pupil)]


def givers_of(pupil: Pupil, on: date) -> Givers:
    """Whom a child's plans name for support on a day: the doors of their lines and plans are open to them."""
    ask_together(asked_for_givers(pupil, on))
    frozen = running(_of_drafts(pupil.pk, on), on, beside_drafts(pupil.pk))
    named = {line.given_by.pk for line in frozen if line.given_by}
    return Givers(frozenset({*named, *_named_in(pupil.pk, on)}), frozenset(_given_a_plan(pupil)))


givers_come_from(asked_for_givers, givers_of)
