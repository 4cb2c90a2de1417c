"""The screens of sessions, by role: what each sees and may press."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourfold.casework.do.models import Session
from fourfold.casework.people.actions import add_staff
from fourfold.casework.people.who import who_can_see as who_sees
from fourfold.casework.plan.actions import start_support
from fourfold.casework.plan.models import SupportLine, VersionShare
from fourfold.domain.words import Role
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan, with_plan

DAY = date(2025, 11, 3)


def two_shared_plans():
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        for child in ("Ayaan", "Rosa"):
            shared_plan(cast.elm, child, DAY)
    return cast


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False):
        yield prepared("two shared plans", two_shared_plans)


def at(place, rest):
    return f"/at/{place.organisation.public_id}/{rest}"


def child_at(place, child, rest):
    return at(place, f"children/{place.children[child].public_id}/{rest}")


def the_form(page):
    """The address and hidden values of the first card that can be tapped."""
    text = page.content.decode()
    action = re.search(r'action="([^"]*today/[^"]+)"', text)[1]
    once = re.search(r'name="once" value="([^"]+)"', text)[1]
    prefix = "-".join(action.rstrip("/").split("/")[-2:])
    there = re.findall(rf'name="{prefix}-there"[^>]*value="([^"]+)"', text)
    return action, {"once": once, f"{prefix}-there": there}, prefix


def sessions(place):
    with tenant_scope(place.organisation.pk):
        rows = Session.objects.order_by("pk")
        return list(rows.values_list("pupil__given_name", "delivered", "because", "stands"))


def test_an_assistant_taps_a_group_done_once_and_undoes_one(cast):
    tess = as_person(cast.elm, "Tess")
    page = tess.get(at(cast.elm, "today/"))
    assert "Daily phonics" in page.content.decode()
    action, data, prefix = the_form(page)
    assert len(data[f"{prefix}-there"]) == 2
    for _twice in range(2):
        answer = tess.post(action, {**data, f"{prefix}-how": "done"})
        assert answer.status_code == 303
    assert sessions(cast.elm) == [("Ayaan", True, "", True), ("Rosa", True, "", True)]
    page = tess.get(at(cast.elm, "today/")).content.decode()
    undo = re.search(r'action="([^"]+/undo/)"', page)[1]
    assert tess.post(undo, follow=True).status_code == 200
    assert [row[3] for row in sessions(cast.elm)].count(False) == 1
    # What is said of this day on the next tells on which day it was said.
    assert "Tuesday 4 November" not in page.split('class="ff-tap__by"')[1].split("</span>")[0]
    with time_machine.travel(datetime(2025, 11, 4, 15, 5, tzinfo=UTC), tick=False):
        tess, monday = as_person(cast.elm, "Tess"), at(cast.elm, "today/?day=2025-11-03")
        action, data, prefix = the_form(tess.get(monday))
        tess.post(action, {**data, f"{prefix}-how": "done"})
        assert "Tuesday 4 November, 15:05" in tess.get(monday).content.decode()


def test_a_tap_on_a_later_part_of_the_list_leads_back_to_it(cast):
    tess = as_person(cast.elm, "Tess")
    action, data, prefix = the_form(tess.get(at(cast.elm, "today/")))
    answer = tess.post(f"{action}?page=2", {**data, f"{prefix}-how": "done"})
    assert answer.headers["Location"].startswith(at(cast.elm, "today/?page=2#card-"))
    answer = tess.post(f"{action}?page=two", {**data, f"{prefix}-how": "done"})
    assert "page" not in answer.headers["Location"]


def test_a_group_with_somebody_away(cast):
    tess = as_person(cast.elm, "Tess")
    action, data, prefix = the_form(tess.get(at(cast.elm, "today/")))
    data[f"{prefix}-there"] = data[f"{prefix}-there"][:1]
    tess.post(action, {**data, f"{prefix}-how": "done"})
    assert sorted(row[1:3] for row in sessions(cast.elm)) == [(False, "absent"), (True, "")]


def test_not_because_is_one_tap_too(cast):
    ben = as_person(cast.elm, "Ben")
    action, data, prefix = the_form(ben.get(at(cast.elm, "today/")))
    ben.post(action, {**data, f"{prefix}-how": "cover"})
    assert sessions(cast.elm) == [("Ayaan", False, "cover", True)]


def test_another_reason_is_said_in_words_that_stand_beside_it(cast):
    ben = as_person(cast.elm, "Ben")
    action, data, prefix = the_form(ben.get(at(cast.elm, "today/")))
    other = {**data, f"{prefix}-how": "other"}
    bare = ben.post(action, other, follow=True).content.decode()
    # It is said first, leads to the card, and stands there in the box that is open.
    assert re.search(rf'href="#id_{prefix}-why[^"]*">Say in a few words what the other', bare)
    assert re.search(r"<details[^>]* open", bare)
    assert bare.count("Say in a few words what the other reason was.") == 2
    assert sessions(cast.elm) == []
    long = ben.post(action, {**other, f"{prefix}-why": "x" * 2001}, follow=True).content.decode()
    assert "This has room for 2,000 characters" in long
    assert "x" * 2001 in long
    ben.post(action, {**other, f"{prefix}-why": "The hall was flooded."})
    assert sessions(cast.elm) == [("Ayaan", False, "other", True)]
    assert "The hall was flooded." in ben.get(at(cast.elm, "today/")).content.decode()


def test_of_a_group_the_other_reason_is_said_of_those_who_were_not_there(cast):
    tess = as_person(cast.elm, "Tess")
    action, data, prefix = the_form(tess.get(at(cast.elm, "today/")))
    data[f"{prefix}-there"] = data[f"{prefix}-there"][:1]
    said = {**data, f"{prefix}-how": "done", f"{prefix}-others": "other"}
    tess.post(action, said)
    assert sessions(cast.elm) == []
    tess.post(action, {**said, f"{prefix}-others_why": "He had a fire drill."})
    with tenant_scope(cast.elm.organisation.pk):
        kept = set(Session.objects.values_list("because", "note"))
    assert kept == {("", ""), ("other", "He had a fire drill.")}


def test_a_day_without_school_says_so_and_leads_to_the_days_around(cast):
    tess = as_person(cast.elm, "Tess")
    half_term = tess.get(at(cast.elm, "today/?day=2025-10-29")).content.decode()
    assert "There is no school on this day." in half_term
    assert "The school day before: Friday 24 October" in half_term
    assert "Back to today" in half_term
    christmas = tess.get(at(cast.elm, "today/?day=2025-12-25")).content.decode()
    assert "There is no school on this day." in christmas
    assert "Back to today" in christmas
    assert "school day before" not in christmas


def test_a_press_on_nobodys_card_is_not_found(cast):
    tess = as_person(cast.elm, "Tess")
    with tenant_scope(cast.elm.organisation.pk):
        bens = SupportLine.objects.filter(what="Sentence cards").first().public_id
    for line in (bens, "nonsense"):
        assert tess.post(at(cast.elm, f"today/{DAY}/{line}/1/"), {"how": "done"}).status_code == 404
    assert tess.get(at(cast.elm, "today/?day=2026-11-03")).status_code == 404
    assert tess.get(at(cast.elm, "today/?day=soon")).status_code == 404
    assert sessions(cast.elm) == []


def test_the_next_school_day_is_there_to_read_and_says_nothing(cast):
    tess = as_person(cast.elm, "Tess")
    with tenant_scope(cast.elm.organisation.pk):
        line = SupportLine.objects.filter(what="Daily phonics").first().public_id
    for day, ahead, words in (
        ("2025-11-03", "2025-11-04", "Tuesday 4 November"),
        ("2025-11-01", "2025-11-03", "Monday 3 November"),
    ):
        with time_machine.travel(date.fromisoformat(day), tick=False):
            today = tess.get(at(cast.elm, "today/")).content.decode()
            assert f"The next school day: {words}" in today
            shown = tess.get(at(cast.elm, f"today/?day={ahead}")).content.decode()
            assert "Daily phonics" in shown
            assert "What was given is said on the day" in shown
            assert f"today/{ahead}/" not in shown
            there = at(cast.elm, f"today/{ahead}/{line}/1/")
            assert tess.post(there, {"how": "done"}).status_code == 404
    assert tess.get(at(cast.elm, "today/?day=2025-12-03")).status_code == 404
    assert sessions(cast.elm) == []


def test_how_it_went_is_added_by_who_may_log_it(cast):
    tess = as_person(cast.elm, "Tess")
    action, data, prefix = the_form(tess.get(at(cast.elm, "today/")))
    tess.post(action, {**data, f"{prefix}-how": "done"})
    page = tess.get(at(cast.elm, "today/")).content.decode()
    more = re.search(r'href="([^"]+/more/)"', page)[1]
    once = re.search(r'name="once" value="([^"]+)"', tess.get(more).content.decode())[1]
    answer = tess.post(more, {"once": once, "rating": "4", "count": "12", "note": "All of them."})
    assert answer.status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        session = Session.objects.get(public_id=more.split("/")[-3])
        assert (session.rating, session.count, session.note) == (4, 12, "All of them.")
    for name in ("Grace", "Ada", "Dilek", "Marta", "Ivan"):
        assert as_person(cast.elm, name).get(more).status_code in (403, 404)
    stranger = as_person(cast.oak, "Cara")
    assert stranger.get(more).status_code == 404
    assert stranger.post(more.replace("more", "undo")).status_code == 404


WHO_SEES = {
    "Tess": (200, 200),
    "Ben": (200, 200),
    "Amina": (200, 200),
    "Hana": (403, 200),
    "Evie": (403, 200),
    "Grace": (403, 404),
    "Dilek": (403, 403),
    "Dev": (403, 403),
    "Marta": (403, 404),
    "Ivan": (403, 404),
}


@pytest.mark.parametrize("name", WHO_SEES)
def test_who_sees_todays_list_and_what_was_given(cast, name):
    client = as_person(cast.elm, name)
    found = (
        client.get(at(cast.elm, "today/")).status_code,
        client.get(child_at(cast.elm, "Ayaan", "support/")).status_code,
    )
    assert found == WHO_SEES[name]


@pytest.mark.parametrize("name", ["Dilek", "Dev"])
def test_a_parent_sees_what_was_given_of_what_was_shared(cast, name):
    tess = as_person(cast.elm, "Tess")
    action, data, prefix = the_form(tess.get(at(cast.elm, "today/")))
    tess.post(action, {**data, f"{prefix}-how": "done"})
    page = as_person(cast.elm, name).get(child_at(cast.elm, "Ayaan", "support/family/"))
    text = page.content.decode()
    assert "Daily phonics" in text
    assert "1 of 1 given" in text
    assert "Tess" not in text


@pytest.mark.parametrize("name", ["Marta", "Ivan", "Grace"])
def test_nobody_elses_family_sees_it(cast, name):
    client = as_person(cast.elm, name)
    assert client.get(child_at(cast.elm, "Ayaan", "support/family/")).status_code == 404
    barred = client.get(child_at(cast.elm, "Rosa", "support/family/"))
    assert barred.status_code == (200 if name == "Marta" else 404)


def test_my_next_lesson_says_what_to_do_for_each_child(cast):
    ben = as_person(cast.elm, "Ben")
    page = ben.get(at(cast.elm, "next-lesson/"), follow=True).content.decode()
    assert page.count("Seat near the board") == 2
    assert "reads short words aloud" in page
    assert "Leo" not in page
    kestrel = cast.elm.groups["Kestrel"].public_id
    assert (
        as_person(cast.elm, "Tess").get(at(cast.elm, f"next-lesson/{kestrel}/")).status_code == 404
    )


def test_todays_list_asks_as_often_for_four_children_as_for_two(cast):
    tess = as_person(cast.elm, "Tess")
    tess.get(at(cast.elm, "today/"))
    with CaptureQueriesContext(connection) as two:
        tess.get(at(cast.elm, "today/"))
    with tenant_scope(cast.elm.organisation.pk):
        for child in ("Leo", "Iğdır"):
            shared_plan(cast.elm, child, DAY)
    with CaptureQueriesContext(connection) as four:
        tess.get(at(cast.elm, "today/"))
    assert len(four) == len(two)


def who_can_see(cast, child, asks="Amina"):
    page = as_person(cast.elm, asks).get(at(cast.elm, f"child/{child.public_id}/who/"))
    rows = re.findall(r"<tr[^>]*>.*?</tr>", page.content.decode(), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_whoever_a_line_of_the_plan_names_is_among_those_who_can_see_the_child(cast):
    rosa = cast.elm.children["Rosa"]
    row = next(row for row in who_can_see(cast, rosa) if "Tess" in row)
    assert "what to do for the child" in row
    assert "gives support that is in the plan" in row
    ayaan = next(row for row in who_can_see(cast, cast.elm.children["Ayaan"]) if "Tess" in row)
    assert "leads a group of this child, gives support that is in the plan" in ayaan
    assert not any("Tess" in row for row in who_can_see(cast, cast.elm.children["Leo"]))
    assert any("Tess" in row for row in who_can_see(cast, rosa, "Marta"))
    with tenant_scope(cast.elm.organisation.pk):
        plan = with_plan(cast.elm, "Leo", DAY)
        start_support(plan, actor=cast.elm.actor("Amina", DAY), today=DAY, starts_on=DAY)
    row = next(row for row in who_can_see(cast, cast.elm.children["Leo"]) if "Tess" in row)
    assert "first name, and the support they give" in row


def test_whoever_was_given_a_plan_that_names_them_sees_the_child_while_it_stands(cast):
    rosa, tess = cast.elm.children["Rosa"], cast.elm.members["Tess"]
    with tenant_scope(cast.elm.organisation.pk):
        version = VersionShare.objects.get(to=tess, version__plan__cycle__pupil=rosa).version
        before = at(cast.elm, f"shared-plans/{version.public_id}/helps/")
    assert as_person(cast.elm, "Tess").get(before).status_code == 200
    with time_machine.travel(date(2026, 3, 2), tick=False), tenant_scope(cast.elm.organisation.pk):
        listed = {seen.called: seen.reasons for seen in who_sees(rosa, date(2026, 3, 2))}
    assert "gives support that is in the plan" in listed["Ms Tess Price"]


def test_the_way_back_ends_at_the_earliest_day_that_can_be_opened(cast):
    page = at(cast.elm, "today/")
    with time_machine.travel(date(2025, 11, 21), tick=False):
        tess = as_person(cast.elm, "Tess")
        for _nth in range(12):
            back = re.search(
                r'href="([^"]+)">The school day before', tess.get(page).content.decode()
            )
            if back is None:
                break
            page = back[1]
            assert tess.get(page).status_code == 200
        assert page.endswith("day=2025-11-07")


def test_a_key_person_has_sessions_and_a_teacher_lessons(cast):
    elm = cast.elm
    with tenant_scope(elm.organisation.pk):
        kit = ["Ms Kit Rowe", "kit@elm.example", [Role.KEYWORKER]]
        elm.members["Kit"] = add_staff(
            elm.organisation, *kit, actor=elm.actor("Amina", DAY), today=DAY
        )
    for name, word, other in (("Kit", "session", "lesson"), ("Ben", "lesson", "session")):
        page = as_person(elm, name).get(at(elm, "next-lesson/"), follow=True).content.decode()
        assert f"My next {word}" in page
        assert f"My next {other}" not in page
        home = as_person(elm, name).get(at(elm, "")).content.decode()
        assert f"See what helps in a {word}" in home
        assert f"My next {other}" not in home
