"""The screens of the plan, held to the page standard: staff write, families read and say, strangers get nothing."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fourfold.casework.cycles.story import story_of, todos_for
from fourfold.casework.people.models import Contact
from fourfold.casework.plan import actions
from fourfold.casework.plan.known import own_words
from fourfold.casework.plan.models import Outcome, PlanVersion, Say, SupportLine, VersionShare
from fourfold.casework.voice.actions import read_contribution
from fourfold.casework.voice.models import Contribution
from fourfold.config import clock
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.documents.models import IssuedDocument
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_plan import DAY, a_cycle, a_plan, cast_with_a_plan
from tests.cast import Cast, make_cast
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan

NOW = datetime(2026, 1, 12, 10, tzinfo=UTC)


@pytest.fixture
def made(request, db):
    """The cast, with a plan if the test asks for one."""
    with time_machine.travel(NOW, tick=False):
        yield cast_with_a_plan() if "plan" in request.fixturenames else (make_cast(), None)


@pytest.fixture
def cast(made) -> Cast:
    return made[0]


def _address(cast, name: str, **parts) -> str:
    ids = {key: row.public_id for key, row in parts.items()}
    return reverse(f"plan:{name}", kwargs={"setting": cast.elm.organisation.public_id, **ids})


@pytest.fixture
def plan(made):
    return made[1]


@pytest.fixture
def version(cast, plan):
    with tenant_scope(cast.elm.organisation.pk):
        return actions.share_plan(plan, actor=cast.elm.actor("Ben", DAY), today=DAY)


def test_whoever_chose_only_a_face_leaves_no_empty_box():
    chosen = Contribution(chosen={"school": "happy"})
    said = Contribution(going_well="Reads to his sister.", hard="Mornings.", language="tr")
    assert own_words([chosen], "Ayaan", 6) == []
    assert [each.words for each in own_words([chosen, said], "Ayaan", 6)] == [
        "Reads to his sister.",
        "Mornings.",
    ]
    assert len(own_words([said], "Ayaan", 1)) == 1
    father = Contact(pk=1, given_name="Dev", family_name="Khan")
    his = Contribution(contact=father, going_well="Football.", hard="Tests.", would_help="Time.")
    shown = own_words([his, said], "Ayaan", 3)
    assert [each.words for each in shown] == ["Reads to his sister.", "Mornings.", "Football."]


def test_sharing_with_more_says_who_has_it_when_nobody_is_left(cast, version):
    ben = as_person(cast.elm, "Ben")
    where = _address(cast, "share_more", version=version)
    shown = ben.get(where).content.decode()
    assert "Everybody who may be given this plan has it." in shown
    assert "<fieldset" not in shown
    refused = ben.post(where, {})
    assert refused.status_code == 200
    assert "Everybody who may be given this plan has it." in refused.content.decode()


def test_sharing_with_more_offers_the_child_where_the_family_has_it(cast, plan):
    with tenant_scope(cast.elm.organisation.pk):
        family = frozenset(cast.elm.contacts[name].public_id for name in ("Dilek", "Dev"))
        some = actions.Receivers(family, child=False, staff=True)
        ben = cast.elm.actor("Ben", DAY)
        version = actions.share_plan(plan, some, actor=ben, today=DAY)
    where = _address(cast, "share_more", version=version)
    shown = as_person(cast.elm, "Ben").get(where).content.decode()
    assert "Everybody in the family who may be given this plan has it." in shown
    # The client fails on a link of the summary that leads to nothing.
    refused = as_person(cast.elm, "Ben").post(where, {}).content.decode()
    assert "Choose with whom the plan is shared." in refused


def test_a_teacher_writes_a_whole_plan_from_empty_pages(cast):
    with tenant_scope(cast.elm.organisation.pk):
        cycle = a_cycle(cast)
    ben = as_person(cast.elm, "Ben")
    page = ben.get(_address(cast, "begin", cycle=cycle))
    assert "stops you" in page.content.decode()
    answer = ben.post(_address(cast, "begin", cycle=cycle), {"passed_because": "He is new."})
    assert answer.status_code == 303
    page = ben.get(answer["Location"]).content.decode()
    assert "What you aim for will stand here" in page
    assert "Friday 27 March" in page
    assert ben.get(_address(cast, "begin", cycle=cycle))["Location"] == answer["Location"]
    with tenant_scope(cast.elm.organisation.pk):
        plan = cycle.plan
    typed = {"words": "Ask for help <b>once</b>", "baseline_number": "1", "unit": "times"}
    assert ben.post(_address(cast, "outcome_add", plan=plan), typed).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        outcome, tess = Outcome.objects.get(), cast.elm.members["Tess"].public_id
    line = {"what": "Cards", "towards": outcome.public_id, "given_by": tess, "days": ["1", "3"]}
    assert ben.post(_address(cast, "line_add", plan=plan), line).status_code == 303
    parts = {"child": "I show the card.", "family": "", "setting": ""}
    assert ben.post(_address(cast, "parts", plan=plan), parts).status_code == 303
    other = {"words": "Words first", "kind": "reasonable"}
    assert ben.post(_address(cast, "adjustment_add", plan=plan), other).status_code == 303
    page = ben.get(_address(cast, "plan", plan=plan)).content.decode()
    for words in ("Ask for help &lt;b&gt;once", "Ms Tess Price", "Monday and Wednesday", "1 times",
                  "I show the card.", "Words first", "Code 6.48"):  # fmt: skip
        assert words in page, words


def test_every_page_of_writing_holds_to_the_standard(cast, plan):
    ben = as_person(cast.elm, "Ben")
    for name in ("plan", "outcome_add", "line_add", "parts", "adjustment_add", "review_day",
                 "share", "start", "change"):  # fmt: skip
        assert ben.get(_address(cast, name, plan=plan)).status_code == 200, name
    with tenant_scope(cast.elm.organisation.pk):
        outcome, line, other = (
            Outcome.objects.get(),
            SupportLine.objects.get(),
            plan.adjustments.get(),
        )
    for name, row in (("outcome", outcome), ("line", line), ("adjustment", other)):
        assert ben.get(_address(cast, name, **{name: row})).status_code == 200
        assert ben.get(_address(cast, f"{name}_remove", **{name: row})).status_code == 200


def test_of_two_people_at_once_both_texts_are_shown_and_nothing_is_lost(cast, plan):
    ben, amina = as_person(cast.elm, "Ben"), as_person(cast.elm, "Amina")
    with tenant_scope(cast.elm.organisation.pk):
        outcome = Outcome.objects.get()
    address = _address(cast, "outcome", outcome=outcome)
    assert ben.post(address, {"words": "Ben’s words", "seen": "0", "once": "b"}).status_code == 303
    late = amina.post(address, {"words": "Amina’s words", "seen": "0", "once": "a"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "Ben’s words" in text
    assert "Amina’s words" in text
    together = {"words": "Ben’s and Amina’s words", "seen": "1", "once": "a2"}
    assert amina.post(address, together).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Outcome.objects.get().words == "Ben’s and Amina’s words"


def test_only_who_may_give_support_is_offered_to_give_it(cast, plan):
    page = as_person(cast.elm, "Ben").get(_address(cast, "line_add", plan=plan)).content.decode()
    offered = {n for n, who in cast.elm.members.items() if f'value="{who.public_id}"' in page}
    assert {"Amina", "Ben", "Tess"} <= offered
    assert not offered & {"Grace", "Ada", "Hana", "Sol", "Evie"}


def test_an_outcome_of_another_childs_plan_is_not_a_choice(cast, plan):
    with tenant_scope(cast.elm.organisation.pk):
        other = a_plan(cast, "Leo")
        theirs = Outcome.objects.get(plan=other)
    ben = as_person(cast.elm, "Ben")
    stranger = cast.oak.members["Otto"].public_id
    for wrong in ({"towards": theirs.public_id}, {"given_by": stranger}):
        page = ben.post(_address(cast, "line_add", plan=plan), {"what": "x", **wrong})
        assert page.status_code == 200
        assert "Choose one of the answers" in page.content.decode()


def test_a_plan_is_shared_and_a_second_press_shares_it_once(cast, plan):
    ben = as_person(cast.elm, "Ben")
    everyone = [cast.elm.contacts[each].public_id for each in ("Dilek", "Dev")]
    sent = {"family": everyone, "child": "on", "staff": "on", "once": "s1"}
    for _ in range(2):
        assert ben.post(_address(cast, "share", plan=plan), sent).status_code == 303
    page = ben.get(_address(cast, "plan", plan=plan)).content.decode()
    assert "It is on its way to 2 people in the family. Go through it with the child." in page
    assert "It is on its way to those who teach and support." in page
    assert "Those who teach and support have it too." not in page
    assert (page.count("On its way"), page.count("To be gone through with them")) == (3, 1)
    assert "Asked, no reply" not in page
    deliver_all(clock.now())
    page = ben.get(_address(cast, "plan", plan=plan)).content.decode()
    assert (page.count("On its way"), page.count("Asked, no reply")) == (0, 2)
    with tenant_scope(cast.elm.organisation.pk):
        assert PlanVersion.objects.count() == 1


def test_a_plan_that_goes_to_nobody_is_asked_about(cast, plan):
    ben = as_person(cast.elm, "Ben")
    page = ben.post(_address(cast, "share", plan=plan), {"once": "s2"})
    assert "Choose with whom" in page.content.decode()


def test_a_parent_reads_the_plan_on_the_phone_and_says_what_they_think(cast, plan, version):
    dev = as_person(cast.elm, "Dev")
    page = dev.get(_address(cast, "shared", version=version)).content.decode()
    assert "Read a page of his book" in page
    assert "not the same as agreeing" in page
    for name in ("Dilek", "Who has it"):
        assert name not in page
    with tenant_scope(cast.elm.organisation.pk):
        assert VersionShare.objects.get(to__called="Dev Khan").seen_on == DAY
    said = {"answer": "disagrees", "words": "Zu viel. 太多了", "once": "v1"}
    assert dev.get(_address(cast, "say", version=version)).status_code == 200
    assert dev.post(_address(cast, "say", version=version), said).status_code == 303
    assert "太多了" in dev.get(_address(cast, "shared", version=version)).content.decode()


def test_staff_see_the_answer_at_once_and_the_words_when_they_were_read(cast, plan, version):
    said = {"answer": "agrees_in_part", "words": "Not on Mondays.", "once": "v2"}
    as_person(cast.elm, "Dev").post(_address(cast, "say", version=version), said)
    ben = as_person(cast.elm, "Ben")
    for address in (_address(cast, "plan", plan=plan), _address(cast, "shared", version=version)):
        page = ben.get(address).content.decode()
        assert "Agrees in part" in page
        assert "wait to be read first" in page
        assert "Not on Mondays" not in page
    with tenant_scope(cast.elm.organisation.pk):
        read_contribution(
            Say.objects.get().contribution, actor=cast.elm.actor("Amina", DAY), today=DAY
        )
    assert "Not on Mondays" in ben.get(_address(cast, "plan", plan=plan)).content.decode()
    dilek = as_person(cast.elm, "Dilek").get(_address(cast, "shared", version=version))
    assert "Not on Mondays" not in dilek.content.decode()
    assert "Agrees in part" not in dilek.content.decode()


def test_staff_write_down_what_was_said_on_the_telephone(cast, version):
    amina = as_person(cast.elm, "Amina")
    address = _address(cast, "note_say", version=version)
    assert amina.get(address).status_code == 200
    sent = {
        "person": cast.elm.contacts["Dev"].public_id, "how": "phone", "answer": "agrees",
        "words": "Fine.", "on-day": "12", "on-month": "1", "on-year": "2026", "once": "n1",
    }  # fmt: skip
    assert amina.post(address, sent).status_code == 303
    page = amina.get(_address(cast, "shared", version=version)).content.decode()
    assert "on the telephone" in page
    assert "Fine." in page


@pytest.mark.parametrize("name", ["Marta", "Ivan", "Grace", "Evie", "Tess", "Ada", "Sol"])
def test_strangers_get_neither_draft_nor_version_nor_file(cast, plan, version, name):
    client = as_person(cast.elm, name)
    for page, parts in (("plan", {"plan": plan}), ("draft_file", {"plan": plan}),
                        ("shared", {"version": version}), ("file", {"version": version}),
                        ("say", {"version": version}), ("note_say", {"version": version})):  # fmt: skip
        answer = client.get(_address(cast, page, **parts))
        assert answer.status_code in {403, 404}, (name, page)
        assert "Ayaan" not in answer.content.decode()


def test_another_setting_finds_nothing_from_either_side(cast, plan, version):
    cara = as_person(cast.oak, "Cara")
    for setting in (cast.elm, cast.oak):
        for name, key, row in (("plan", "plan", plan), ("shared", "version", version)):
            ids = {"setting": setting.organisation.public_id, key: row.public_id}
            assert cara.get(reverse(f"plan:{name}", kwargs=ids)).status_code == 404


def test_a_parent_never_sees_a_draft_and_only_what_was_given_to_them(cast, plan):
    dev = as_person(cast.elm, "Dev")
    assert dev.get(_address(cast, "plan", plan=plan)).status_code in {403, 404}
    with tenant_scope(cast.elm.organisation.pk):
        only = actions.Receivers(frozenset({cast.elm.contacts["Dilek"].public_id}))
        version = actions.share_plan(plan, only, actor=cast.elm.actor("Ben", DAY), today=DAY)
    assert dev.get(_address(cast, "shared", version=version)).status_code == 404
    assert dev.get(_address(cast, "file", version=version)).status_code == 404
    assert as_person(cast.elm, "Dilek").get(
        _address(cast, "shared", version=version)
    ).status_code == 200  # fmt: skip


def test_an_assistant_sees_what_helps(cast, version):
    page = as_person(cast.elm, "Tess").get(_address(cast, "helps", version=version))
    assert "Daily phonics group" in page.content.decode()
    assert "11 errors" not in page.content.decode()


def test_who_gives_a_line_reads_what_helps_and_nothing_else_of_a_child_of_no_group_of_theirs(cast):
    with tenant_scope(cast.elm.organisation.pk):
        plan = shared_plan(cast.elm, "Leo", DAY)
        version = plan.versions.get()
    tess, adas = as_person(cast.elm, "Tess"), as_person(cast.elm, "Ada")
    helps = _address(cast, "helps", version=version)
    page = tess.get(helps)
    assert page.status_code == 200
    assert "Daily phonics" in page.content.decode()
    assert adas.get(helps).status_code in {403, 404}
    leo = cast.elm.children["Leo"].public_id
    assert tess.get(f"/at/{cast.elm.organisation.public_id}/child/{leo}/").status_code in {403, 404}
    assert tess.get(_address(cast, "shared", version=version)).status_code in {403, 404}


def test_the_file_is_made_once_and_stays_and_names_no_child(cast, plan, version):
    first = as_person(cast.elm, "Dev").get(_address(cast, "file", version=version))
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'attachment; filename="plan-version-1.pdf"'
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False):
        again = as_person(cast.elm, "Ben").get(_address(cast, "file", version=version))
    assert again.content == first.content
    with tenant_scope(cast.elm.organisation.pk):
        [document] = IssuedDocument.objects.all()
        assert document.child == cast.elm.children["Ayaan"].public_id
        assert bytes(document.data) == first.content


def test_a_draft_on_paper_says_that_it_is_one_and_is_not_kept(cast, plan):
    answer = as_person(cast.elm, "Ben").get(_address(cast, "draft_file", plan=plan))
    assert answer["Content-Disposition"] == 'attachment; filename="plan-draft.pdf"'
    with tenant_scope(cast.elm.organisation.pk):
        assert not IssuedDocument.objects.exists()


def test_once_the_plan_is_shared_the_address_of_its_draft_leads_to_the_shared_version(
    cast, plan, version
):
    answer = as_person(cast.elm, "Ben").get(_address(cast, "draft_file", plan=plan))
    assert (answer.status_code, answer["Location"]) == (
        302,
        _address(cast, "shared", version=version),
    )


def test_the_next_version_says_what_changed(cast, plan, version):
    ben = as_person(cast.elm, "Ben")
    assert ben.post(_address(cast, "change", plan=plan), {"once": "c1"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        line = SupportLine.objects.get()
        plan.refresh_from_db()
        actor = cast.elm.actor("Ben", DAY)
        actions.change_line(line, actor=actor, seen=line.revision, what="Phonics, twice a day")
        second = actions.share_plan(plan, actor=actor, today=DAY)
    page = as_person(cast.elm, "Dev").get(_address(cast, "shared", version=second))
    assert "Changed: what we do" in page.content.decode()
    old = as_person(cast.elm, "Dev").get(_address(cast, "shared", version=version))
    assert "There is a newer version" in old.content.decode()
    assert "Phonics, twice a day" not in old.content.decode()


def test_support_starts_from_the_page(cast, plan):
    ben = as_person(cast.elm, "Ben")
    sent = {"starts_on-day": "14", "starts_on-month": "1", "starts_on-year": "2026", "once": "t1"}
    assert ben.post(_address(cast, "start", plan=plan), sent).status_code == 303
    assert "not shared" in ben.get(_address(cast, "plan", plan=plan)).content.decode()


def test_the_story_and_what_needs_whom(cast, plan, version):
    said = {"answer": "disagrees", "words": "Too hard.", "once": "v3"}
    with tenant_scope(cast.elm.organisation.pk):
        ayaan, dev = cast.elm.children["Ayaan"], cast.elm.actor("Dev", DAY)
        assert [each.button for each in todos_for(dev, DAY)] == ["Read the plan"]
    as_person(cast.elm, "Dev").post(_address(cast, "say", version=version), said)
    with tenant_scope(cast.elm.organisation.pk):
        amina = cast.elm.actor("Amina", DAY)
        assert "Talk about the plan" in " ".join(str(t.what) for t in todos_for(amina, DAY))
        assert not [each for each in todos_for(dev, DAY) if "plan" in str(each.what)]
        told = [each for each in story_of(ayaan, amina) if each.room == "plan"]
        assert [each.words for each in told] == ["", ""]
        mine = [each for each in story_of(ayaan, dev) if each.room == "plan"]
        assert [each.words for each in mine] == ["Too hard.", ""]
        assert not [e for e in story_of(ayaan, cast.elm.actor("Marta", DAY)) if e.room == "plan"]
        dilek = story_of(ayaan, cast.elm.actor("Dilek", DAY))
        assert "Too hard." not in {each.words for each in dilek}


def test_a_page_asks_the_database_as_often_for_many_lines_as_for_one(cast, plan):
    ben = as_person(cast.elm, "Ben")
    address = _address(cast, "plan", plan=plan)
    ben.get(address)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert ben.get(address).status_code == 200
        return len(seen)

    few = count()
    with tenant_scope(cast.elm.organisation.pk):
        actor, outcome = cast.elm.actor("Ben", DAY), Outcome.objects.get()
        for number in range(12):
            actions.add_line(
                plan, actor=actor, what=f"Line {number}", towards=outcome,
                given_by=cast.elm.members["Tess"],
            )  # fmt: skip
    assert count() == few
