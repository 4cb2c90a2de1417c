"""Which reviews are coming or late, for whom (R1, R4), and what was said or decided at one and waits for somebody."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import EVERYTHING, Todo, Untold, untold
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import (
    asked_for_calendar,
    children_seen,
    contacts_named,
    pupils_of,
)
from fourfold.casework.people.ranking import in_all, whole_name
from fourfold.casework.people.relations import barred_children, kept_from
from fourfold.casework.plan.models import Plan
from fourfold.casework.review.absences import unanswered, unanswered_of
from fourfold.casework.review.models import RecordGiven, SupportEnd
from fourfold.casework.review.telling import carers_without_a_way, ends_not_told, not_told
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.rulebook import NATIONAL
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.queries import open_rows
from fourfold.foundation.notify.models import ON_ITS_WAY
from fourfold.foundation.scope.addresses import addresses_of, reverse
from fourfold.foundation.scope.together import Question, Turns, rows

AHEAD = timedelta(days=21)
WATCHED_AGAIN = timedelta(days=42)
REVIEWS = frozenset({Role.SENCO, Role.TEACHER, Role.KEYWORKER})
SEES_LATE = REVIEWS | {Role.SENIOR_LEADER, Role.FAMILY, Role.YOUNG_PERSON}


def _here() -> str:
    return setting_here().public_id


def _why(rule: str, today: date) -> Words:
    found = NATIONAL.rule(rule, today)
    return ui.filled(
        _("%(force)s asks for it: %(citation)s"),
        force=_(found.force.label).capitalize(),
        citation=ui.citation(found.citation),
    )


def _open_for(actor: Actor, today: date, rule: str) -> QuerySet[DueRow]:
    """What is open by a rule about children whom an actor has to do with, soonest first.

    Not what lies further ahead than three weeks.
    """
    seen = pupils_of(actor, today).order_by().values("public_id")
    soon = Q(due_on__isnull=True) | Q(due_on__lte=today + AHEAD)
    return open_rows(today).filter(soon, rule=rule, child__in=seen)


@rows
def records_due(actor: Actor, today: date) -> QuerySet[DueRow]:
    """What reviews agreed that somebody has not got yet."""
    found = _open_for(actor, today, "give_record")
    return found.only("tenant", "key", "rule", "child", "subject", "owed_to", "due_on")


def _reviews_due(actor: Actor, today: date) -> QuerySet:
    """The reviews that are late or soon due of plans whose cycle has not ended, each with the child's `name`."""
    over = [str(Stage.ENDED), str(Stage.EXITED)]
    plans = Plan.objects.exclude(cycle__stage__in=over).values("public_id")
    called = Pupil.objects.filter(public_id=OuterRef("child")).values(name=whole_name())
    found = _open_for(actor, today, "review_on_date").filter(subject__in=plans)
    return found.annotate(name=Subquery(called))


def _is_late_by(today: date, first_day: date) -> Q:
    """What was due before the setting began here is late by nobody's doing."""
    return Q(due_on__lt=today, due_on__gte=first_day)


def _first_of(found: QuerySet, first: range) -> QuerySet[DueRow, tuple[Any, ...]]:
    ranked = found.order_by(F("due_on").asc(nulls_last=True), "name", "key")
    told = ranked.annotate(in_all=in_all())
    return told.values_list("subject", "due_on", "child", "name", "in_all")[: first.stop]


@rows
def reviews_late(
    actor: Actor, today: date, first_day: date, first: range
) -> QuerySet[DueRow, tuple[Any, ...]]:
    """The first reviews that are late: plan, day, child (public ids), its name, and how many there are in all."""
    return _first_of(_reviews_due(actor, today).filter(_is_late_by(today, first_day)), first)


@rows
def reviews_coming(
    actor: Actor, today: date, first_day: date, first: range
) -> QuerySet[DueRow, tuple[Any, ...]]:
    """The same of those that are coming."""
    others = Q(due_on__isnull=True) | ~_is_late_by(today, first_day)
    return _first_of(_reviews_due(actor, today).filter(others), first)


def _asked_for_reviews(actor: Actor, today: date, first: range) -> list[Question]:
    """Those that are late, for all; to who holds reviews those that are coming, too."""
    first_day = setting_here().first_day
    readers = (reviews_late, reviews_coming) if actor.roles & REVIEWS else (reviews_late,)
    return [each.of(actor, today, first_day, first) for each in readers]


def asked_of_todos(actor: Actor, today: date, first: range) -> Turns:
    """What `todos` is read from."""
    if not actor.roles & SEES_LATE:
        return
    held: list[Question] = []
    if actor.roles & REVIEWS:
        held += [reviewed.of(actor, today), records_due.of(actor, today)]
    if Role.SENCO in actor.roles:
        held += [watched.of(actor, today), unanswered.of(), kept_from.of(actor, today)]
        held += [ends_not_told.of(actor, today), carers_without_a_way.of(actor, today)]
    if actor.is_family:
        held += [unanswered_of.of(actor)]
    reviews = _asked_for_reviews(actor, today, first)
    yield [*reviews, *asked_for_calendar(), *held]
    asked = [plans_due.of(_plans(reviews))] if actor.roles & REVIEWS else []
    if actor.roles & REVIEWS and (owed := records_due(actor, today)):
        people = frozenset(row.owed_to for row in owed)
        asked += [children_seen.of(actor, today, frozenset(row.child for row in owed))]
        asked += [contacts_named.of(people), members_named.of(people)]
        asked += [under_way_in.of(frozenset(row.subject for row in owed))]
    yield asked


def _plans(reviews: Iterable[Question]) -> frozenset[str]:
    return frozenset(plan for each in reviews for plan, *_others in each.answer())


@rows
def plans_due(plans: frozenset[str]) -> QuerySet[Plan, tuple[str, str, str]]:
    """These plans (public ids), each with its cycle (public id) and its stage."""
    found = Plan.objects.filter(public_id__in=plans)
    return found.values_list("public_id", "cycle__public_id", "cycle__stage")


@rows
def members_named(members: frozenset[str]) -> QuerySet[Membership]:
    """The members with these public ids."""
    return Membership.objects.filter(public_id__in=members)


@rows
def under_way_in(reviews: frozenset[str]) -> QuerySet[RecordGiven]:
    """What is on its way to somebody of what these reviews (public ids) agreed."""
    found = RecordGiven.objects.filter(
        review__public_id__in=reviews, on__isnull=True, message__state__in=ON_ITS_WAY
    )
    return found.select_related("review", "contact", "staff")


def todos(actor: Actor, today: date, first: range = EVERYTHING) -> Iterable[Todo | Untold]:
    """Reviews that are coming or late, and what was agreed and not yet given. A late one stays until it is held.

    Who teaches, the SENCO, the head and the family all see that a review is late; the head and the family see no more.
    """
    if not actor.roles & SEES_LATE:
        return
    if actor.roles & REVIEWS:
        yield from _to_go_on(actor, today)
    if Role.SENCO in actor.roles:
        yield from _to_look_again(actor, today)
        yield from _who_cannot_come(actor, today)
        yield from _not_told_of_end(actor, today)
    if actor.is_family:
        yield from _held_without(actor)
    yield from _reviews(actor, _asked_for_reviews(actor, today, first), today)
    if actor.roles & REVIEWS:
        yield from _records(actor, today)


@rows
def reviewed(actor: Actor, today: date) -> QuerySet[Cycle]:
    """The cycles of children whom an actor has to do with whose review was held."""
    held = Cycle.objects.filter(stage=str(Stage.REVIEWED), pupil__in=pupils_of(actor, today))
    return held.select_related("pupil").order_by("pk")


def _to_go_on(actor: Actor, today: date) -> Iterator[Todo]:
    """Cycles whose review was held and that nobody has taken on from there (R3)."""
    here = _here()
    for cycle in reviewed(actor, today):
        yield Todo(
            what=_("Go on from what the review decided"),
            why=_(
                "The review was held; the next cycle, or the end of SEN Support, starts from it."
            ),
            due_on=None,
            address=reverse("review:hold", kwargs={"setting": here, "cycle": cycle.public_id}),
            button=_("Go on"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )


@rows
def watched(actor: Actor, today: date) -> QuerySet[SupportEnd]:
    """The ends of SEN Support until whose day the child was watched, and since when nothing was begun for the child.

    For half a term from that day on: what nobody took up by then is not asked again.
    """
    begun_since = Cycle.objects.filter(
        pupil=OuterRef("cycle__pupil"), number__gt=OuterRef("cycle__number")
    )
    found = SupportEnd.objects.filter(
        ~Exists(begun_since),
        watch_until__range=(today - WATCHED_AGAIN, today),
        cycle__pupil__left_on__isnull=True,
        looked_again__isnull=True,
    )
    found = found.exclude(cycle__pupil__in=barred_children(actor, today))
    return found.select_related("cycle__pupil").order_by("watch_until", "pk")


def _to_look_again(actor: Actor, today: date) -> Iterator[Todo]:
    here = _here()
    for end in watched(actor, today):
        pupil = end.cycle.pupil
        yield Todo(
            what=_("Look again: SEN Support has ended"),
            why=_("Needs may emerge later: Code 6.20"),
            due_on=end.watch_until,
            address=reverse("review:look_again", kwargs={"setting": here, "ended": end.public_id}),
            button=_("Look again"),
            child=pupil.public_id,
            child_name=str(pupil),
        )


def _who_cannot_come(actor: Actor, today: date) -> Iterator[Todo]:
    """Each of a family who cannot come to a review, until they are asked anew or somebody spoke to them."""
    here = _here()
    kept = set(kept_from(actor, today))
    why = _("Families take part in reviews: Code 6.54 and 6.65")
    for said in unanswered():
        pupil, contact, held = said.review.cycle.pupil, said.invitation.contact, said.review.held_on
        if pupil.pk in kept:
            continue
        page = "review:without" if held else "review:record"
        what = (
            _("The review was held without %(person)s: speak with them")
            if held
            else _("%(person)s cannot come to the review")
        )
        yield Todo(
            what=ui.filled(what, person=ui.person(str(contact or pupil))),
            why=why,
            due_on=None if held else said.review.meets_on,
            address=reverse(page, kwargs={"setting": here, "review": said.review.public_id}),
            button=_("Say what was done") if held else _("See what would suit"),
            child=pupil.public_id,
            child_name=str(pupil),
        )


def _not_told_of_end(actor: Actor, today: date) -> Iterator[Todo]:
    """Whoever was to be told in writing that SEN Support ended, and whom no message reached."""
    here, tell = _here(), _("Tell %(person)s that SEN Support has ended")
    for message in ends_not_told(actor, today):
        ids = {"setting": here, "ended": str(message.payload["ended"])}
        yield Todo(
            what=ui.filled(tell, person=ui.person(message.to.called)),
            why=_("The message could not be sent. A parent is told in writing: Code 6.55"),
            due_on=None,
            address=reverse("review:told", kwargs=ids),
            button=_("See to it"),
            kind="late",
        )
    for care in not_told(actor, today):
        ids = {"setting": here, "ended": care.ended}  # type: ignore[attr-defined]
        address = reverse("review:told", kwargs=ids)
        yield Todo(
            what=ui.filled(tell, person=ui.person(str(care.contact))),
            why=_("No message reaches them. A parent is told in writing: Code 6.55"),
            due_on=None,
            address=f"{address}?person={care.contact.public_id}",
            button=_("Tell them"),
            child=care.pupil.public_id,
            child_name=str(care.pupil),
        )


def _held_without(actor: Actor) -> Iterator[Todo]:
    """To somebody of a family: that the review was held although they had said that they cannot come."""
    here = _here()
    for said in unanswered_of(actor):
        review, pupil = said.review, said.review.cycle.pupil
        reads = may(Action.SEE_SHARED_PLAN, actor, review)
        if not reads and not may(Action.GIVE_VIEWS, actor, pupil):
            continue
        ids = {"setting": here, "review": review.public_id}
        talk = {"setting": here, "child": pupil.public_id}
        yield Todo(
            what=_("The review was held without you"),
            why=_(
                "You had told us that you cannot come. You can say what you think of it, or ask for a talk."
            ),
            due_on=None,
            address=reverse("review:record", kwargs=ids)
            if reads
            else reverse("voice:give", kwargs=talk),
            button=_("Read what it agreed") if reads else _("Ask for a talk"),
            child=pupil.public_id,
            child_name=str(pupil),
        )


def _is_late(row: DueRow, today: date) -> bool:
    return row.due_on is not None and row.due_on < today


def _reviews(actor: Actor, asked: list[Question], today: date) -> Iterator[Todo | Untold]:
    here, does = _here(), bool(actor.roles & REVIEWS)
    due = plans_due(_plans(asked)) if does else []
    cycles = {plan: (cycle, stage) for plan, cycle, stage in due}
    why = _why("review_on_date", today)
    is_late, is_coming = _("The review is late"), _("A review is coming")
    buttons = {"review:hold": _("Write it down"), "review:prepare": _("Prepare it")}
    see = _("See how it stands")
    pages = {page: addresses_of(page, "cycle", setting=here) for page in buttons}
    childs = addresses_of("desk:child", "child", setting=here)
    for question, late in zip(asked, (True, False), strict=False):
        told = question.answer()
        kind: State = "late" if late else "due"
        for plan, due_on, child, name, _all in told:
            cycle, stage = cycles.get(plan, ("", ""))
            page = "review:hold" if stage == Stage.REVIEW or late else "review:prepare"
            yield Todo(
                what=is_late if late else is_coming,
                why=why,
                due_on=due_on,
                address=pages[page](cycle) if does else childs(child),
                button=buttons[page] if does else see,
                child=child,
                child_name=name,
                kind=kind,
                rule="review_on_date",
            )
        yield from untold(kind, told)


def _for_whom(row: RecordGiven) -> str:
    person = row.contact or row.staff
    return person.public_id if person else ""


def _records(actor: Actor, today: date) -> Iterator[Todo]:
    asked = records_due(actor, today)
    if not asked:
        return
    wanted = frozenset(row.child for row in asked)
    children = {each.public_id: each for each in children_seen(actor, today, wanted)}
    here, owed_rows = _here(), [row for row in asked if row.child in children]
    owed = frozenset(row.owed_to for row in asked)
    names = {each.public_id: str(each) for each in contacts_named(owed)}
    names |= {each.public_id: each.called for each in members_named(owed)}
    reviews = frozenset(row.subject for row in asked)
    under_way = {(each.review.public_id, _for_whom(each)) for each in under_way_in(reviews)}
    why = _why("give_record", today) if owed_rows else ""
    for row in owed_rows:
        child = children[row.child]
        on_its_way = (row.subject, row.owed_to) in under_way
        what = (
            _("On its way to %(person)s: what the review agreed")
            if on_its_way
            else _("Give %(person)s what the review agreed")
        )
        yield Todo(
            what=what % {"person": names.get(row.owed_to, str(child))},
            why=why,
            due_on=row.due_on,
            address=reverse("review:give", kwargs={"setting": here, "review": row.subject}),
            button=_("Give it another way") if on_its_way else _("Give it"),
            child=child.public_id,
            child_name=str(child),
            kind="late" if _is_late(row, today) else "waiting" if on_its_way else "due",
            rule="give_record",
        )
