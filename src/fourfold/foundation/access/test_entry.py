"""How a page of a setting is entered: by which methods, and which looks are left on the trail."""

import json
from pathlib import Path

import pytest

from tests.cast import make_cast
from tests.signed_in import as_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def looks(tmp_path, settings):
    """The looks written since, by what was looked at."""
    settings.JOURNAL = tmp_path

    def read() -> list[str]:
        journal = Path(settings.JOURNAL) / "looks.jsonl"
        lines = journal.read_text().splitlines() if journal.exists() else []
        return [json.loads(line)[4] for line in lines]

    return read


def facts_of(cast) -> str:
    ayaan = cast.elm.children["Ayaan"].public_id
    return f"/at/{cast.elm.organisation.public_id}/child/{ayaan}/facts/"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_a_page_is_drawn_for_no_method_but_the_three_that_leave_a_look(cast, looks, method):
    answer = as_person(cast.elm, "Amina").generic(method, facts_of(cast))
    assert answer.status_code == 405
    assert not answer.content
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert looks() == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_that_is_a_page_leaves_a_look(cast, looks, method):
    answer = as_person(cast.elm, "Amina").generic(method, facts_of(cast))
    assert answer.status_code == 200
    assert looks() == ["child.facts"]


def test_what_is_refused_or_leads_elsewhere_leaves_no_look(cast, looks):
    assert as_person(cast.oak, "Cara").get(facts_of(cast)).status_code == 404
    amina = as_person(cast.elm, "Amina")
    amina.logout()
    assert amina.post(facts_of(cast)).status_code == 303
    assert looks() == []
