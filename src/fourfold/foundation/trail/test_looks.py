"""Looks reach the chain once, and those at an organisation that is not here are kept aside and stop nobody."""

from pathlib import Path

import pytest

from fourfold.config import clock
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import walk
from fourfold.foundation.trail.looks import drain, note_look
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import Cast


def _look(tenant: int) -> None:
    note_look(
        tenant=tenant,
        at=clock.now(),
        actor="a",
        what="child",
        label="people.Pupil",
        subject="b",
        child="c",
    )


@pytest.mark.django_db
def test_a_look_is_written_once_and_an_unknown_organisations_is_kept_aside(
    cast: Cast, settings
) -> None:
    _look(cast.elm.organisation.pk)
    _look(999_999)
    assert drain() == 1
    assert drain() == 0
    with tenant_scope(cast.elm.organisation.pk):
        assert TrailEntry.objects.filter(act="look:child").count() == 1
        assert list(walk()) == []
    kept = list(Path(settings.JOURNAL).glob("unknown-*.jsonl"))
    assert len(kept) == 1
    assert "999999" in kept[0].read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_torn_line_is_set_aside_and_the_looks_around_it_are_written(cast: Cast, settings) -> None:
    journal = Path(settings.JOURNAL) / "looks.jsonl"
    _look(cast.elm.organisation.pk)
    for torn in (b'["abc", 1, "2026-', b"\xff\xfe", b"[1]\n", b'["a",1,3,"b","c","d","e","f"]'):
        with journal.open("ab") as file:
            file.write(torn)
        _look(cast.elm.organisation.pk)
    assert drain() == 5
    assert drain() == 0
    (aside,) = Path(settings.JOURNAL).glob("torn-*.jsonl")
    assert len(aside.read_bytes().splitlines()) == 4
    assert not list(Path(settings.JOURNAL).glob("taken-*"))
