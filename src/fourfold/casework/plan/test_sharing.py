"""The verbs with which a plan goes to people: each is given theirs, a shared version stays, support begins."""

import json
from datetime import date, timedelta

import pytest

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.plan import actions
from fourfold.casework.plan.actions import Receivers
from fourfold.casework.plan.content import changes, frozen
from fourfold.casework.plan.models import Outcome, PlanVersion, SupportLine, VersionShare
from fourfold.casework.plan.queries import plan_of, shares_of
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import rendered
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_plan import DAY, a_cycle, a_plan, cast_with_a_plan
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


def _shared(elm, plan, receivers=actions.EVERYONE):
    return actions.share_plan(plan, receivers, actor=elm.actor("Ben", DAY), today=DAY)


def test_sharing_gives_it_to_each_person_separately(elm, plan):
    version = _shared(elm, plan)
    given = [
        (share.contact.given_name if share.contact else share.to.called if share.to else "child")
        for share in shares_of(version)
    ]
    assert given == ["Dev", "Dilek", "child", "Mr Ben Hall", "Ms Tess Price"]
    told = Message.objects.filter(kind="plan.shared").select_related("to")
    assert sorted(each.to.called for each in told) == ["Dev Khan", "Dilek Khan"]
    assert {each.child for each in told} == {plan.cycle.pupil.public_id}
    assert Cycle.objects.get(pk=plan.cycle_id).stage == "shared"


def test_a_message_names_no_child_and_leads_to_the_version(elm, plan):
    version = _shared(elm, plan)
    for message in Message.objects.select_related("to"):
        words = rendered(message.kind, message.payload, message.to)
        text = " ".join((words.subject, *words.paragraphs, words.link, json.dumps(message.payload)))
        assert "Ayaan" not in text
        assert "Khan" not in text
        assert version.public_id in words.link


def test_whom_an_order_bars_is_given_nothing_whatever_is_asked(cast, elm):
    plan = a_plan(cast, "Rosa")
    ivan = elm.contacts["Ivan"]
    with pytest.raises(Impossible, match="only people who may"):
        _shared(elm, plan, Receivers(frozenset({ivan.public_id})))
    version = _shared(elm, plan)
    assert not VersionShare.objects.filter(contact=ivan).exists()
    assert not Message.objects.filter(to=ivan.membership).exists()
    with pytest.raises(Impossible, match="may be given"):
        actions.note_say(
            version,
            ivan.public_id,
            "agrees",
            "",
            how="phone",
            on=DAY,
            actor=elm.actor("Amina", DAY),
            today=DAY,
        )
    with pytest.raises(NotAllowed) as refused:
        actions.say_on_plan(version, "agrees", "", actor=elm.actor("Ivan", DAY), today=DAY)
    assert refused.value.hidden


def test_a_plan_that_goes_to_nobody_is_not_shared(elm, plan):
    with pytest.raises(Impossible, match="gone to nobody"):
        _shared(elm, plan, Receivers(frozenset(), child=False, staff=False))
    assert not PlanVersion.objects.exists()


def test_a_plan_that_says_nothing_is_neither_shared_nor_begun_with(cast, elm):
    ben = elm.actor("Ben", DAY)
    plan = actions.begin_plan(a_cycle(cast), actor=ben, today=DAY)
    with pytest.raises(Impossible, match="no plan yet"):
        actions.share_plan(plan, actor=ben, today=DAY)
    with pytest.raises(Impossible, match="no plan yet"):
        actions.start_support(plan, actor=ben, today=DAY, starts_on=DAY)
    assert not PlanVersion.objects.exists()
    actions.add_adjustment(plan_of(plan.cycle), "A quiet seat", "classroom", actor=ben)
    actions.start_support(plan_of(plan.cycle), actor=ben, today=DAY, starts_on=DAY)


def test_support_does_not_begin_on_no_day(elm, plan):
    with pytest.raises(Impossible, match="on which day"):
        actions.start_support(plan, actor=elm.actor("Ben", DAY), today=DAY, starts_on=None)


def test_what_was_shared_and_not_changed_since_is_not_shared_again(elm, plan):
    ben = elm.actor("Ben", DAY)
    first = _shared(elm, plan)
    actions.change_shared_plan(plan_of(plan.cycle), actor=ben, today=DAY)
    with pytest.raises(Impossible, match="shared already"):
        actions.share_plan(plan_of(plan.cycle), actor=ben, today=DAY)
    actions.add_adjustment(plan_of(plan.cycle), "More time", "classroom", actor=ben)
    assert actions.share_plan(plan_of(plan.cycle), actor=ben, today=DAY).number == 2
    assert PlanVersion.objects.get(pk=first.pk).shared_on == DAY


def test_a_shared_plan_cannot_be_edited_until_a_next_version_is_begun(elm, plan):
    ben = elm.actor("Ben", DAY)
    _shared(elm, plan)
    with pytest.raises(Impossible, match="stays as it was"):
        actions.change_outcome(Outcome.objects.get(), actor=ben, seen=0, words="x")
    with pytest.raises(Impossible):
        _shared(elm, plan)
    actions.change_shared_plan(plan, actor=ben, today=DAY)
    with pytest.raises(Impossible, match="being written"):
        actions.change_shared_plan(plan, actor=ben, today=DAY)
    actions.change_outcome(Outcome.objects.get(), actor=ben, seen=0, words="Read two pages.")
    second = _shared(elm, plan)
    first = PlanVersion.objects.get(number=1)
    assert second.number == 2
    assert "a page of his book" in frozen(first)["outcomes"][0]["words"]
    found = changes(frozen(first), frozen(second))
    assert [(each.what, each.part) for each in found] == [("changed", "outcomes")]


def test_support_starts_from_a_plan_that_nobody_was_given_and_is_frozen_as_it_was(elm, plan):
    ben = elm.actor("Ben", DAY)
    version = actions.start_support(
        plan, actor=ben, today=DAY, starts_on=DAY, passed_because="He needs it now."
    )
    move = Move.objects.get(move="start_support")
    assert "plan_shared" in move.passed_over
    assert version.shared_on is None
    assert Cycle.objects.get(pk=plan.cycle_id).stage == "do"
    assert _shared(elm, plan).pk == version.pk
    assert PlanVersion.objects.count() == 1


def test_a_new_version_is_shared_while_support_goes_on(elm, plan):
    ben = elm.actor("Ben", DAY)
    _shared(elm, plan)
    actions.start_support(plan, actor=ben, today=DAY, starts_on=DAY)
    actions.change_shared_plan(plan, actor=ben, today=DAY)
    actions.change_line(SupportLine.objects.get(), actor=ben, seen=0, per_week=3)
    assert _shared(elm, plan).number == 2
    assert Cycle.objects.get(pk=plan.cycle_id).stage == "do"


def test_more_people_are_given_the_same_version(elm, plan):
    version = _shared(elm, plan, Receivers(frozenset({elm.contacts["Dilek"].public_id})))
    actions.share_with_more(
        version,
        Receivers(frozenset({elm.contacts["Dev"].public_id}), child=False, staff=False),
        actor=elm.actor("Ben", DAY),
        today=DAY,
    )
    assert VersionShare.objects.filter(contact=elm.contacts["Dev"]).count() == 1
    assert Message.objects.filter(kind="plan.shared").count() == 2


def test_it_is_known_who_has_seen_it_and_when_first(elm, plan):
    version = _shared(elm, plan)
    dev = elm.actor("Dev", DAY)
    actions.note_seen(version, actor=dev, today=DAY + timedelta(days=1))
    actions.note_seen(version, actor=dev, today=DAY + timedelta(days=9))
    seen = dict(VersionShare.objects.values_list("to__called", "seen_on"))
    assert seen["Dev Khan"] == DAY + timedelta(days=1)
    assert seen["Dilek Khan"] is None


def test_the_review_is_due_on_the_day_that_was_shared(elm, plan):
    ben = elm.actor("Ben", DAY)
    assert not DueRow.objects.filter(rule="review_on_date").exists()
    actions.set_review_day(plan, date(2026, 3, 20), actor=ben, today=DAY, seen=0)
    _shared(elm, plan)
    row = DueRow.objects.get(rule="review_on_date")
    assert (row.due_on, row.state, row.child) == (
        date(2026, 3, 20),
        "open",
        plan.cycle.pupil.public_id,
    )
    actions.change_shared_plan(plan, actor=ben, today=DAY)
    actions.set_review_day(
        plan, date(2026, 5, 20), actor=ben, today=DAY, seen=1, late_because="He is away until May."
    )
    assert DueRow.objects.get(rule="review_on_date").due_on == date(2026, 3, 20)
    _shared(elm, plan)
    assert DueRow.objects.get(rule="review_on_date").due_on == date(2026, 5, 20)
