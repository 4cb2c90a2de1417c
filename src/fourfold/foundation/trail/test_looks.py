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
