"""The verbs with which a plan is written: several write, versions stay, the next draft is there."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.plan import actions, wiring
from fourfold.casework.plan.content import content_of, frozen
from fourfold.casework.plan.models import Outcome, PlanVersion, SupportLine
from fourfold.casework.plan.queries import plan_of
from fourfold.domain.words import Judgement, LineDecision
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import WrongTenant
from tests.a_plan import DAY, a_cycle, a_plan, carried_forward, cast_with_a_plan
from tests.cast import make_cast


@pytest.fixture
def made(request, db):
    """The cast, with a plan if the test asks for one."""
    return cast_with_a_plan() if "plan" in request.fixturenames else (make_cast(), None)


@pytest.fixture
def cast(made):
    return made[0]


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


@pytest.fixture
def plan(made, elm):
    return made[1]


def test_a_plan_carries_a_day_for_its_review_from_the_first_moment(cast, elm):
    ben = elm.actor("Ben", DAY)
    plan = actions.begin_plan(a_cycle(cast), actor=ben, today=DAY)
    assert plan.review_on == date(2026, 3, 27)  # the sixtieth school day would lie in the next term
    assert plan.review_on_filled_in
    actions.set_review_day(plan, date(2026, 3, 27), actor=ben, today=DAY, seen=0)
    assert (plan.review_on, plan.review_on_filled_in) == (date(2026, 3, 27), False)


def test_where_the_terms_end_the_review_is_twelve_weeks_on(cast, elm):
    far = date(2027, 7, 1)
    plan = actions.begin_plan(a_cycle(cast, today=far), actor=elm.actor("Ben", far), today=far)
    assert plan.review_on == far + timedelta(weeks=12)


def test_a_review_cannot_be_set_for_a_day_that_is_over(elm, plan):
    with pytest.raises(Impossible, match="ahead"):
        actions.set_review_day(
            plan, DAY - timedelta(days=1), actor=elm.actor("Ben", DAY), today=DAY, seen=0
        )


def test_a_review_lies_a_year_ahead_at_most_and_after_the_term_with_a_reason(elm, plan):
    ben = elm.actor("Ben", DAY)
    with pytest.raises(Impossible, match="until Tuesday 12 January 2027"):
        actions.set_review_day(plan, date(2099, 6, 3), actor=ben, today=DAY, seen=0)
    for because in ("", "  "):
        with pytest.raises(Impossible, match="after the end of this term") as late_day:
            actions.set_review_day(
                plan, date(2026, 6, 3), actor=ben, today=DAY, seen=0, late_because=because
            )
        assert late_day.value.about == "late_because"
    late = {"actor": ben, "today": DAY, "late_because": "His teacher is away."}
    actions.set_review_day(plan, date(2026, 6, 3), seen=0, **late)
    assert plan.review_late_because == "His teacher is away."
    actions.set_review_day(plan, date(2026, 3, 20), seen=1, **late)
    assert plan.review_late_because == ""


def test_support_is_not_at_a_time_that_there_is_not(elm, plan):
    ben = elm.actor("Ben", DAY)
    with pytest.raises(Impossible, match="no time of day 25:99"):
        actions.add_line(plan, actor=ben, what="x", at="25:99")
    with pytest.raises(Impossible, match="no time of day 9:75"):
        actions.change_line(SupportLine.objects.get(), actor=ben, seen=0, at="until 9:75")


def test_of_two_who_change_one_outcome_the_second_learns_of_the_first(elm, plan):
    outcome = Outcome.objects.get()
    same = Outcome.objects.get()
    actions.change_outcome(outcome, actor=elm.actor("Ben", DAY), seen=0, words="Ben's words")
    with pytest.raises(Stale):
        actions.change_outcome(same, actor=elm.actor("Amina", DAY), seen=0, words="Amina's")
    assert Outcome.objects.get().words == "Ben's words"


def test_of_two_who_say_who_does_what_the_second_learns_of_the_first(elm, plan):
    ben, amina = elm.actor("Ben", DAY), elm.actor("Amina", DAY)
    seen = {"setting": 0, "family": 0, "child": 0}
    actions.say_who_does_what(plan, {"family": "Ten pages."}, actor=ben, seen=seen)
    with pytest.raises(Stale):
        actions.say_who_does_what(plan, {"family": "None."}, actor=amina, seen=seen)
    actions.say_who_does_what(plan, {"child": ""}, actor=amina, seen=seen)
    assert {each["whose"] for each in content_of(plan)["responsibilities"]} == {"setting", "family"}


def test_two_who_change_different_parts_lose_nothing(elm, plan):
    line, outcome = SupportLine.objects.get(), Outcome.objects.get()
    actions.change_line(line, actor=elm.actor("Amina", DAY), seen=0, minutes=25)
    actions.change_outcome(outcome, actor=elm.actor("Ben", DAY), seen=0, unit="slips")
    assert content_of(plan)["lines"][0]["minutes"] == 25
    assert content_of(plan)["outcomes"][0]["unit"] == "slips"


def test_support_ends_after_it_begins_and_works_towards_an_outcome_of_its_own_plan(cast, elm, plan):
    ben = elm.actor("Ben", DAY)
    with pytest.raises(Impossible, match="ends before it begins"):
        actions.add_line(plan, actor=ben, what="x", starts_on=DAY, ends_on=DAY - timedelta(days=1))
    a_plan(cast, "Leo")
    other = Outcome.objects.exclude(plan=plan).get()
    with pytest.raises(Impossible, match="outcome of this plan"):
        actions.add_line(plan, actor=ben, what="x", towards=other)


def test_what_was_never_shared_is_taken_out_for_good_and_its_support_stays(elm, plan):
    actions.remove_outcome(Outcome.objects.get(), actor=elm.actor("Ben", DAY), today=DAY, seen=0)
    assert not Outcome.objects.exists()
    assert SupportLine.objects.get().towards is None


def _shared(elm, plan, receivers=actions.EVERYONE):
    return actions.share_plan(plan, receivers, actor=elm.actor("Ben", DAY), today=DAY)


def test_what_stood_in_a_version_is_ended_and_stays(elm, plan):
    ben = elm.actor("Ben", DAY)
    _shared(elm, plan)
    actions.change_shared_plan(plan, actor=ben, today=DAY)
    actions.remove_line(SupportLine.objects.get(), actor=ben, today=DAY, seen=0)
    assert SupportLine.objects.get().ended_on == DAY
    assert content_of(plan)["lines"] == []


def test_who_may_not_write_a_plan_is_refused_and_another_setting_never_gets_near(cast, plan):
    for name in ("Tess", "Grace", "Dilek", "Evie", "Ada"):
        with pytest.raises(NotAllowed):
            actions.add_adjustment(plan, "x", "classroom", actor=cast.elm.actor(name, DAY))
    with tenant_scope(cast.oak.organisation.pk):
        cara = cast.oak.actor("Cara", DAY)
        assert wiring.find_plan(plan.public_id) is None
        with pytest.raises(WrongTenant):
            actions.add_adjustment(plan, "x", "classroom", actor=cara)


def _next(plan, elm, judged, decided, latest=None):
    """Carry the plan forward within a verb, as the room of reviews does."""
    return carried_forward(plan, judged, decided, latest, actor=elm.actor("Amina", DAY), today=DAY)


def test_the_next_draft_is_there_with_nothing_typed_again(elm, plan):
    ben = elm.actor("Ben", DAY)
    met = actions.add_outcome(plan, actor=ben, words="Met long ago.")
    stopped = actions.add_line(plan, actor=ben, what="Stopped.", towards=met)
    outcome, line = Outcome.objects.order_by("pk")[0], SupportLine.objects.order_by("pk")[0]
    draft = _next(
        plan,
        elm,
        {outcome.public_id: Judgement.NEARLY, met.public_id: Judgement.MET},
        {line.public_id: LineDecision.CHANGE, stopped.public_id: LineDecision.STOP},
        {outcome.public_id: "6 errors"},
    )
    [kept], [again] = Outcome.objects.filter(plan=draft), SupportLine.objects.filter(plan=draft)
    assert (kept.words, kept.baseline, kept.times_carried) == (outcome.words, "6 errors", 1)
    assert (kept.carried_from, kept.target_number) == (outcome.public_id, 3)
    assert kept.by_date == outcome.by_date > DAY  # It lies ahead still.
    assert (again.what, again.towards_id, again.to_change) == (line.what, kept.pk, True)
    assert (again.given_by_id, again.minutes, again.times_carried) == (line.given_by_id, 20, 1)
    assert len(content_of(draft)["responsibilities"]) == 3
    assert len(content_of(draft)["adjustments"]) == 1
    assert draft.review_on > DAY
    assert plan_of(plan.cycle).pk == plan.pk


def test_the_database_itself_keeps_a_version_as_it_was_frozen(elm, plan):
    version = _shared(elm, plan)
    for column, value in (("content", "{}"), ("hash", "0"), ("number", 9)):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE plan_planversion SET {column} = %s WHERE id = %s",
                [value, version.pk],
            )


# PostgreSQL keeps no NUL, and no field of a form lets one through.
WORDS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=20)
STEP_NAMES = ("outcome", "line", "parts", "day", "drop", "share", "change", "start", "say", "seen")
STEPS = st.lists(st.tuples(st.sampled_from(STEP_NAMES), WORDS), max_size=12)


def _write(elm, plan, step: str, words: str) -> None:
    ben = elm.actor("Ben", DAY)
    line = SupportLine.objects.filter(ended_on__isnull=True).last()
    if step == "outcome":
        actions.add_outcome(plan, actor=ben, words=words)
    elif step == "line" and line:
        actions.change_line(line, actor=ben, seen=line.revision, what=words)
    elif step == "parts":
        seen = {each.whose: each.revision for each in plan.responsibilities.all()}
        actions.say_who_does_what(plan, {"family": words}, actor=ben, seen=seen)
    elif step == "day":
        later = DAY + timedelta(days=len(words))
        actions.set_review_day(plan, later, actor=ben, today=DAY, seen=plan.revision)
    elif step == "drop" and line:
        actions.remove_line(line, actor=ben, today=DAY, seen=line.revision)


def _step(elm, plan, step: str, words: str) -> None:
    ben, dev = elm.actor("Ben", DAY), elm.actor("Dev", DAY)
    version = PlanVersion.objects.filter(shared_on__isnull=False).order_by("number").last()
    if step == "share":
        _shared(elm, plan)
    elif step == "change":
        actions.change_shared_plan(plan, actor=ben, today=DAY)
    elif step == "start":
        actions.start_support(plan, actor=ben, today=DAY, starts_on=DAY)
    elif step == "say" and version:
        actions.say_on_plan(version, "disagrees", words, actor=dev, today=DAY)
    elif step == "seen" and version:
        actions.note_seen(version, actor=dev, today=DAY)
    else:
        _write(elm, plan, step, words)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_done_a_version_stays_as_it_was(elm, plan, steps):
    """Invariant 3: once frozen a version is never edited, only superseded."""
    was: dict[str, tuple[str, str, int]] = {}
    point = transaction.savepoint()
    try:
        mine = plan_of(Cycle.objects.get(pk=plan.cycle_id))
        for step, words in steps:
            try:
                with transaction.atomic():
                    _step(elm, mine, step, words)
            except (Impossible, Stale):
                mine = plan_of(Cycle.objects.get(pk=plan.cycle_id))
            for version in PlanVersion.objects.all():
                now = (version.content, version.hash, version.number)
                assert was.setdefault(version.public_id, now) == now
                assert frozen(version)
        assert set(was) == set(PlanVersion.objects.values_list("public_id", flat=True))
    finally:
        transaction.savepoint_rollback(point)
