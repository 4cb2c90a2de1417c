"""The bank holidays of England (Banking and Financial Dealings Act 1971, and days by proclamation), by year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from holidays import country_holidays


@cache
def bank_holidays_of(year: int) -> frozenset[date]:
    """The bank and public holidays of England in a year, with the days that stand for those of a weekend."""
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def bank_holidays_within(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    """The bank holidays between the first and the last day of each of these spans.

    Not the first and the last day themselves: who begins or ends a term on a bank holiday says that it is open.
    """
    return frozenset(
        day
        for first, last in spans
        for year in range(first.year, last.year + 1)
        for day in bank_holidays_of(year)
        if first < day < last
    )
