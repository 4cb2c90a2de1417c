"""The screens on which a plan is written: what cannot be meant, and whose words stand where."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.assess.actions import add_need
from fourfold.casework.cycles.story import story_of
from fourfold.casework.plan import actions
from fourfold.casework.plan.models import Outcome
from fourfold.casework.voice.actions import Said, write_down_views
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_plan import DAY, a_cycle, cast_with_a_plan
from tests.cast import Cast
from tests.signed_in import as_person
from tests.typed import typed_into

NOW = datetime(2026, 1, 12, 10, tzinfo=UTC)


@pytest.fixture
def made(db):
    with time_machine.travel(NOW, tick=False):
        yield cast_with_a_plan()


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


def typed_day(name, day):
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_a_day_or_time_that_cannot_be_meant_is_asked_about_in_a_sentence(cast, plan):
    ben = as_person(cast.elm, "Ben")
    christmas, sunday = date(2026, 12, 25), date(2026, 1, 18)
    where = _address(cast, "line_add", plan=plan)
    text = ben.post(where, {"what": "x", "at": "25:99"}).content.decode()
    assert "There is no time of day 25:99." in text
    for day in (christmas, sunday):
        for at, name in ((where, "starts_on"), (_address(cast, "start", plan=plan), "starts_on")):
            sent = {"what": "x", **typed_day(name, day)}
            text = ben.post(at, sent).content.decode()
            assert "The setting is closed on" in text
            assert "It is open again on Monday" in text
            assert 'name="closed_is_meant"' in text
    sent = {"what": "x", **typed_day("starts_on", sunday), "closed_is_meant": "on"}
    assert ben.post(where, sent).status_code == 303
    review = _address(cast, "review_day", plan=plan)
    text = ben.post(review, {**typed_day("day", date(2099, 6, 3)), "seen": "0"}).content.decode()
    assert "A review lies a year ahead at most" in text
    after = {**typed_day("day", date(2026, 6, 3)), "seen": "0"}
    assert "after the end of this term" in ben.post(review, after).content.decode()
    assert ben.post(review, {**after, "late_because": "He is away."}).status_code == 303
    page = ben.get(_address(cast, "plan", plan=plan)).content.decode()
    assert "After the end of the term, because:" in page
    assert "He is away." in ben.get(review).content.decode()


def test_who_counts_in_a_unit_from_a_number_to_a_number_is_not_told_that_a_measure_is_missing(
    cast, plan
):
    ben, where, missing = (
        as_person(cast.elm, "Ben"),
        _address(cast, "plan", plan=plan),
        "Without a measure",
    )
    for unit, lacks in (("errors", False), ("", True)):
        with tenant_scope(cast.elm.organisation.pk):
            aim, said = Outcome.objects.get(), {"measure": "", "unit": unit}
            actor = cast.elm.actor("Ben", DAY)
            actions.change_outcome(aim, actor=actor, seen=aim.revision, **said)
        page = strip_tags(ben.get(where).content.decode())
        assert (f"{missing}: {aim.words}" in page) is lacks
        assert missing in page or not lacks


def test_fewer_days_than_times_a_week_are_asked_about_until_it_is_several_times_on_a_day(
    cast, plan
):
    ben, where = as_person(cast.elm, "Ben"), _address(cast, "line_add", plan=plan)
    sent = {"what": "Cards", "per_week": "2", "days": ["1"]}
    text = ben.post(where, sent).content.decode()
    assert "It is to be 2 times a week, and 1 day is ticked." in text
    assert 'name="many_a_day"' in text
    assert 'name="many_a_day"' not in ben.get(where).content.decode()
    meant = ({"many_a_day": "on"}, {"days": ["1", "4"]}, {"days": []}, {"per_week": "1"})
    for nth, said in enumerate(meant):
        assert ben.post(where, {**sent, "what": f"Cards {nth}", **said}).status_code == 303
    page = ben.get(_address(cast, "plan", plan=plan)).content.decode()
    assert page.count("2 times a week") == 3
    assert "once a week, Monday" in page


def test_a_late_day_that_is_closed_is_asked_about_in_both_ways_at_once_and_the_reason_stays(
    cast, plan
):
    ben, where = as_person(cast.elm, "Ben"), _address(cast, "review_day", plan=plan)
    sunday = {**typed_day("day", date(2026, 6, 7)), "seen": "0"}
    text = ben.post(where, sunday).content.decode()
    assert "The setting is closed on" in text
    assert "after the end of this term" in text
    told = {**sunday, "late_because": "He is away."}
    assert "He is away." in ben.post(where, told).content.decode()
    no_day = ben.post(where, {**told, "day-day": "x"}).content.decode()
    assert "He is away." in no_day
    assert ben.post(where, {**told, "closed_is_meant": "on"}).status_code == 303


def test_numbers_and_examples_are_as_one_would_type_them(cast, plan):
    with tenant_scope(cast.elm.organisation.pk):
        outcome = Outcome.objects.get()
    text = as_person(cast.elm, "Ben").get(_address(cast, "outcome", outcome=outcome))
    assert 'value="11"' in text.content.decode()
    assert "For example, 6 4 2026" in text.content.decode()


def test_what_staff_wrote_stands_without_the_marks_of_speech(cast, plan, version):
    for name, where in (("Ben", "plan"), ("Dev", "shared")):
        row = {"plan": plan} if where == "plan" else {"version": version}
        text = as_person(cast.elm, name).get(_address(cast, where, **row)).content.decode()
        before = text.split("Daily phonics group")[0][-40:]
        assert "<q" not in text
        assert "<bdi" in before
        assert "<blockquote" not in text


def test_what_was_told_stands_with_its_question_and_a_restricted_need_is_marked(cast, plan):
    with tenant_scope(cast.elm.organisation.pk):
        amina = cast.elm.actor("Amina", DAY)
        add_need(plan.cycle, "A quiet place to be.", ["cognition_and_learning"], actor=amina,
                 today=DAY, readers=[cast.elm.members["Ben"]])  # fmt: skip
        dev = cast.elm.contacts["Dev"]
        told = Said(going_well="He sings.", hard="Mornings.")
        write_down_views(plan.cycle.pupil, dev, told, actor=amina, today=DAY)
        story = story_of(plan.cycle.pupil, cast.elm.actor("Ben", DAY))
        [need] = [each for each in story if each.words == "A quiet place to be."]
        assert "Seen only by the people named" in need.what
    text = as_person(cast.elm, "Ben").get(_address(cast, "plan", plan=plan)).content.decode()
    assert text.index("What is going well") < text.index("He sings.")
    assert text.index("What is hard") < text.index("Mornings.")
    marked = text.split("A quiet place to be.")[1][:600]
    assert "Seen only by the people named" in marked


def test_what_one_did_not_touch_stands_as_another_changed_it_meanwhile(cast, plan):
    school, home = "We read each day.", "He reads to his sister."
    where = _address(cast, "parts", plan=plan)
    amina, ben = as_person(cast.elm, "Amina"), as_person(cast.elm, "Ben")
    shown = {"setting": school, "family": home}
    assert ben.post(where, typed_into(ben.get(where)) | shown).status_code == 303
    mine = typed_into(amina.get(where)) | shown
    theirs = {"setting": "We read twice a day.", "family": "They play word games."}
    assert ben.post(where, typed_into(ben.get(where)) | theirs).status_code == 303
    answer = amina.post(where, mine | {"setting": "Tess reads with him."})
    assert answer.status_code == 409
    text = answer.content.decode()
    before, after = text.split("Put them together, and save")
    assert "What the family does at home" in before.split("Changed meanwhile, and not by you")[1]
    assert home not in text
    assert all(words in before for words in (theirs["setting"], "Tess reads with him."))
    assert theirs["family"] in after
    together = {"setting": "Tess reads with him twice.", "family": theirs["family"]}
    assert amina.post(where, typed_into(answer) | together).status_code == 303
    text = ben.get(where).content.decode()
    assert all(words in text for words in together.values())
    # Different parts of one plan: nothing was written by both, and nothing is shown twice.
    mine, theirs = typed_into(amina.get(where)), typed_into(ben.get(where))
    assert ben.post(where, theirs | together | {"child": "I choose the book."}).status_code == 303
    answer = amina.post(where, mine | together | {"family": "They read at bedtime."})
    text = answer.content.decode()
    assert "What you typed</h3>" not in text
    assert all(words in text for words in ("I choose the book.", "They read at bedtime."))


def test_a_day_and_a_choice_that_one_did_not_touch_stand_as_they_are_now(cast, plan):
    with tenant_scope(cast.elm.organisation.pk):
        line = plan.lines.first()
    where = _address(cast, "line", line=line)
    amina, ben = as_person(cast.elm, "Amina"), as_person(cast.elm, "Ben")
    mine = typed_into(amina.get(where)) | {"what": [line.what]}
    changed = {"minutes": ["35"], **typed_day("starts_on", date(2026, 1, 26))}
    changed |= {"per_week": ["2"], "days": ["2", "4"]}
    sent = typed_into(ben.get(where)) | {"what": [line.what]} | changed
    assert ben.post(where, sent).status_code == 303
    answer = amina.post(where, mine | {"place": "Library"})
    again = typed_into(answer)
    assert (answer.status_code, again["minutes"], again["days"]) == (409, ["35"], ["2", "4"])
    assert again["starts_on-day"] == ["26"]
    assert again["place"] == ["Library"]
    assert amina.post(where, again | {"what": [line.what]}).status_code == 303


def test_no_day_is_advised_that_is_refused(cast, plan):
    ben = as_person(cast.elm, "Ben")
    where = _address(cast, "review_day", plan=plan)
    sent = typed_into(ben.get(where)) | typed_day("day", date(2026, 1, 4))
    text = ben.post(where, sent).content.decode()
    assert "The date must be 12 January 2026 or later." in text
    assert "It is open again on" not in text


def test_what_was_typed_for_a_plan_that_is_over_is_kept_and_can_be_discarded(cast, plan):
    ben = as_person(cast.elm, "Ben")
    where = _address(cast, "parts", plan=plan)
    mine = typed_into(ben.get(where)) | {"setting": "Tess reads with him."}
    with tenant_scope(cast.elm.organisation.pk):
        actions.share_plan(plan, actor=cast.elm.actor("Ben", DAY), today=DAY)
    answer = ben.post(where, mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("This plan has been shared", "Tess reads with him.", "Discard it"):
        assert words in text
    assert "Put them together" not in text


def test_that_nothing_is_written_yet_is_said_before_somebody_shares_or_starts(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ben = cast.elm.actor("Ben", DAY)
        empty = actions.begin_plan(a_cycle(cast, "Leo"), actor=ben, today=DAY)
    for name in ("share", "start"):
        text = as_person(cast.elm, "Ben").get(_address(cast, name, plan=empty)).content.decode()
        assert "There is no plan yet: write down what was agreed first." in text
        assert '<form class="ff-form"' not in text
