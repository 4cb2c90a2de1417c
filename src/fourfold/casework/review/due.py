"""What is due by reviews: a record to each, a review each term, three meetings a year (domain 3.6, D3 to D5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.cycles.queries import histories
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.rules import bound_here, rules_here
from fourfold.casework.review.around import Around
from fourfold.casework.review.models import RecordGiven, Review, TookPart
from fourfold.domain.cycle import PupilHistory
from fourfold.domain.rulebook import (
    OnSupport,
    Owed,
    due_give_record,
    due_review_termly,
    due_three_meetings,
)
from fourfold.domain.words import SenCode
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.due.registry import Asked, Duty
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import rows

THE_CODE = "have_regard_to_code"


# What the duties look at.
_OF_REVIEW = (
    *("tenant", "public_id", "held_on", "cycle", "cycle__tenant"),
    *("cycle__pupil", "cycle__pupil__tenant", "cycle__pupil__public_id"),
    *("led_by", "led_by__tenant", "led_by__public_id"),
)
_OF_GIVEN = (
    *("tenant", "review", "on", "overtaken", "overtaken_on"),
    *("contact", "contact__tenant", "contact__public_id"),
    *("staff", "staff__tenant", "staff__public_id"),
    *("message", "message__tenant", "message__state", "message__sent_at"),
)


@rows
def reviews_held(children: frozenset[str]) -> QuerySet[Review]:
    """The reviews that were held of these children (public ids), oldest first."""
    found = Review.objects.filter(cycle__pupil__public_id__in=children, held_on__isnull=False)
    found = found.select_related("cycle__pupil", "led_by").only(*_OF_REVIEW)
    return found.order_by("held_on", "pk")


@rows
def given_after(reviews: frozenset[int]) -> QuerySet[RecordGiven]:
    """To whom what these reviews (database ids) agreed went, or is on its way, in order."""
    found = RecordGiven.objects.filter(review_id__in=reviews)
    found = found.select_related("contact", "staff", "message").only(*_OF_GIVEN)
    return found.order_by("pk")


@rows
def met_on(children: frozenset[str]) -> QuerySet[TookPart, tuple[str, date | None]]:
    """Each of these children (public ids) with the days of reviews in which somebody of the family took part."""
    there = TookPart.objects.filter(
        review__cycle__pupil__public_id__in=children,
        review__held_on__isnull=False,
        contact__isnull=False,
        there=True,
    )
    found = there.order_by("review__held_on", "pk")
    return found.values_list("review__cycle__pupil__public_id", "review__held_on")


@rows
def those(children: frozenset[str]) -> QuerySet[Pupil]:
    """These children (public ids)."""
    return Pupil.objects.filter(public_id__in=children).only("tenant", "public_id", "left_on")


def records_due(asked: Asked) -> Iterator[Duty]:
    """`give_record`: each carer, and each of the staff around the child, has what the review agreed (Code 6.71).

    Owed to those who were around on the day of the review and still are, and to everybody who got it; to the child
    once it was talked through with them and corrected since. Who had it is owed it anew from the correction.
    Queries: nine at most, whatever the number of children and of days on which reviews were held.
    """
    reviews = reviews_held(asked.children)
    if not reviews or not bound_here(THE_CODE, asked.today):
        return
    setting = rules_here(asked.today)
    pupils = frozenset(review.cycle.pupil_id for review in reviews)
    given_to = given_after.of(frozenset(review.pk for review in reviews))
    around = Around(pupils, given_to)
    given, overtaken = _given(reviews, given_to.answer())
    now = {pupil: _people(around, pupil, asked.today) for pupil in pupils}
    for day, listed in _by_day(reviews).items():
        for review in listed:
            pupil = review.cycle.pupil_id
            still = [each for each in _people(around, pupil, day) if each in now[pupil]]
            got = given[review.pk]
            wanted = dict.fromkeys([*still, *sorted(got)])
            anew = overtaken[review.pk]
            owed = [Owed(each, got.get(each), anew_on=anew.get(each)) for each in wanted]
            for due in due_give_record(review.public_id, day, owed, setting):
                yield Duty(
                    due,
                    Review._meta.label,
                    review.cycle.pupil.public_id,
                    review.led_by.public_id if review.led_by else "",
                )


ByPerson = dict[int, dict[str, date | None]]


def _given(reviews: Iterable[Review], given: Iterable[RecordGiven]) -> tuple[ByPerson, ByPerson]:
    """By review and person (public id), on which day each first had what holds, and since when what they had does not.

    Of the child only what was overtaken by a correction.
    """
    found: ByPerson = defaultdict(dict)
    overtaken: ByPerson = defaultdict(dict)
    children = {review.pk: review.cycle.pupil.public_id for review in reviews}
    for row in given:
        person, got = row.contact or row.staff, found[row.review_id]
        key = person.public_id if person else children[row.review_id]
        if row.overtaken:
            overtaken[row.review_id][key] = row.overtaken_on
        if person is None and row.overtaken:
            got.setdefault(key, None)
        if row.given_on and (person or key in got):
            got[key] = min(got.get(key) or row.given_on, row.given_on)
    return found, overtaken


def _by_day(reviews: Iterable[Review]) -> dict[date, list[Review]]:
    found: dict[date, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.held_on:
            found[review.held_on].append(review)
    return found


def _people(around: Around, pupil: int, on: date) -> dict[str, None]:
    """Who may have what a review agreed on a day (public ids), in order."""
    carers = (care.contact.public_id for care in around.carers(pupil, on))
    staff = (member.public_id for member in around.staff(pupil, on))
    return dict.fromkeys([*carers, *staff])


def stretches(child: str, history: PupilHistory, first_day: date) -> list[OnSupport]:
    """The stretches in which a child was on SEN Support, its own and inherited, those that meet put together.

    Support that came with the child counts from the day on which it came, or from the setting's first day.
    """
    came = [
        (spell.asks_from(first_day), spell.ends)
        for spell in history.inherited
        if spell.code is SenCode.K
    ]
    spells = sorted(
        [(spell.decided_on, spell.ended_on) for spell in history.own]
        + [(begins, ends) for begins, ends in came if ends is None or begins <= ends],
        key=lambda spell: spell[0],
    )
    found: list[OnSupport] = []
    for begins, ends in spells:
        last = found[-1] if found else None
        if last and (last.ends is None or begins <= last.ends):
            longer = None if last.ends is None or ends is None else max(last.ends, ends)
            found[-1] = OnSupport(child, last.begins, longer)
        else:
            found.append(OnSupport(child, begins, ends))
    return found


@remembered
def _on_support(asked: Asked) -> list[OnSupport]:
    pupils = {each.pk: each for each in those(asked.children)}
    known, first_day = histories(pupils.values()), setting_here().first_day
    return [
        _until_left(stretch, pupils[pk])
        for pk, history in known.items()
        for stretch in stretches(pupils[pk].public_id, history, first_day)
    ]


def _until_left(stretch: OnSupport, pupil: Pupil) -> OnSupport:
    """A child who has left is owed no review here after the last day."""
    ends = [day for day in (stretch.ends, pupil.left_on) if day]
    return OnSupport(stretch.child, stretch.begins, min(ends) if ends else None)


def reviews_due(asked: Asked) -> Iterator[Duty]:
    """`review_termly`: a review in each term on SEN Support, by this setting's own terms. Eight queries."""
    supported = _on_support(asked)
    if not supported:
        return
    setting = rules_here(asked.today)
    held: dict[str, list[date]] = defaultdict(list)
    for review in reviews_held(asked.children):
        if review.held_on:
            held[review.cycle.pupil.public_id].append(review.held_on)
    seen: set[str] = set()
    for stretch in supported:
        for due in due_review_termly(stretch, held[stretch.child], setting):
            duty = Duty(due, Pupil._meta.label, stretch.child)
            if duty.key not in seen:
                seen.add(duty.key)
                yield duty


def meetings_due(asked: Asked) -> Iterator[Duty]:
    """`three_meetings`: meetings with the parents in this school year (Code 6.65): reviews in which one took part."""
    supported = _on_support(asked)
    if not supported or not bound_here(THE_CODE, asked.today):
        return
    setting = rules_here(asked.today)
    met: dict[str, list[date]] = defaultdict(list)
    for child, day in dict.fromkeys(met_on(asked.children)):
        if day:
            met[child].append(day)
    for stretch in supported:
        if stretch.begins > asked.today:
            continue
        for due in due_three_meetings(stretch, met[stretch.child], setting):
            yield Duty(due, Pupil._meta.label, stretch.child)
