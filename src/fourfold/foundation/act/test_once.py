"""A form acts once, by the clock that everything else goes by."""

from datetime import UTC, datetime

import pytest

from fourfold.config import clock
from fourfold.foundation.act.models import Done
from fourfold.foundation.act.once import act_once
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast


def test_a_form_sent_twice_acts_once_and_is_dated_by_our_own_clock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    done: list[int] = []

    def do() -> str:
        done.append(1)
        return "/there/"

    with tenant_scope(cast.elm.organisation.pk):
        assert [act_once("a-form", do), act_once("a-form", do)] == ["/there/", "/there/"]
        assert Done.objects.get().at == moment
    assert len(done) == 1
