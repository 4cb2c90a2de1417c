"""This room's lines of a child's story, and which reviews are coming or late, for whom (R1, R4)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import (
    asked_for_calendar,
    children_seen,
    contacts_named,
    pupils_of,
)
from fourfold.casework.people.relations import barred_children, kept_from
from fourfold.casework.people.rules import rules_here
from fourfold.casework.plan.models import Plan
from fourfold.casework.review.models import LookedAgain, RecordGiven, Review, SupportEnd
from fourfold.casework.review.queries import (
    asked_of_reviews,
    cannot_come_to,
    ends_about,
    reviews_of,
    told_of_end,
)
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.rulebook import NATIONAL
from fourfold.domain.words import NextStep, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.queries import open_rows
from fourfold.foundation.notify.models import ON_ITS_WAY
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows

AHEAD = timedelta(days=21)
WATCHED_AGAIN = timedelta(days=42)
RULES = ("review_on_date", "give_record")
REVIEWS = frozenset({Role.SENCO, Role.TEACHER, Role.KEYWORKER})
SEES_LATE = REVIEWS | {Role.SENIOR_LEADER, Role.FAMILY, Role.YOUNG_PERSON}


def _here() -> str:
    return setting_here().public_id


def story(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    """The reviews of one child that this actor may read, the cycles that went on, and the end of support."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    here = _here()
    for review in reviews_of(pupil):
        if review.held_on and may(Action.SEE_SHARED_PLAN, actor, review):
            yield _held(review, here)
    if not actor.is_family:
        yield from _cycles(pupil)
        yield from _looked_again(pupil)
    for end in ends_about(pupil.pk):
        if may(Action.SEE_SHARED_PLAN, actor, end):
            ids = {"setting": here, "ended": end.public_id}
            yield StoryEntry(
                on=end.on,
                row=end.public_id,
                room="review",
                what=_("SEN Support ended"),
                words=end.reasons,
                by=end.by.called if end.by else "",
                address=reverse("review:ended", kwargs=ids),
                order=9,
            )


def _held(review: Review, here: str) -> StoryEntry:
    step = _(NextStep(review.next_step).label) if review.next_step else _("not decided yet")
    return StoryEntry(
        on=review.held_on or date.min,
        row=review.public_id,
        act="review.hold",
        room="review",
        what=_("Review of cycle %(cycle)s. What comes next: %(step)s")
        % {"cycle": review.cycle.number, "step": step},
        words=review.next_words,
        by=review.led_by.called if review.led_by else "",
        address=reverse("review:record", kwargs={"setting": here, "review": review.public_id}),
        order=7,
    )


@rows
def cycles_begun(pupil: Pupil) -> QuerySet[Cycle]:
    """The cycles of a child that began from a review."""
    return Cycle.objects.filter(pupil=pupil, moves__move="begin_next_cycle").order_by("pk")


def asked_of_story(pupil: Pupil, actor: Actor) -> Turns:
    """What `story` is read from."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    begun = [] if actor.is_family else [cycles_begun.of(pupil), looked_again_at.of(pupil)]
    yield [*asked_of_reviews(pupil.pk), ends_about.of(pupil.pk), *begun]
    if ends_about(pupil.pk):
        yield [told_of_end.of(actor)]


@rows
def looked_again_at(pupil: Pupil) -> QuerySet[LookedAgain]:
    """When a child was looked at again after SEN Support had ended."""
    found = LookedAgain.objects.filter(end__cycle__pupil=pupil).select_related("by")
    return found.order_by("pk")


def _looked_again(pupil: Pupil) -> Iterator[StoryEntry]:
    for looked in looked_again_at(pupil):
        yield StoryEntry(
            on=looked.on,
            row=looked.public_id,
            room="review",
            what=_("Looked again after SEN Support had ended"),
            words=looked.words,
            by=looked.by.called if looked.by else "",
            order=9,
        )


def _cycles(pupil: Pupil) -> Iterator[StoryEntry]:
    for cycle in cycles_begun(pupil):
        yield StoryEntry(
            on=cycle.begun_on,
            row=cycle.public_id,
            room="review",
            what=_("Cycle %(number)s began from the review") % {"number": cycle.number},
            order=8,
        )


def _why(rule: str, today: date) -> Words:
    found = NATIONAL.rule(rule, today)
    return ui.filled(
        _("%(force)s asks for it: %(citation)s"),
        force=_(found.force.label).capitalize(),
        citation=ui.citation(found.citation),
    )


@rows
def open_for(actor: Actor, today: date) -> QuerySet[DueRow]:
    """What is open by this room's rules about children whom an actor has to do with, soonest first."""
    seen = pupils_of(actor, today).order_by().values("public_id")
    return open_rows(today).filter(rule__in=RULES, child__in=seen)


def _soon(actor: Actor, today: date) -> list[DueRow]:
    ahead = today + AHEAD
    return [row for row in open_for(actor, today) if row.due_on is None or row.due_on <= ahead]


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if not actor.roles & SEES_LATE:
        return
    held = [reviewed.of(actor, today)] if actor.roles & REVIEWS else []
    if Role.SENCO in actor.roles:
        held += [watched.of(actor, today), cannot_come_to.of(None), kept_from.of(actor, today)]
    yield [open_for.of(actor, today), *asked_for_calendar(), *held]
    soon = _soon(actor, today)
    children = frozenset(row.child for row in soon)
    owed = frozenset(row.owed_to for row in soon if row.rule == "give_record")
    asked = [children_seen.of(actor, today, children), plans_due.of(_plans(soon))]
    if actor.roles & REVIEWS:
        reviews = frozenset(row.subject for row in soon if row.rule == "give_record")
        asked += [contacts_named.of(owed), members_named.of(owed), under_way_in.of(reviews)]
    yield asked


def _plans(soon: Iterable[DueRow]) -> frozenset[str]:
    return frozenset(row.subject for row in soon if row.rule == "review_on_date")


@rows
def plans_due(plans: frozenset[str]) -> QuerySet[Plan]:
    """Those of these plans (public ids) whose cycle has not ended."""
    found = Plan.objects.filter(public_id__in=plans)
    found = found.exclude(cycle__stage__in=[str(Stage.ENDED), str(Stage.EXITED)])
    return found.select_related("cycle")


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


def todos(actor: Actor, today: date) -> Iterable[Todo]:
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
    soon = _soon(actor, today)
    if not soon:
        return
    wanted = frozenset(row.child for row in soon)
    children = {each.public_id: each for each in children_seen(actor, today, wanted)}
    mine = [row for row in soon if row.child in children]
    yield from _reviews(actor, [r for r in mine if r.rule == "review_on_date"], children, today)
    if actor.roles & REVIEWS:
        yield from _records(actor, mine, children, today)


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
    """Each of a family who was asked to a review and cannot come on that day: it is not held without them unasked."""
    here = _here()
    kept = set(kept_from(actor, today))
    for said in cannot_come_to(None):
        pupil, contact = said.review.cycle.pupil, said.invitation.contact
        if pupil.pk in kept:
            continue
        yield Todo(
            what=ui.filled(
                _("%(person)s cannot come to the review"), person=ui.person(str(contact or pupil))
            ),
            why=_("Families take part in reviews: Code 6.54 and 6.65"),
            due_on=said.review.meets_on,
            address=reverse(
                "review:record", kwargs={"setting": here, "review": said.review.public_id}
            ),
            button=_("See what would suit"),
            child=pupil.public_id,
            child_name=str(pupil),
        )


def _is_late(row: DueRow, today: date) -> bool:
    return row.due_on is not None and row.due_on < today


def _reviews(
    actor: Actor, late_or_soon: list[DueRow], children: dict[str, Pupil], today: date
) -> Iterator[Todo]:
    here, first_day = _here(), rules_here(today).first_day
    plans = {plan.public_id: plan for plan in plans_due(_plans(_soon(actor, today)))}
    does, why = bool(actor.roles & REVIEWS), _why("review_on_date", today)
    is_late, is_coming = _("The review is late"), _("A review is coming")
    buttons = {"review:hold": _("Write it down"), "review:prepare": _("Prepare it")}
    see = _("See how it stands")
    for row in late_or_soon:
        late = _is_late(row, today) and (row.due_on or today) >= first_day
        plan = plans.get(row.subject)
        if plan is None or not (late or does):
            continue
        ids = {"setting": here, "cycle": plan.cycle.public_id}
        child = children[row.child]
        page = "review:hold" if plan.cycle.stage == Stage.REVIEW or late else "review:prepare"
        yield Todo(
            what=is_late if late else is_coming,
            why=why,
            due_on=row.due_on,
            address=reverse(page, kwargs=ids)
            if does
            else reverse("desk:child", kwargs={"setting": here, "child": row.child}),
            button=buttons[page] if does else see,
            child=child.public_id,
            child_name=str(child),
            kind="late" if late else "due",
            rule="review_on_date",
        )


def _for_whom(row: RecordGiven) -> str:
    person = row.contact or row.staff
    return person.public_id if person else ""


def _records(
    actor: Actor, mine: list[DueRow], children: dict[str, Pupil], today: date
) -> Iterator[Todo]:
    here, owed_rows = _here(), [row for row in mine if row.rule == "give_record"]
    asked = [row for row in _soon(actor, today) if row.rule == "give_record"]
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
