"""Sessions: logged once, by whom it is for to log them, taken back, counted, shown."""

from datetime import date, timedelta

import pytest
import time_machine

from fourfold.casework.cycles.story import story_of
from fourfold.casework.do.actions import Said, log_group, log_session, say_more, take_back
from fourfold.casework.do.counts import (
    deliveries_of,
)
from fourfold.casework.do.left import sessions_left
from fourfold.casework.do.models import Session, TakenBack
from fourfold.casework.do.pages import given_words, reasons_words, when_of
from fourfold.casework.do.queries import (
    lines_for,
    slots_on,
)
from fourfold.casework.people.queries import calendar
from fourfold.casework.plan.actions import change_line, share_plan, start_support
from fourfold.casework.plan.content import content_of
from fourfold.casework.plan.models import SupportLine
from fourfold.casework.plan.pages import line_shown
from fourfold.domain.cycle import Stage
from fourfold.domain.words import NotDelivered
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import night
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import make_cast
from tests.prepared import prepared
from tests.whole_cycle import decided, shared_plan, with_plan

DAY = date(2025, 11, 3)  # a Monday, the first day of a half term


def two_shared_plans():
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        for child in ("Ayaan", "Rosa"):
            shared_plan(elm, child, DAY)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False):
        elm = prepared("two shared plans at Elm", two_shared_plans)
        with tenant_scope(elm.organisation.pk):
            yield elm


def line_of(place, child, what="Daily phonics"):
    return SupportLine.objects.select_related("plan__cycle__pupil", "given_by").get(
        plan__cycle__pupil=place.children[child], what=what
    )


def log(place, who, child, on=DAY, tap="t1", what="Daily phonics", **said):
    return log_session(
        line_of(place, child, what),
        Said(on, tap, **said),
        actor=place.actor(who, DAY),
        today=max(on, DAY),
    )


def test_the_same_tap_twice_is_one_session(elm):
    first = log(elm, "Tess", "Ayaan")
    second = log(elm, "Tess", "Ayaan")
    assert first.pk == second.pk
    assert Session.objects.count() == 1


def test_two_people_cannot_both_note_one_session(elm):
    log(elm, "Tess", "Ayaan", tap="a")
    with pytest.raises(Impossible, match="Ms Tess Price"):
        log(elm, "Ben", "Ayaan", tap="b")


def test_a_session_to_come_cannot_be_noted(elm):
    with pytest.raises(Impossible):
        log_session(
            line_of(elm, "Ayaan"),
            Said(DAY + timedelta(days=1), "t"),
            actor=elm.actor("Tess", DAY),
            today=DAY,
        )


def test_the_first_session_given_starts_the_support_of_a_shared_plan(elm):
    log(elm, "Tess", "Ayaan", because=NotDelivered.ABSENT, tap="no")
    plan = line_of(elm, "Ayaan").plan
    assert plan.cycle.stage == Stage.SHARED
    log(elm, "Ben", "Ayaan", what="Sentence cards", tap="yes")
    plan = line_of(elm, "Ayaan").plan
    assert (plan.cycle.stage, plan.started_on) == (Stage.DO, DAY)


def test_who_may_log_is_who_teaches_supports_or_gives_it(elm):
    for who in ("Tess", "Ben", "Amina"):
        session = log(elm, who, "Ayaan", tap=who)
        take_back(session, actor=elm.actor("Amina", DAY))
    # Tess supports no group of Rosa's, but she is named for the line.
    log(elm, "Tess", "Rosa", tap="rosa")
    with pytest.raises(NotAllowed):
        log(elm, "Tess", "Rosa", what="Sentence cards", tap="not hers")
    for who in ("Grace", "Ada", "Hana", "Evie", "Sol", "Dilek", "Marta", "Ivan"):
        with pytest.raises(NotAllowed):
            log(elm, who, "Ayaan", tap=f"no-{who}")


def test_one_tap_for_a_group_with_an_exception(elm):
    lines = [line_of(elm, "Ayaan"), line_of(elm, "Rosa")]
    said = Said(DAY, "group")
    away = {lines[1].public_id: NotDelivered.ABSENT}
    actor = elm.actor("Tess", DAY)
    for _twice in range(2):
        log_group(
            elm.actor("Tess", DAY) and elm.organisation, lines, said, away, actor=actor, today=DAY
        )
    told = Session.objects.order_by("line").values_list("pupil__given_name", "delivered", "because")
    assert list(told) == [("Ayaan", True, ""), ("Rosa", False, "absent")]


def test_a_group_may_hold_no_child_that_is_not_hers_to_log(elm):
    lines = [line_of(elm, "Ayaan"), line_of(elm, "Rosa", "Sentence cards")]
    actor = elm.actor("Tess", DAY)
    with pytest.raises(NotAllowed):
        log_group(elm.organisation, lines, Said(DAY, "g"), {}, actor=actor, today=DAY)
    assert not Session.objects.exists()


def test_a_mistaken_tap_is_taken_back_and_can_be_said_again(elm):
    session = log(elm, "Tess", "Ayaan")
    take_back(session, actor=elm.actor("Tess", DAY))
    take_back(session, actor=elm.actor("Tess", DAY))
    assert TakenBack.objects.get().session_id == session.pk
    assert Session.objects.count() == 1
    acts = list(TrailEntry.objects.values_list("act", flat=True))
    assert acts[-3:] == ["session.log", "session.take_back", "session.take_back"]
    again = log(elm, "Tess", "Ayaan", tap="t2", because=NotDelivered.TRIP)
    assert [again.stands, again.delivered] == [True, False]


def test_more_can_be_said_of_a_session_later(elm):
    session = log(elm, "Tess", "Ayaan")
    say_more(session, actor=elm.actor("Tess", DAY), rating=4, count=12, note="Read all of them.")
    session = Session.objects.get()
    assert (session.rating, session.count, session.note) == (4, 12, "Read all of them.")


def test_todays_list_is_what_names_me_and_the_groups_i_support(elm):
    def names(who):
        return sorted((line.given_name, line.what) for line in lines_for(elm.actor(who, DAY), DAY))

    assert names("Tess") == [("Ayaan", "Daily phonics"), ("Rosa", "Daily phonics")]
    assert names("Ben") == [("Ayaan", "Sentence cards"), ("Rosa", "Sentence cards")]
    assert names("Amina") == names("Grace") == names("Evie") == []


def on_list(elm, who, day):
    actor = elm.actor(who, DAY)
    listed = slots_on(lines_for(actor, day), day, calendar())
    # A home says how many are left, and reads no lines for that.
    assert sessions_left(actor, day) == sum(slot.session is None for slot in listed)
    return [slot.line.given_name for slot in listed]


def test_a_line_without_days_is_on_until_its_number_for_the_week_was_given(elm):
    days = [DAY + timedelta(days=n) for n in range(5)]
    assert on_list(elm, "Ben", days[0]) == ["Ayaan", "Rosa"]
    log(elm, "Ben", "Ayaan", days[0], "1", "Sentence cards")
    log(elm, "Ben", "Ayaan", days[1], "2", "Sentence cards", because=NotDelivered.COVER)
    log(elm, "Ben", "Ayaan", days[2], "3", "Sentence cards")
    assert "Ayaan" in on_list(elm, "Ben", days[3])
    log(elm, "Ben", "Ayaan", days[3], "4", "Sentence cards")
    assert "Ayaan" not in on_list(elm, "Ben", days[4])
    assert on_list(elm, "Ben", DAY + timedelta(days=5)) == []  # a Saturday
    assert "Ayaan" in on_list(elm, "Ben", DAY + timedelta(days=7))


def test_of_a_day_only_lines_that_may_be_on_are_read_and_those_of_which_something_was_said(elm):
    def read(day):
        return [line.given_name for line in lines_for(elm.actor("Ben", DAY), day)]

    plan, actor = with_plan(elm, "Leo", DAY), elm.actor("Amina", DAY)
    cards = line_of(elm, "Leo", "Sentence cards")
    change_line(cards, actor=actor, seen=cards.revision, per_week=1, days="1")
    share_plan(plan, actor=actor, today=DAY)
    sunday, monday, tuesday = (DAY + timedelta(days=n) for n in (6, 7, 8))
    weekly, others = ["Leo"], ["Ayaan", "Rosa"]
    assert [sorted(read(day)) for day in (sunday, monday, tuesday)] == [
        [],
        sorted(weekly + others),
        others,
    ]
    for tap, day in enumerate((sunday, tuesday)):
        log(elm, "Ben", "Leo", day, str(tap), "Sentence cards")
    assert (read(sunday), on_list(elm, "Ben", sunday)) == (weekly, weekly)
    assert sorted(read(tuesday)) == sorted(weekly + others)


def test_planned_and_given_agree_with_a_count_by_hand(elm):
    """The second way: walk the calendar day by day with plain dates, and count rows one at a time."""
    until = date(2025, 11, 21)
    day, n = DAY, 0
    while day < until:
        if day.weekday() < 5:
            n += 1
            because = {4: NotDelivered.ABSENT, 9: NotDelivered.TRIP}.get(n)
            if n != 7:
                log(elm, "Tess", "Ayaan", day, f"p{n}", because=because)
            if day.weekday() in (0, 2):
                log(elm, "Ben", "Ayaan", day, f"s{n}", "Sentence cards")
        day += timedelta(days=1)
    daily, cards = line_of(elm, "Ayaan"), line_of(elm, "Ayaan", "Sentence cards")
    found = deliveries_of([daily, cards], until)
    given = [s for s in Session.objects.all() if s.stands and s.delivered and s.line_id == daily.pk]
    assert found[daily.pk].planned == n == 14
    assert found[daily.pk].delivered == len(given) == 11
    assert found[daily.pk].reasons == ((NotDelivered.ABSENT, 1), (NotDelivered.TRIP, 1))
    assert found[daily.pk].unsaid == 1
    assert found[cards.pk].planned == 3 * n // 5 == 8
    assert found[cards.pk].delivered == 6
    assert not found[daily.pk].enough


def test_a_session_made_up_on_another_day_counts_as_given(elm):
    for n, day in enumerate((0, 1, 2, 3)):
        because = NotDelivered.ROOM if n == 0 else None
        log(
            elm,
            "Ben",
            "Ayaan",
            DAY + timedelta(days=day),
            str(n),
            "Sentence cards",
            because=because,
        )
    line = line_of(elm, "Ayaan", "Sentence cards")
    found = deliveries_of([line], DAY + timedelta(days=7))[line.pk]
    assert (found.planned, found.delivered, found.unsaid) == (3, 3, 0)
    assert found.reasons == ((NotDelivered.ROOM, 1),)


@pytest.mark.parametrize("what", ["Daily phonics", "Sentence cards"])
def test_what_is_said_of_today_is_among_what_was_planned(elm, what):
    """“1 of 1 given” never stands beside “Not given: 1” of another day."""
    who = "Tess" if what == "Daily phonics" else "Ben"
    tuesday, line = DAY + timedelta(days=1), line_of(elm, "Ayaan", what)
    log(elm, who, "Ayaan", DAY, "monday", what)
    log(elm, who, "Ayaan", tuesday, "tuesday", what, because=NotDelivered.ABSENT)
    found = deliveries_of([line], tuesday)[line.pk]
    assert (found.planned, found.delivered, found.made_up, found.unsaid) == (2, 1, 0, 0)
    assert given_words(found) == "1 of 2 given"
    assert reasons_words(found) == "Not given: 1 × absent."


def test_a_missed_session_that_was_made_up_says_so(elm):
    line = line_of(elm, "Ayaan", "Sentence cards")
    for nth in range(4):
        because = None if nth else NotDelivered.ROOM
        day = DAY + timedelta(days=nth)
        log(elm, "Ben", "Ayaan", day, str(nth), "Sentence cards", because=because)
    found = deliveries_of([line], DAY + timedelta(days=7))[line.pk]
    assert given_words(found) == "3 of 3 given"
    assert reasons_words(found) == "Missed on the day and given on another: 1 × no room."


def test_no_first_support_is_due_for_support_that_came_with_the_child(elm):
    assert not DueRow.objects.filter(rule="first_support").exists()


def with_no_first_day(place, child, day):
    """A shared plan whose line of Tess's says no first day of its own: it runs from when support begins."""
    plan = with_plan(place, child, day)
    for line in plan.lines.all():
        change_line(line, actor=place.actor("Amina", day), seen=line.revision, starts_on=None)
    share_plan(plan, actor=place.actor("Amina", day), today=day)


@pytest.mark.parametrize(("what", "who"), [("Daily phonics", "Tess"), ("Sentence cards", "Ben")])
def test_a_missed_day_before_the_first_session_was_planned_and_is_not_made_up(elm, what, who):
    """Monday was on the list and was missed; Tuesday was given: both were planned, then and ever after."""
    with_no_first_day(elm, "Leo", DAY)
    tuesday, line = DAY + timedelta(days=1), line_of(elm, "Leo", what)
    log(elm, who, "Leo", DAY, f"{what} 1", what, because=NotDelivered.ABSENT)
    log(elm, who, "Leo", tuesday, f"{what} 2", what)
    assert line_of(elm, "Leo").plan.started_on == tuesday
    found = deliveries_of([line_of(elm, "Leo", what)], tuesday)[line.pk]
    assert (found.planned, found.delivered, found.made_up, found.unsaid) == (2, 1, 0, 0)


def test_a_day_before_support_began_is_never_on_a_list_and_nothing_is_noted_of_it(elm):
    wednesday = DAY + timedelta(days=2)
    with_no_first_day(elm, "Leo", wednesday)
    assert "Leo" not in on_list(elm, "Tess", DAY + timedelta(days=1))
    assert "Leo" in on_list(elm, "Tess", wednesday)
    with pytest.raises(Impossible, match="had not begun"):
        log(elm, "Tess", "Leo", DAY)
    plan = line_of(elm, "Leo").plan
    friday = DAY + timedelta(days=4)
    start_support(plan, actor=elm.actor("Ben", DAY), today=wednesday, starts_on=friday)
    assert "Leo" not in on_list(elm, "Tess", wednesday)
    assert "Leo" in on_list(elm, "Tess", friday)


@pytest.mark.parametrize("days_before", [0, 1, 3, 7])
@pytest.mark.parametrize("own_first_day", [True, False])
def test_no_session_was_planned_before_the_day_on_which_support_began(
    elm, days_before, own_first_day
):
    """The second way: what the lists of each day held; a line's own first day before that of the support plans none."""
    monday = DAY + timedelta(days=7)
    earlier = monday - timedelta(days=days_before)
    plan = with_plan(elm, "Leo", earlier)
    actor = elm.actor("Amina", earlier)
    if not own_first_day:
        for line in plan.lines.all():
            change_line(line, actor=actor, seen=line.revision, starts_on=None)
    start_support(plan, actor=elm.actor("Ben", earlier), today=earlier, starts_on=monday)
    line = line_of(elm, "Leo")
    days = [DAY + timedelta(days=n) for n in range((monday - DAY).days + 4)]
    on = {day for day in days if "Leo" in on_list(elm, "Tess", day)}
    for ahead in range(-days_before, 5):
        until = monday + timedelta(days=ahead)
        listed = sum(day < until for day in on)
        found = deliveries_of([line], until)[line.pk]
        assert (found.planned, found.unsaid) == (listed, listed) == (max(0, ahead),) * 2


@pytest.mark.parametrize(
    ("per_week", "days", "times", "a_day"),
    [
        (2, "1", 2, [2, 0, 0, 0, 0]),
        (3, "14", 3, [2, 0, 0, 1, 0]),
        (0, "14", 2, [1, 0, 0, 1, 0]),
        (2, "145", 2, [1, 0, 0, 1, 1]),
        (2, "", 2, [1, 1, 1, 1, 1]),
    ],
)
def test_how_often_a_week_is_one_number_everywhere(elm, per_week, days, times, a_day):
    """In the plan, on the list of each day, in what was planned, and in the words beside what was given."""
    plan, actor = with_plan(elm, "Leo", DAY), elm.actor("Amina", DAY)
    daily = line_of(elm, "Leo")
    change_line(daily, actor=actor, seen=daily.revision, per_week=per_week, days=days)
    start_support(plan, actor=elm.actor("Ben", DAY), today=DAY, starts_on=DAY)
    line = line_of(elm, "Leo")
    assert when_of(line).startswith(f"{times} a week")
    [told] = [each for each in content_of(plan)["lines"] if each["key"] == line.public_id]
    assert line_shown(told).when.startswith(f"{times} times a week")
    week = [DAY + timedelta(days=n) for n in range(5)]
    assert [on_list(elm, "Tess", day).count("Leo") for day in week] == a_day
    assert deliveries_of([line], DAY + timedelta(days=7))[line.pk].planned == times


def test_support_that_starts_on_a_day_ahead_is_told_as_such_and_not_above_what_has_happened(elm):
    plan, friday = with_plan(elm, "Leo", DAY), DAY + timedelta(days=4)
    amina = elm.actor("Amina", DAY)
    start_support(plan, actor=elm.actor("Ben", DAY), today=DAY, starts_on=friday)

    def told(day):
        with time_machine.travel(day, tick=False):
            return [(each.on, str(each.what)) for each in story_of(plan.cycle.pupil, amina)]

    assert (DAY, "The support of cycle 1 starts on Friday 7 November 2025") in told(DAY)
    assert max(on for on, _what in told(DAY)) == DAY
    assert told(friday)[0] == (friday, "The support of cycle 1 started")


def test_until_support_begins_no_session_was_planned_before_the_plan_was_in_force(elm):
    """A plan shared on Thursday with a line “from Monday”: nobody could have been asked for Monday’s session."""
    plan = with_plan(elm, "Leo", DAY)
    thursday = DAY + timedelta(days=3)
    share_plan(plan, actor=elm.actor("Amina", thursday), today=thursday)
    line = line_of(elm, "Leo")
    found = deliveries_of([line], thursday + timedelta(days=1))[line.pk]
    assert (found.planned, found.unsaid) == (1, 1)


def test_first_support_stays_open_when_support_begins_until_a_session_was_given(elm):
    friday = DAY + timedelta(days=4)
    with time_machine.travel(DAY, tick=False):
        plan = shared_plan(elm, "Leo", DAY, decided)
        start_support(plan, actor=elm.actor("Ben", DAY), today=DAY, starts_on=DAY)
        assert DueRow.objects.get(rule="first_support").state == "open"
        log(elm, "Tess", "Leo", because=NotDelivered.ABSENT)
        assert DueRow.objects.get(rule="first_support").state == "open"
    with time_machine.travel(friday, tick=False):
        night(friday)
        assert DueRow.objects.get(rule="first_support").state == "open"
        log(elm, "Tess", "Leo", friday, "given")
        [due] = DueRow.objects.filter(rule="first_support")
        assert (due.state, due.met_on) == ("met", friday)
