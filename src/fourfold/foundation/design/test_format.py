"""How dates, numbers and lists are written, in more than one language."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.utils import translation
from markupsafe import Markup

from fourfold.foundation.design import components as ui
from fourfold.foundation.design import format as shown_as

A_DAY = date(2026, 2, 12)
A_SHOWN = "Thursday 12 February"


def test_a_day_is_named_with_its_weekday_and_with_its_year_only_when_that_is_another() -> None:
    for now, shown in (("2026-09-01", A_SHOWN), ("2025-12-31", f"{A_SHOWN} 2026")):
        with time_machine.travel(f"{now} 12:00:00+00:00", tick=False):
            assert shown_as.day(A_DAY) == shown
            assert f">{shown}</time>" in ui.date_beside(A_DAY)
    assert shown_as.day(A_DAY, date(2026, 9, 1)) == "Thursday 12 February"
    assert shown_as.day(A_DAY, date(2025, 9, 1)) == "Thursday 12 February 2026"


def test_a_moment_is_shown_in_englands_time() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert shown_as.day(late, late) == "Wednesday 1 July"
    assert shown_as.moment(late) == "Wednesday 1 July 2026 at 00:30"
    assert shown_as.clock(time(8, 5)) == "08:05"


def test_dates_are_in_the_readers_language() -> None:
    with translation.override("tr"):
        assert "Şubat" in shown_as.day(A_DAY)


@pytest.mark.parametrize(
    ("pence", "shown"),
    [(0, "£0"), (600_000, "£6,000"), (123_450, "£1,234.50"), (5, "£0.05"), (-250, "−£2.50")],
)
def test_money_is_shown_in_pounds_from_whole_pence(pence: int, shown: str) -> None:
    assert shown_as.pounds(pence) == shown


def test_numbers_are_grouped_by_thousands() -> None:
    assert shown_as.number(999) == "999"
    assert shown_as.number(12345) == "12,345"


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "<c>"], "a, b and &lt;c&gt;"),
        ([Markup("<b>a</b>"), "100 %"], "<b>a</b> and 100 %"),
    ],
)
def test_a_list_reads_as_a_sentence_and_is_escaped(items: list, shown: str) -> None:
    assert shown_as.listed(items) == shown


def test_a_date_stands_with_how_far_off_it_is_beside_it() -> None:
    shown = ui.date_beside(date(2026, 5, 12), "in 24 school days")
    assert shown == (
        '<time datetime="2026-05-12">Tuesday 12 May</time> <span class="ff-far">in 24 school days</span>'
    )
