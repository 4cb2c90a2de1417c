"""Concerns, decisions and notices, through the verbs on a real database."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.queries import code_of, open_cycle
from fourfold.casework.cycles.story import story_of
from fourfold.casework.identify import actions, news
from fourfold.casework.identify.actions import Ruling, Seen
from fourfold.casework.identify.choices import Next, ToldHow
from fourfold.casework.identify.models import Concern
from fourfold.casework.identify.queries import concerns_of, concerns_waiting, notes_given
from fourfold.casework.identify.story import todos
from fourfold.casework.people import actions as people
from fourfold.casework.voice.actions import read_contribution
from fourfold.config import clock
from fourfold.domain.words import SenCode, SettingKind
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act import organisations
from fourfold.foundation.act.deliver import (
    Outcome,
    body_of,
    deliver_all,
    give_printed,
    settle,
    take,
)
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Place

DAY = date(2025, 11, 5)
LATER = date(2025, 11, 6)


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def raised(elm: Place, who: str = "Ben", child: str = "Ayaan") -> Concern:
    return actions.raise_concern(
        elm.children[child],
        Seen("He covers his ears when the room is loud."),
        actor=elm.actor(who, DAY),
        today=DAY,
    )


def decided(elm: Place, child: str = "Ayaan"):
    concern = raised(elm, child=child)
    return actions.decide(
        concern.cycle,
        Ruling(True, "Reading has not moved in a year.", ["cognition_and_learning"]),
        actor=elm.actor("Amina", DAY),
        today=DAY,
    )


def open_for(elm: Place, rule: str) -> set[str]:
    rows = DueRow.objects.filter(rule=rule, met_on__isnull=True)
    return set(rows.values_list("owed_to", flat=True))


def test_a_concern_opens_a_cycle_and_a_second_one_joins_it(elm):
    first = raised(elm)
    second = raised(elm, "Tess")
    assert first.cycle.stage == "concern"
    assert second.cycle_id == first.cycle_id
    due = DueRow.objects.filter(rule="answer_concern")
    assert {row.due_on for row in due} == {date(2025, 11, 12)}


def test_each_role_around_a_child_can_raise_one_and_nobody_else(elm):
    for who in ("Ben", "Tess", "Amina", "Hana", "Sol", "Ada", "Evie", "Dilek", "Dev"):
        raised(elm, who)
    for who in ("Grace", "Marta", "Ivan"):
        with pytest.raises(NotAllowed):
            raised(elm, who)
    with pytest.raises(NotAllowed):
        raised(elm, "Ivan", "Rosa")


def test_a_familys_words_are_read_by_a_named_adult_before_others_are_shown_them(elm):
    child = elm.children["Ayaan"]
    concern = raised(elm, "Dilek")
    assert concern.seen == ""
    assert not concern.was_read
    for who, sees in (("Amina", 1), ("Dilek", 1), ("Ben", 0), ("Dev", 0), ("Hana", 0)):
        assert len(concerns_of(child, elm.actor(who, DAY), DAY)) == sees, who
    with pytest.raises(Impossible):
        actions.answer_concern(
            concern, "Yes.", Next.LEAVE_OPEN, actor=elm.actor("Amina", DAY), today=DAY
        )
    read_contribution(concern.contribution, actor=elm.actor("Amina", DAY), today=DAY)
    for who, sees in (("Ben", 1), ("Hana", 1), ("Dev", 0)):
        assert len(concerns_of(child, elm.actor(who, DAY), DAY)) == sees, who


def test_an_answer_reaches_the_raiser_and_is_given_once(elm):
    concern = raised(elm)
    amina = elm.actor("Amina", DAY)
    again = Concern.objects.get(pk=concern.pk)
    actions.answer_concern(concern, "We look into it.", Next.LOOK_INTO, actor=amina, today=LATER)
    assert concern.cycle.stage == "discussion"
    assert Message.objects.get(kind="concern_answered").to == elm.members["Ben"]
    assert list(concerns_waiting(amina, LATER)) == []
    assert open_for(elm, "answer_concern") == set()
    with pytest.raises(Stale):
        actions.answer_concern(again, "No.", Next.NO_MORE, actor=amina, today=LATER)


def test_what_is_added_to_an_answer_needs_one_and_words_and_reaches_whoever_may_know_of_it(elm):
    concern, amina = raised(elm, "Dilek"), elm.actor("Amina", DAY)
    with pytest.raises(Impossible):
        actions.add_to_answer(concern, "And more.", actor=amina, today=DAY)
    read_contribution(concern.contribution, actor=amina, today=DAY)
    actions.answer_concern(concern, "Yes.", Next.LEAVE_OPEN, actor=amina, today=DAY)
    with pytest.raises(Impossible):
        actions.add_to_answer(concern, " ", actor=amina, today=DAY)
    with pytest.raises(NotAllowed):
        actions.add_to_answer(concern, "Mine.", actor=elm.actor("Tess", DAY), today=DAY)
    actions.add_to_answer(concern, "And more.", actor=amina, today=LATER)
    assert Message.objects.filter(kind="concern_answered").count() == 1
    assert "added to the answer" in body_of(Message.objects.get(kind="answer_added_to"))[0]
    for who, reads in (("Dilek", True), ("Ben", True), ("Dev", False)):
        told = story_of(elm.children["Ayaan"], elm.actor(who, LATER))
        assert ("And more." in [each.words for each in told]) is reads, who


def test_only_who_decides_can_answer_and_decide(elm):
    concern = raised(elm)
    for who in ("Ben", "Tess", "Sol", "Dilek", "Evie"):
        with pytest.raises(NotAllowed):
            actions.answer_concern(concern, "x", Next.NO_MORE, actor=elm.actor(who, DAY), today=DAY)
        with pytest.raises(NotAllowed):
            actions.decide(concern.cycle, Ruling(True, "x"), actor=elm.actor(who, DAY), today=DAY)


def test_support_starts_with_a_decision_and_its_reasons(elm):
    decision = decided(elm)
    assert decision.cycle.stage == "assess"
    assert code_of(elm.children["Ayaan"], DAY) is SenCode.K
    with pytest.raises(Impossible):
        actions.decide(
            raised(elm, child="Leo").cycle,
            Ruling(True, " "),
            actor=elm.actor("Amina", DAY),
            today=DAY,
        )


def test_not_now_is_looked_at_again_and_can_still_become_support(elm):
    amina = elm.actor("Amina", DAY)
    cycle = raised(elm).cycle
    not_now = Ruling(False, "Hearing is checked first.", look_again_on=LATER)
    actions.decide(cycle, not_now, actor=amina, today=DAY)
    assert cycle.stage == "decided_not_now"
    assert code_of(elm.children["Ayaan"], DAY) is SenCode.N
    assert open_for(elm, "tell_parents") == set()
    actions.decide(cycle, Ruling(True, "It is not the hearing."), actor=amina, today=LATER)
    assert cycle.stage == "assess"
    assert len(open_for(elm, "tell_parents")) == 2


def test_the_note_of_a_talk_is_read_by_who_was_given_it_and_by_no_other_parent(elm):
    child, cycle = elm.children["Ayaan"], raised(elm).cycle
    ben, dilek, dev = (
        elm.contacts.get(who) or elm.actor(who, DAY) for who in ("Ben", "Dilek", "Dev")
    )
    said = (DAY, "Dilek", "We try one step at a time.")
    talk = actions.record_talk(cycle, *said, given_to=[dilek], actor=ben, today=DAY)

    def read(who: str) -> list[str]:
        return [each.words for each in story_of(child, elm.actor(who, DAY))]

    assert (read("Dilek"), read("Dev")) == (["We try one step at a time."], [])
    actions.give_note(cycle, talk, [dev, dilek], actor=ben, today=LATER)
    assert read("Dev") == ["We try one step at a time."]
    assert talk.note_given_on == DAY
    assert [each.on for each in notes_given(child.pk)] == [DAY, LATER]
    for nobody in (elm.contacts["Marta"], None):
        with pytest.raises(Impossible, match="cannot be given"):
            actions.give_note(cycle, talk, [nobody], actor=ben, today=LATER)


def test_what_was_tried_and_the_talk_close_what_should_be_there(elm):
    cycle = raised(elm).cycle
    ben = elm.actor("Ben", DAY)
    assert not facts_of(cycle, DAY).teaching_tried
    actions.note_tried(cycle, ["seat"], "", "Better in the morning.", actor=ben, today=DAY)
    actions.record_talk(
        cycle,
        DAY,
        "Dilek, Ayaan",
        "He likes drawing.",
        given_to=[elm.contacts["Dilek"]],
        actor=ben,
        today=DAY,
    )
    facts = facts_of(cycle, DAY)
    assert (facts.teaching_tried, facts.discussed_on, facts.discussion_note_given_on) == (
        True,
        DAY,
        DAY,
    )
    assert open_cycle(elm.children["Ayaan"]).stage == "discussion"


def test_the_notice_stays_open_until_each_carer_was_told(elm):
    decision = decided(elm)
    dilek, dev = elm.contacts["Dilek"], elm.contacts["Dev"]
    amina = elm.actor("Amina", DAY)
    assert open_for(elm, "tell_parents") == {dilek.public_id, dev.public_id}
    notice = actions.tell(
        decision, dilek, ToldHow.IN_PERSON, DAY, actor=elm.actor("Ben", DAY), today=DAY
    )
    assert "Reading has not moved in a year." in notice.text
    assert "SENDIASS" in notice.text
    assert open_for(elm, "tell_parents") == {dev.public_id}
    with pytest.raises(Impossible):
        actions.tell(decision, dilek, ToldHow.PHONE, DAY, actor=amina, today=DAY)
    actions.tell(decision, dev, ToldHow.LETTER, LATER, actor=amina, today=LATER)
    assert open_for(elm, "tell_parents") == set()
    told = facts_of(decision.cycle, LATER).parents
    assert {each.told_on for each in told} == {DAY, LATER}


def test_an_e_mail_counts_once_it_has_left_and_then_only(elm):
    decision = decided(elm)
    dilek = elm.contacts["Dilek"]
    amina = elm.actor("Amina", DAY)
    notice = actions.tell(decision, dilek, ToldHow.EMAIL, DAY, actor=amina, today=DAY)
    assert dilek.public_id in open_for(elm, "tell_parents")
    with pytest.raises(Impossible, match="on its way"):
        actions.tell(decision, dilek, ToldHow.EMAIL, DAY, actor=amina, today=DAY)
    system, moment = system_actor(elm.organisation.pk, "worker"), clock.now()
    take(notice.message, actor=system, now=moment)
    settle(notice.message, Outcome("failed", "OSError"), actor=system, now=moment)
    assert dilek.public_id in open_for(elm, "tell_parents")
    again = actions.tell(decision, dilek, ToldHow.EMAIL, DAY, actor=amina, today=DAY)
    reader = elm.actor("Dilek", DAY)
    assert list(news.todos(reader, DAY)) == []
    take(again.message, actor=system, now=moment)
    settle(again.message, Outcome("sent"), actor=system, now=moment)
    assert dilek.public_id not in open_for(elm, "tell_parents")
    assert "Ayaan" not in str(again.message.payload)
    assert differences() == []
    [waiting] = news.todos(reader, DAY)  # On her home until she has opened it.
    assert waiting.address.endswith(f"/{again.public_id}/")
    again.refresh_from_db()
    actions.note_opened(again, actor=reader)
    assert list(news.todos(reader, DAY)) == []


def test_a_message_that_waits_keeps_nobody_from_speaking_to_the_parent(elm):
    decision, amina = decided(elm), elm.actor("Amina", DAY)
    dilek = elm.contacts["Dilek"]
    actions.tell(decision, dilek, ToldHow.EMAIL, DAY, actor=amina, today=DAY)
    actions.tell(decision, dilek, ToldHow.PHONE, DAY, actor=amina, today=DAY)
    assert dilek.public_id not in open_for(elm, "tell_parents")
    with pytest.raises(Impossible, match="told already"):
        actions.tell(decision, dilek, ToldHow.PHONE, DAY, actor=amina, today=DAY)


def test_a_notice_that_was_printed_and_given_counts_from_then(elm, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    decision, amina = decided(elm), elm.actor("Amina", DAY)
    dilek = elm.contacts["Dilek"]
    notice = actions.tell(decision, dilek, ToldHow.EMAIL, DAY, actor=amina, today=DAY)
    deliver_all(clock.now())
    notice.message.refresh_from_db()
    assert notice.message.state == "to_print"
    assert dilek.public_id in open_for(elm, "tell_parents")
    give_printed(notice.message, actor=amina, now=clock.now())
    assert dilek.public_id not in open_for(elm, "tell_parents")
    assert differences() == []


def test_whom_an_order_bars_is_not_owed_the_news_and_cannot_be_told(elm):
    decision = decided(elm, "Rosa")
    assert open_for(elm, "tell_parents") == {elm.contacts["Marta"].public_id}
    for who in ("Ivan", "Dilek"):
        with pytest.raises(Impossible):
            actions.tell(
                decision,
                elm.contacts[who],
                ToldHow.LETTER,
                DAY,
                actor=elm.actor("Amina", DAY),
                today=DAY,
            )
    assert not Message.objects.filter(to=elm.contacts["Ivan"].membership).exists()


def test_a_setting_that_the_act_does_not_bind_owes_no_notice_by_law(elm):
    system = system_actor(elm.organisation.pk, "set-up")
    organisations.set_kind(
        elm.organisation, SettingKind.INDEPENDENT_SCHOOL, date(2025, 10, 1), actor=system
    )
    decided(elm)
    assert open_for(elm, "tell_parents") == set()


def test_over_compulsory_school_age_the_young_person_is_told_and_no_parent(elm):
    system = system_actor(elm.organisation.pk, "set-up")
    ayaan = elm.children["Ayaan"]
    people.change_pupil(
        ayaan,
        actor=system,
        seen={"birth_date": ayaan.birth_date},
        birth_date=date(2008, 3, 4),
    )
    decision = decided(elm)
    assert open_for(elm, "tell_parents") == {ayaan.public_id}
    amina = elm.actor("Amina", DAY)
    with pytest.raises(Impossible):
        actions.tell(decision, elm.contacts["Dilek"], ToldHow.LETTER, DAY, actor=amina, today=DAY)
    notice = actions.tell(decision, None, ToldHow.IN_PERSON, DAY, actor=amina, today=DAY)
    assert notice.text.startswith("Dear Ayaan")
    assert open_for(elm, "tell_parents") == set()


def test_support_that_came_with_a_child_is_carried_on_and_only_then(elm):
    system, amina = system_actor(elm.organisation.pk, "set-up"), elm.actor("Amina", DAY)
    leo = elm.children["Leo"]
    with pytest.raises(Impossible):
        actions.carry_on(leo, actor=amina, today=DAY)
    people.note_inherited_spell(leo, "K", date(2024, 9, 1), "roll", actor=system, today=DAY)
    cycle = actions.carry_on(leo, actor=amina, today=DAY)
    assert cycle.stage == "assess"
    with pytest.raises(Impossible):
        actions.carry_on(leo, actor=amina, today=DAY)


def test_the_story_tells_each_what_they_may_know_and_todos_go_to_who_acts(elm):
    child = elm.children["Ayaan"]
    raised(elm, "Dilek")
    decision = decided(elm)
    actions.tell(
        decision,
        elm.contacts["Dev"],
        ToldHow.IN_PERSON,
        DAY,
        actor=elm.actor("Amina", DAY),
        today=DAY,
    )

    def told(who: str) -> list[str]:
        every = story_of(child, elm.actor(who, DAY))
        return [strip_tags(each.what) for each in every if each.room == "identify"]

    assert sorted(told("Dilek")) == ["You told us a concern"]
    assert told("Dev") == ["Told that SEN Support starts: Dev Khan"]
    assert "A concern was raised" in told("Ben")
    assert told("Ben").count("A concern was raised") == 1
    assert told("Amina").count("A concern was raised") == 2
    for who in ("Tess", "Marta", "Ivan", "Evie"):
        assert told(who) == [], who
    wanted = {
        who: sorted({todo.rule for todo in todos(elm.actor(who, DAY), DAY)})
        for who in ("Amina", "Ben", "Tess", "Hana", "Dilek", "Marta")
    }
    assert wanted == {
        "Amina": ["answer_concern", "tell_parents"],
        "Ben": ["tell_parents"],
        "Tess": [],
        "Hana": [],
        "Dilek": [],
        "Marta": [],
    }


def test_who_raised_it_can_withdraw_it_and_what_a_family_wrote_is_read_all_the_same(elm):
    first, second = raised(elm, "Dilek"), raised(elm, "Ben")
    with pytest.raises(NotAllowed):
        actions.withdraw_concern(second, "x", actor=elm.actor("Tess", DAY), today=DAY)
    with pytest.raises(NotAllowed):
        actions.withdraw_concern(first, "x", actor=elm.actor("Marta", DAY), today=DAY)
    actions.withdraw_concern(first, "He is fine now.", actor=elm.actor("Dilek", DAY), today=DAY)
    assert DueRow.objects.get(rule="read_contribution").state == "open"
    assert DueRow.objects.get(rule="answer_concern").subject == second.public_id
    second.cycle.refresh_from_db()
    assert second.cycle.stage == "concern"
    actions.withdraw_concern(second, "New glasses.", actor=elm.actor("Ben", DAY), today=DAY)
    assert (second.cycle.stage, second.cycle.ended_on) == ("withdrawn", DAY)
    with pytest.raises(Impossible):
        actions.answer_concern(
            second, "x", Next.LEAVE_OPEN, actor=elm.actor("Amina", DAY), today=DAY
        )
    assert raised(elm).cycle.number == 2
