"""Readers: what is to be given today and by whom, what was given, and how much of what was planned."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from typing import NamedTuple, Self

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from fourfold.casework.cycles.models import Move
from fourfold.casework.do.lines import listed_lines, may_run, noted, running
from fourfold.casework.do.models import Session
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil
from fourfold.casework.people.queries import asked_for_calendar, calendar, pupils_of
from fourfold.casework.people.relations import TEACHING, barred_children, kept_from
from fourfold.casework.plan.in_force import beside_drafts, settled_here
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.domain.clock import SchoolCalendar
from fourfold.domain.clock import is_open as is_open_on
from fourfold.domain.do import times_each_day
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, ask_together, only, rows

SCHOOL_DAYS_A_WEEK = 5


class OnADay(NamedTuple):
    """A line of support as a day has it: what the list shows and counts by; a day may have hundreds of them."""

    pk: int
    public_id: str
    carried_from: str
    what: str
    given_by_id: int | None
    given_by: str | None
    group_size: int
    per_week: int
    minutes: int
    days: str
    at: str
    place: str
    pupil_id: int
    given_name: str
    family_name: str
    settled: bool = True

    @classmethod
    def of(cls, line: SupportLine) -> Self:
        """The same of a line that was read whole; one that was not read with others, by `may_run`, stands as it is."""
        pupil, giver = line.plan.cycle.pupil, line.given_by.called if line.given_by else None
        return cls(
            line.pk,
            line.public_id,
            line.carried_from,
            line.what,
            line.given_by_id,
            giver,
            line.group_size,
            line.per_week,
            line.minutes,
            line.days,
            line.at,
            line.place,
            pupil.pk,
            pupil.given_name,
            pupil.family_name,
            settled=vars(line).get("settled", True),
        )


# Where what `OnADay` holds stands in the database, in order.
_ON_A_DAY = (
    *("pk", "public_id", "carried_from", "what", "given_by_id", "given_by__called"),
    *("group_size", "per_week", "minutes", "days", "at", "place"),
    *(f"plan__cycle__{name}" for name in ("pupil_id", "pupil__given_name", "pupil__family_name")),
)


@dataclass(frozen=True)
class Slot:
    """One session that is to be on a day: its line, which one of the day it is, and what was logged of it."""

    line: OnADay
    nth: int
    session: Session | None


def with_relations(lines: QuerySet, actor: Actor, on: date) -> QuerySet:
    """`lines` with whether an actor `supported` or `taught` the child on a day."""
    mine = GroupStaff.objects.filter(live(on), membership_id=actor.membership)
    supported = Q(plan__cycle__pupil_id__in=_pupils_in(mine.filter(part="supports"), on))
    taught = Q(plan__cycle__pupil_id__in=_pupils_in(mine.filter(part__in=TEACHING), on))
    yes_or_no = BooleanField()
    return lines.annotate(
        supported=ExpressionWrapper(supported, output_field=yes_or_no),
        taught=ExpressionWrapper(taught, output_field=yes_or_no),
    )


def seen_to_by(actor: Actor) -> Q:
    """The condition that an actor sees to a line, of those that `with_relations` gives."""
    return (
        Q(given_by_id=actor.membership)
        | (Q(supported=True) & (Q(group_size__gt=1) | Q(given_by__isnull=True)))
        | (Q(taught=True) & Q(given_by__isnull=True))
    )


def may_be_on(on: date, *, is_open: bool) -> Q:
    """Those of `may_run` that may have a session on a day: of a plan that is being written its version says so.

    The others are on when school is open: on the days that they name, or on any where they name none. What was logged
    on the day stands there, whatever the line says now.
    """
    said = Session.objects.filter(on=on, stands=True)
    logged = Q(public_id__in=said.values("line__public_id"))
    carried = Q(carried_from__in=said.values("line__public_id"))
    found = Q(settled=False) | logged | carried
    if is_open:
        # What most lines meet comes first: the database looks no further.
        found = Q(days__contains=str(on.isoweekday())) | Q(days="", per_week__gt=0) | found
    return found


@rows
def candidates_for(actor: Actor, on: date, is_open: bool) -> QuerySet[SupportLine, OnADay]:
    """The lines of which an actor may see to a session on a day, and those of plans that are being written."""
    found = with_relations(
        may_run(on, of_all=True).filter(may_be_on(on, is_open=is_open)), actor, on
    )
    return found.filter(seen_to_by(actor) | Q(settled=False)).values_list(
        *_ON_A_DAY, settled_here("plan")
    )


@rows
def draft_lines(actor: Actor, on: date) -> QuerySet[SupportLine]:
    """The lines of plans that are being written, with whether an actor `supported` or `taught` the child on a day."""
    return with_relations(
        listed_lines(may_run(on, of_all=True).filter(Q(settled=False))), actor, on
    )


@rows
def supported_beside(actor: Actor, on: date) -> QuerySet[Pupil]:
    """The children whose lines, as they stand on a day, an actor sees to and whose page is not theirs: their names."""
    lines = with_relations(may_run(on, of_all=True), actor, on).filter(
        Q(settled=True), seen_to_by(actor)
    )
    found = Pupil.objects.filter(pk__in=lines.order_by().values("plan__cycle__pupil_id"))
    found = found.exclude(pk__in=barred_children(actor, on))
    found = found.exclude(pk__in=pupils_of(actor, on).values("pk"))
    return found.only("public_id", "tenant", "given_name", "sort_key").order_by("sort_key", "pk")


@rows
def said_on(actor: Actor, on: date) -> QuerySet[SupportLine, OnADay]:
    """The lines that an actor sees to of which something was said on a day, whether they still run or not."""
    of_the_day = Session.objects.filter(line=OuterRef("pk"), on=on, stands=True)
    by_me = of_the_day.filter(by_id=actor.membership)
    lines = SupportLine.objects.filter(Exists(of_the_day))
    found = with_relations(lines, actor, on).filter(seen_to_by(actor) | Exists(by_me))
    found = found.exclude(plan__cycle__pupil__in=barred_children(actor, on))
    found = found.order_by("plan__cycle__pupil__sort_key", "position", "pk")
    return found.values_list(*_ON_A_DAY)


def asked_before_lines(actor: Actor, on: date) -> list[Question]:
    """What has to be known before `asked_for_lines`: whether school is open that day, and more of what it needs."""
    return [*asked_for_calendar(), beside_drafts.of(None), kept_from.of(actor, on)]


def asked_for_drafts(actor: Actor, on: date) -> list[Question]:
    """What `drafts_for` is read from, once `asked_before_lines` was answered: nothing where no version counts."""
    return [draft_lines.of(actor, on)] if beside_drafts(None) else []


def asked_for_lines(actor: Actor, on: date) -> list[Question]:
    """What `lines_for` is read from, once `asked_before_lines` was answered."""
    is_open = is_open_on(on, calendar())
    return [candidates_for.of(actor, on, is_open), *asked_for_drafts(actor, on)]


@remembered
def drafts_for(actor: Actor, on: date) -> list[SupportLine]:
    """Of `lines_for` those of plans that are being written, each as it was frozen last."""
    versions = beside_drafts(None)
    drafts = running(draft_lines(actor, on), on, versions) if versions else []
    barred = set(kept_from(actor, on))
    return [
        each for each in drafts if each.plan.cycle.pupil_id not in barred and is_for(each, actor)
    ]


@remembered
def lines_for(actor: Actor, on: date) -> list[OnADay]:
    """The lines of which an actor may see to a session on a day; what of them is on, `slots_on` says.

    Those that name the actor; those for a group that the actor supports, or that name nobody there; and those of
    children whom the actor teaches that name nobody. None of a child whom an order keeps from the actor. Of a plan that
    is being written each as it was frozen last.
    """
    ask_together(asked_before_lines(actor, on))
    ask_together(asked_for_lines(actor, on))
    drafts = {each.pk: OnADay.of(each) for each in drafts_for(actor, on)}
    barred = set(kept_from(actor, on))
    listed = map(OnADay._make, candidates_for(actor, on, is_open_on(on, calendar())))
    mine = (each for each in listed if each.pupil_id not in barred)
    found = (each if each.settled else drafts.get(each.pk) for each in mine)
    return [each for each in found if each]


def lines_said_on(actor: Actor, on: date) -> list[OnADay]:
    """The lines that an actor sees to of which something was said on a day, whether they still run or not."""
    return [OnADay(*each) for each in said_on(actor, on)]


@rows
def _whole(lines: frozenset[int]) -> QuerySet[SupportLine]:
    """These lines (database ids) with all that stands of them."""
    return listed_lines(SupportLine.objects.filter(pk__in=lines))


def to_be_given(lines: Iterable[OnADay], actor: Actor, on: date) -> list[SupportLine]:
    """The rows of these of `lines_for`, in order, each as it is to be given."""
    listed = [line.pk for line in lines]
    drafts = {each.pk: each for each in drafts_for(actor, on)}
    found = {each.pk: each for each in _whole(frozenset(listed).difference(drafts))} | drafts
    return [found[pk] for pk in listed]


def is_for(line: SupportLine, actor: Actor) -> bool:
    """Whether an actor sees to a line that `draft_lines` gave, as it was frozen: `seen_to_by` of what was read."""
    if line.given_by_id == actor.membership:
        return True
    nobody = line.given_by_id is None
    if noted(line, "supported") and (line.group_size > 1 or nobody):
        return True
    return noted(line, "taught") and nobody


def _pupils_in(staff: QuerySet[GroupStaff], on: date) -> QuerySet:
    return GroupPupil.objects.filter(live(on), group_id__in=staff.values("group_id")).values(
        "pupil_id"
    )


def of_lines(lines: frozenset[int]) -> QuerySet[Session]:
    """What stands of the sessions of these lines, and of those that they were carried from: it is the same support."""
    carried = SupportLine.objects.filter(pk__in=lines).exclude(carried_from="")
    mine = Q(line__in=lines) | Q(line__public_id__in=carried.values("carried_from"))
    return Session.objects.filter(mine, stands=True)


@rows
def sessions_on(lines: frozenset[int], on: date) -> QuerySet[Session]:
    """What was logged of these lines (database ids) on a day, each with `whose` it is: the line's public id."""
    shown = ("public_id", "on", "nth", "delivered", "because", "logged_at", "by__called")
    found = of_lines(lines).filter(on=on).annotate(whose=F("line__public_id"))
    return found.select_related("by").only(*shown).order_by("pk")


@rows
def given_before(lines: frozenset[int], on: date) -> QuerySet[Session, str]:
    """The line's public id for each session of these lines that was given in the week of a day before it."""
    monday = on - timedelta(days=on.weekday())
    found = of_lines(lines).filter(on__gte=monday, on__lt=on, delivered=True)
    return found.order_by().values_list("line__public_id", flat=True)


def _in_the_week(lines: Iterable[OnADay]) -> frozenset[int]:
    """Those without days of their own on each of which they are: how often they were given in the week decides."""
    return frozenset(line.pk for line in lines if not times_on_each(line.per_week, line.days))


@lru_cache(1024)
def times_on_each(per_week: int, days: str) -> Mapping[int, int]:
    """By weekday how often a line is on; hundreds of lines of a day have the same few words for it."""
    return times_each_day(per_week, frozenset(int(day) - 1 for day in days))


def asked_for_slots(lines: Sequence[OnADay], on: date) -> list[Question]:
    """What `slots_on` is read from for these lines."""
    ids = frozenset(line.pk for line in lines)
    return [sessions_on.of(ids, on), given_before.of(_in_the_week(lines), on)]


def slots_on(
    lines: Iterable[OnADay],
    on: date,
    terms: SchoolCalendar,
    said: Iterable[OnADay] = (),
) -> list[Slot]:
    """The sessions of these lines that are to be on a day, each with what was logged, in two queries at most.

    A line with days of its own is on on those; one without is on each school day, and one with more days than times on
    each of those, until its number for the week has been given, so that one that was missed can be made up. What was
    logged of the line that one was carried from counts for it. Of the lines `said` that run no more there is what was
    logged.
    """
    listed = list(lines)
    known = {line.public_id for line in listed} | {line.carried_from for line in listed}
    over = [line for line in said if line.public_id not in known]
    ask_together(asked_for_slots([*listed, *over], on))
    logged: dict[str, dict[int, Session]] = defaultdict(dict)
    for session in sessions_on(frozenset(line.pk for line in (*listed, *over)), on):
        logged[vars(session)["whose"]][session.nth] = session
    before = Counter(given_before(_in_the_week((*listed, *over)), on))
    is_open = is_open_on(on, terms)
    slots = []
    for line in listed:
        mine = {**logged.get(line.carried_from, {}), **logged.get(line.public_id, {})}
        given = before[line.carried_from] + before[line.public_id]
        times = times_on(line.per_week, line.days, on, given) if is_open else 0
        wanted = range(1, times + 1)
        slots += [Slot(line, nth, mine.get(nth)) for nth in sorted({*wanted, *mine})]
    for line in over:
        mine = logged.get(line.public_id, {})
        slots += [Slot(line, nth, mine[nth]) for nth in sorted(mine)]
    return slots


def times_on(per_week: int, days: str, on: date, given: int) -> int:
    """How often a line is on: `given` says how often it was, earlier in the week."""
    named = times_on_each(per_week, days)
    if named or (days and str(on.isoweekday()) not in days):
        return named.get(on.weekday(), 0)
    return min(max(0, per_week - given), ceil(per_week / SCHOOL_DAYS_A_WEEK))


@only
def find_session(public_id: str) -> QuerySet[Session]:
    """The session with that public id in the tenant in scope."""
    return Session.objects.filter(public_id=public_id).select_related(
        "line__plan__cycle__pupil", "line__given_by", "pupil"
    )


def standing_session(line: SupportLine, on: date, nth: int) -> Session | None:
    """What was logged of one session and not taken back, of the line or of that which it was carried from."""
    same = Q(line=line)
    if line.carried_from:
        same |= Q(line__public_id=line.carried_from)
    found = Session.objects.filter(same, on=on, nth=nth, stands=True)
    return found.select_related("by").order_by("-pk").first()


@rows
def starts_noted(pupil: Pupil) -> QuerySet[Move, tuple[int, date]]:
    """Of each cycle of a child (database id) in which support began: the day on which that was said."""
    said = Move.objects.filter(cycle__pupil=pupil, move="start_support").order_by("pk")
    return said.values_list("cycle_id", "on")


@rows
def first_sessions(pupil: Pupil) -> QuerySet[Session]:
    """The first session that was given of each plan about a child."""
    given = Session.objects.filter(line__plan=OuterRef("pk"), stands=True, delivered=True)
    first = Subquery(given.order_by("on", "pk").values("pk")[:1])
    ids = Plan.objects.filter(cycle__pupil=pupil).annotate(first=first).values("first")
    return Session.objects.filter(pk__in=ids).select_related("line", "by").order_by("pk")
