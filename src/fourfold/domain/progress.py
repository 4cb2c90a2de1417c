"""Progress of one outcome: how far from the start value to the target, with an honest error.

A score is a measurement and carries its error (standard error of measurement, SEM). Where the
error is known, a
difference smaller than chance would make is not called progress, and a target within the error is
"too close to
say" (domain 3.3, 5.3; mistake 16). What is suggested here is a starting point; the people at the
review judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from fourfold.domain.words import N_, Judgement, Word

Z_95: Final = 1.96
NEARLY_FROM: Final = 0.8
"""From this share of the way on, "nearly" is suggested [derived]."""


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement: when, how much, and its standard error if the instrument has one.

    Raises `ValueError` for a negative error.
    """

    on: date
    value: float
    error: float | None = None

    def __post_init__(self) -> None:
        if self.error is not None and self.error < 0:
            raise ValueError("An error cannot be negative.")


class Suggestion(Word):
    """What the numbers suggest, or why they suggest nothing."""

    MET = "met", N_("Met")
    NEARLY = "nearly", N_("Nearly")
    NOT_YET = "not_yet", N_("Not yet")
    TOO_CLOSE = "too_close", N_("Too close to say")
    NOTHING_MEASURED = "nothing_measured", N_("Nothing measured yet")

    def as_judgement(self) -> Judgement | None:
        """The judgement to fill in, if the numbers are clear enough for one."""
        clear = {"met": Judgement.MET, "nearly": Judgement.NEARLY, "not_yet": Judgement.NOT_YET}
        return clear.get(self.value)


class Movement(Word):
    """Whether there was any change beyond chance since the start."""

    TOWARDS = "towards", N_("Nearer to the target")
    AWAY = "away", N_("Further from the target")
    NO_RELIABLE_CHANGE = "no_reliable_change", N_("No change that could not be chance")
    UNKNOWN = "unknown", N_("Not known")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an outcome stands.

    `share` is the part of the way from start to target (0 at the start, 1 at the target, below 0
    if it went
    backwards), with `low` and `high` at 95 in 100 where the error is known; all None where start
    and target are
    the same or nothing is measured. `with_error` says whether the error was taken into account at
    all.
    """

    latest: Point | None
    share: float | None
    low: float | None
    high: float | None
    movement: Movement
    suggestion: Suggestion
    with_error: bool


NOTHING: Final = Progress(
    None, None, None, None, Movement.UNKNOWN, Suggestion.NOTHING_MEASURED, with_error=False
)


def progress_of(
    baseline: Point, target: float, points: Sequence[Point], *, higher_is_better: bool = True
) -> Progress:
    """Progress from `baseline` to `target` on these measurements, in any order.

    The direction follows from the two values (11 errors to 3 is a fall that counts as progress);
    `higher_is_better` is asked only where they are equal (to keep a level). Measurements on or
    before the day of the
    baseline are left out: they are not what came of the support. With several on the last day,
    the last one listed.
    """
    later = [point for point in points if point.on > baseline.on]
    if not later:
        return NOTHING
    latest = max(enumerate(later), key=lambda pair: (pair[1].on, pair[0]))[1]
    rising = target > baseline.value if target != baseline.value else higher_is_better
    sign = 1.0 if rising else -1.0
    margin = None if latest.error is None else Z_95 * latest.error
    ahead = sign * (latest.value - target)
    share, low, high = _share(baseline, target, latest, margin)
    return Progress(
        latest=latest,
        share=share,
        low=low,
        high=high,
        movement=_movement(baseline, latest, sign),
        suggestion=_suggestion(ahead, share, margin),
        with_error=margin is not None,
    )


def _share(
    baseline: Point, target: float, latest: Point, margin: float | None
) -> tuple[float | None, float | None, float | None]:
    way = target - baseline.value
    if way == 0:
        return None, None, None
    share = (latest.value - baseline.value) / way
    if margin is None:
        return share, None, None
    half = abs(margin / way)
    return share, share - half, share + half


def _movement(baseline: Point, latest: Point, sign: float) -> Movement:
    """Beyond chance: more than 1.96 times the error of a difference of two measurements (both
    errors known)."""
    gain = sign * (latest.value - baseline.value)
    if baseline.error is None or latest.error is None:
        if gain == 0:
            return Movement.NO_RELIABLE_CHANGE
        return Movement.TOWARDS if gain > 0 else Movement.AWAY
    chance = Z_95 * sqrt(baseline.error**2 + latest.error**2)
    if gain == 0 or abs(gain) <= chance:
        return Movement.NO_RELIABLE_CHANGE
    return Movement.TOWARDS if gain > 0 else Movement.AWAY


def _suggestion(ahead: float, share: float | None, margin: float | None) -> Suggestion:
    """`ahead` is how far the latest value is past the target (below 0: short of it)."""
    if margin and abs(ahead) <= margin:
        return Suggestion.TOO_CLOSE
    if ahead >= 0:
        return Suggestion.MET
    if share is not None and share >= NEARLY_FROM:
        return Suggestion.NEARLY
    return Suggestion.NOT_YET
