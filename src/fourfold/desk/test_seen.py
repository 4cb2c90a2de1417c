"""What a child's page says of the cycle, and to whom: no more than each was told that they see."""

import pytest
from django.utils.html import strip_tags

from fourfold.casework.identify.actions import Seen, answer_concern, raise_concern
from fourfold.casework.identify.choices import Next
from fourfold.casework.identify.models import Concern
from fourfold.casework.plan.actions import add_outcome
from fourfold.casework.voice.actions import Said, read_contribution, write_down_views
from fourfold.config import clock
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast, Place
from tests.signed_in import as_person
from tests.whole_cycle import decided, with_plan

WAITS = "Whoever raised the concern has had no answer"


def _raised(elm: Place, who: str) -> Concern:
    today = clock.today()
    seen = Seen("He is afraid of the hall.", family_spoken=True)
    with tenant_scope(elm.organisation.pk):
        return raise_concern(elm.children["Ayaan"], seen, actor=elm.actor(who, today), today=today)


def _says(elm: Place, who: str, path: str = "") -> str:
    child = elm.children["Ayaan"].public_id
    answer = as_person(elm, who).get(f"/at/{elm.organisation.public_id}/child/{child}/{path}")
    return strip_tags(answer.content.decode())


def _look_into(elm: Place) -> Concern:
    today, concern = clock.today(), _raised(elm, "Ben")
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", today)
        answer_concern(concern, "We look.", str(Next.LOOK_INTO), actor=amina, today=today)
    return concern


@pytest.mark.parametrize(
    ("who", "stage", "missing"),
    [
        ("Amina", True, True),
        ("Hana", True, True),
        ("Ben", True, True),
        ("Evie", True, True),
        ("Sol", True, False),
        ("Tess", False, False),
        ("Ada", False, False),
        ("Dilek", False, False),
    ],
)
def test_where_a_cycle_stands_is_for_those_who_see_sen_support_and_what_is_missing_for_fewer(
    cast: Cast, who, stage, missing
):
    _look_into(cast.elm)
    page = _says(cast.elm, who)
    assert ("Cycle 1: " in page) is stage
    assert ("What is still missing" in page) is missing


@pytest.mark.parametrize("who", ["Ben", "Hana", "Evie", "Sol", "Ada", "Tess", "Amina"])
def test_that_a_family_raised_a_concern_is_known_to_first_readers_alone_until_it_was_read(
    cast: Cast, who
):
    elm, first_reader = cast.elm, who in {"Amina", "Sol"}
    concern = _raised(elm, "Dilek")
    assert ("Cycle 1: " in _says(elm, who)) is first_reader
    assert (WAITS in _says(elm, who)) is (who == "Amina")
    assert ("Look into it and decide" in _says(elm, who)) is (who == "Amina")
    today = clock.today()
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", today)
        read_contribution(concern.contribution, actor=amina, today=today)
    assert ("Cycle 1: " in _says(elm, who)) is (who not in {"Ada", "Tess"})


def test_words_of_a_draft_and_what_each_parent_was_told_are_named_to_its_writers_alone(cast: Cast):
    elm, today, aim = cast.elm, clock.today(), "Reads the draft aloud"
    with tenant_scope(elm.organisation.pk):
        plan = with_plan(elm, "Ayaan", today, decided)
        add_outcome(plan, words=aim, actor=elm.actor("Amina", today))
        cycle = plan.cycle.public_id
    at = f"/at/{elm.organisation.public_id}/"
    pages = ["", "children/", f"cycle/{cycle}/picture/"]
    for who, named in (("Amina", True), ("Ben", True), ("Evie", False)):
        page = " ".join(_says(elm, who).split())
        assert "What is still missing" in page, who
        assert (f"Without a measure, a start value, a target and a date: {aim}" in page) is named
        assert ("Not told yet that SEN Support starts: Dev Khan and Dilek Khan." in page) is named
        general = page.count("An outcome has no measure, no start value, no target or no date.")
        assert general == (0 if named else 1)
    for who in ("Evie", "Tess", "Grace"):
        page = "".join(_says(elm, who, each) for each in ("", "story/", "due/"))
        page += "".join(as_person(elm, who).get(at + each).content.decode() for each in pages)
        for words in (aim, "Dilek", "Dev Khan"):
            assert words not in page, (who, words)


def test_no_page_of_a_cycle_tells_that_a_parent_wrote_before_it_was_read(cast: Cast):
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        cycle = _raised(elm, "Dilek").cycle.public_id
    at = f"/at/{elm.organisation.public_id}/"
    of_a_cycle = (
        *("cycle/{}/looking-into-it/", "cycle/{}/decide/", "cycle/{}/tried/", "cycle/{}/picture/"),
        *("cycle/{}/picture/seen/", "cycles/{}/plan/", "cycles/{}/review/"),
        *("cycles/{}/review/prepare/", "cycles/{}/end/"),
    )
    late, nothing = at + "cycles/{}/plan/", "no-such-cycle"
    for who in ("Ben", "Evie", "Hana", "Tess", "Dev"):
        client = as_person(elm, who)
        for page in of_a_cycle:
            there, not_there = (client.get(at + page.format(each)) for each in (cycle, nothing))
            assert there.status_code == not_there.status_code == 404, (who, page)
            shown, unknown = there.content.decode(), not_there.content.decode()
            assert shown.replace(cycle, nothing) == unknown, (who, page)
    ben = as_person(elm, "Ben")
    sent = {"passed_because": "Dilek", "once": "a"}
    assert ben.post(late.format(cycle), sent).status_code == 404
    assert not KeptForm.objects.exists()
    # With a concern of his own he knows of the cycle, and still not of hers.
    with tenant_scope(elm.organisation.pk):
        concern = Seen("Cries.", family_spoken=True, tried=["seating"])
        raise_concern(elm.children["Ayaan"], concern, actor=elm.actor("Ben", today), today=today)
    for answer in (ben.get(late.format(cycle)), ben.post(late.format(cycle), sent)):
        words = strip_tags(answer.content.decode())
        assert "“Write the plan” cannot be done at this point" in words
        assert "Dilek Khan" not in words
        assert "What stands now: Concern raised." in words


@pytest.mark.parametrize("path", ["", "due/"])
@pytest.mark.parametrize("who", ["Ben", "Hana", "Amina"])
def test_what_is_due_for_words_that_nobody_read_is_shown_to_first_readers_alone(
    cast: Cast, who, path
):
    elm = cast.elm
    concern = _raised(elm, "Dilek")
    titles = ("a child or a family sent", "Answer a concern")
    for title in titles:
        assert (title in _says(elm, who, path)) is (who == "Amina"), title
    today = clock.today()
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", today)
        read_contribution(concern.contribution, actor=amina, today=today)
    assert titles[1] in _says(elm, who, path)


def test_the_list_of_the_setting_leaves_them_out_too(cast: Cast):
    elm = cast.elm
    _raised(elm, "Dilek")
    where = f"/at/{elm.organisation.public_id}/due/"
    assert "a family sent" in as_person(elm, "Amina").get(where).content.decode()
    page = as_person(elm, "Hana").get(where).content.decode()
    assert "What is due" in page
    assert "a family sent" not in page
    assert "Answer a concern" not in page


def test_a_second_concern_that_nobody_read_shows_in_nothing_that_is_missing(cast: Cast):
    elm = cast.elm
    concern = _look_into(elm)
    _raised(elm, "Dilek")
    with tenant_scope(elm.organisation.pk):
        cycle = Concern.objects.get(pk=concern.pk).cycle.public_id
    looking_into = f"/at/{elm.organisation.public_id}/cycle/{cycle}/looking-into-it/"
    assert WAITS in _says(elm, "Amina")
    assert WAITS not in _says(elm, "Ben")
    for who, shown in (("Amina", True), ("Ben", False)):
        page = as_person(elm, who).get(looking_into)
        assert (WAITS in page.content.decode()) is shown


def test_what_a_child_chose_of_pictures_is_what_matters_to_them(cast: Cast):
    elm, today = cast.elm, clock.today()
    said = Said(way="symbols", chosen={"lessons": "hard"})
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", today)
        write_down_views(elm.children["Ayaan"], None, said, actor=amina, today=today)
    for path in ("", "story/"):
        page = _says(elm, "Ben", path)
        assert "What matters to me" in page or path
        assert "My learning" in page
        assert "☹ Hard" in page


@pytest.mark.parametrize(("who", "folded"), [("Amina", 3), ("Ben", 0), ("Ada", 0)])
def test_ways_that_are_many_fold_the_rarer_ones_into_more(cast: Cast, who, folded):
    """On a telephone they take two rows and not three; without script, by the browser's own disclosure."""
    home = f"/at/{cast.elm.organisation.public_id}/"
    text = as_person(cast.elm, who).get(home).content.decode()
    ways = text.split('<nav class="ff-nav"', 1)[1].split("</nav>", 1)[0]
    apart, _more, inside = ways.partition("<details")
    rarer = inside.split("</details>", 1)[0]
    assert rarer.count("<a ") == folded
    assert apart.count("<a ") <= 7
    for words in ("Staff", "Terms", "Bring in a list"):
        assert (f">{words}<" in rarer) is (folded > 0)
    if folded:
        there = as_person(cast.elm, who).get(f"{home}staff/").content.decode()
        assert 'ff-nav__link--here">' in there.split("<details", 1)[1].split("</summary>")[0]
