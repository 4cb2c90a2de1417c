"""What each person says of a plan: nobody speaks for another, silence is no yes, and words are read first."""

from datetime import timedelta

import pytest

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.plan import actions
from fourfold.casework.plan.actions import Receivers
from fourfold.casework.plan.models import Say, VersionShare
from fourfold.casework.plan.queries import latest_says
from fourfold.casework.plan.story import todos
from fourfold.casework.voice.actions import read_contribution
from fourfold.config import clock
from fourfold.domain.cycle import Stage
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_plan import DAY, a_plan


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


@pytest.fixture
def plan(cast, elm):
    return a_plan(cast)


def _shared(elm, plan, receivers=actions.EVERYONE):
    return actions.share_plan(plan, receivers, actor=elm.actor("Ben", DAY), today=DAY)


def test_saying_nothing_is_never_agreeing(elm, plan):
    version = _shared(elm, plan)
    people = {each.person: each for each in facts_of(plan.cycle, DAY).family}
    assert {str(each.say) for each in people.values()} == {"not_asked"}
    deliver_all(clock.now())
    child = plan.cycle.pupil.public_id
    ben = elm.actor("Ben", DAY)
    actions.hand_over(version, child, "in_person", DAY, actor=ben, today=DAY)
    forget()
    people = {each.person: each for each in facts_of(plan.cycle, DAY).family}
    assert {str(each.say) for each in people.values()} == {"no_reply"}


def test_each_person_has_their_own_say_and_a_disagreement_stays(elm, plan):
    version = _shared(elm, plan)
    dilek, dev = elm.actor("Dilek", DAY), elm.actor("Dev", DAY)
    actions.say_on_plan(version, "disagrees", "Too much reading.", actor=dev, today=DAY)
    actions.say_on_plan(version, "agrees", "", actor=dilek, today=DAY)
    actions.say_on_plan(version, "agrees_in_part", "Better.", actor=dev, today=DAY)
    says = latest_says(version)
    assert says[elm.contacts["Dev"].public_id].answer == "agrees_in_part"
    assert says[elm.contacts["Dilek"].public_id].answer == "agrees"
    assert Say.objects.filter(answer="disagrees").count() == 1
    facts = {each.person: str(each.say) for each in facts_of(plan.cycle, DAY).family}
    assert facts[elm.contacts["Dev"].public_id] == "agrees_in_part"
    assert facts[plan.cycle.pupil.public_id] == "not_asked"


def test_words_of_the_family_wait_for_a_named_adult_and_the_answer_counts_at_once(elm, plan):
    version = _shared(elm, plan)
    say = actions.say_on_plan(
        version, "disagrees", "It hurts.", actor=elm.actor("Dev", DAY), today=DAY
    )
    assert not Say.objects.get().was_read
    assert DueRow.objects.filter(rule="read_contribution", state="open").count() == 1
    facts = {each.person: str(each.say) for each in facts_of(plan.cycle, DAY).family}
    assert facts[elm.contacts["Dev"].public_id] == "disagrees"
    read_contribution(say.contribution, actor=elm.actor("Amina", DAY), today=DAY)
    assert Say.objects.get().was_read


def test_what_was_said_on_the_telephone_is_written_down_and_read_by_a_first_reader(elm, plan):
    version = _shared(elm, plan, Receivers(frozenset(), child=True, staff=False))
    kwargs = {"how": "phone", "on": DAY, "today": DAY}
    by_teacher = actions.note_say(
        version, plan.cycle.pupil.public_id, "agrees", "Yes!", actor=elm.actor("Ben", DAY), **kwargs
    )
    by_senco = actions.note_say(
        version,
        elm.contacts["Dev"].public_id,
        "agrees",
        "All right.",
        actor=elm.actor("Amina", DAY),
        **kwargs,
    )
    assert by_teacher.is_child
    assert not by_teacher.was_read
    assert by_senco.was_read
    assert VersionShare.objects.filter(contact=elm.contacts["Dev"], via="phone").count() == 1
    with pytest.raises(Impossible, match="has come"):
        actions.note_say(
            version,
            elm.contacts["Dev"].public_id,
            "agrees",
            "",
            actor=elm.actor("Amina", DAY),
            how="phone",
            on=DAY + timedelta(days=1),
            today=DAY,
        )


def test_nobody_says_anything_of_a_version_that_they_were_not_given(elm, plan):
    version = _shared(elm, plan, Receivers(frozenset({elm.contacts["Dilek"].public_id})))
    with pytest.raises(Impossible, match="not shared with you"):
        actions.say_on_plan(version, "agrees", "", actor=elm.actor("Dev", DAY), today=DAY)
    for stranger in ("Marta", "Ivan"):
        with pytest.raises(NotAllowed) as refused:
            actions.say_on_plan(version, "agrees", "", actor=elm.actor(stranger, DAY), today=DAY)
        assert refused.value.hidden


def test_a_disagreement_stays_with_the_senco_while_the_next_version_is_being_written(elm, plan):
    amina = elm.actor("Amina", DAY)

    def asked():
        rows = [each.what for each in todos(amina, DAY)]
        return sum(what.startswith("Talk about the plan") for what in rows)

    version = _shared(elm, plan)
    dilek = elm.actor("Dilek", DAY)
    actions.say_on_plan(version, "disagrees", "", actor=dilek, today=DAY)
    assert asked() == 1
    actions.change_shared_plan(plan, actor=amina, today=DAY)
    assert asked() == 1
    actions.add_line(plan, actor=amina, what="Reading at lunch")
    _shared(elm, plan)
    assert asked() == 0


def test_in_review_no_new_version_is_begun_that_could_never_be_shared(elm, plan):
    _shared(elm, plan)
    amina = elm.actor("Amina", DAY)
    actions.start_support(plan, actor=amina, today=DAY, starts_on=DAY)
    plan.cycle.stage = Stage.REVIEW
    with pytest.raises(Impossible, match="review of this plan"):
        actions.change_shared_plan(plan, actor=amina, today=DAY)
