"""Presenters: what a review looks at, row by row, and what it agreed, as each reader may see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.do.pages import GivenLine, given_line, words_given
from fourfold.casework.people.models import Contact
from fourfold.casework.plan.models import Outcome, SupportLine
from fourfold.casework.plan.pages import measured
from fourfold.casework.review.choices import GivenHow
from fourfold.casework.review.models import RecordGiven, Review
from fourfold.casework.voice.queries import words_read
from fourfold.domain.do import Delivery
from fourfold.domain.review import next_review
from fourfold.domain.words import Judgement, LineDecision, NextStep
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome under review: its words, from where to where, and the support that was for it."""

    key: str
    words: str
    way: Words
    counted: bool
    lines: tuple[GivenLine, ...]


def _value(text: str, number: Decimal | None, unit: str) -> Words:
    words = measured(text, "" if number is None else str(number), unit)
    return ui.written(words) if words else _("not said")


def way_of(outcome: Outcome) -> Markup:
    """“From: Reads slowly (11 errors). Aim: 3 errors.”"""
    return ui.filled(
        _("From: %(baseline)s. Aim: %(target)s."),
        baseline=_value(outcome.baseline, outcome.baseline_number, outcome.unit),
        target=_value(outcome.target, outcome.target_number, outcome.unit),
    )


def rows_of(
    outcomes: tuple[Outcome, ...], lines: tuple[SupportLine, ...], given: dict[int, Delivery]
) -> tuple[list[OutcomeRow], list[GivenLine]]:
    """The outcomes with their lines, and the lines that are for none of them."""
    shown: dict[int | None, list[GivenLine]] = defaultdict(list)
    mine = {outcome.pk for outcome in outcomes}
    for line in lines:
        towards = line.towards_id if line.towards_id in mine else None
        shown[towards].append(given_line(line, given[line.pk]))
    rows = [
        OutcomeRow(
            outcome.public_id,
            outcome.words,
            way_of(outcome),
            outcome.is_counted,
            tuple(shown[outcome.pk]),
        )
        for outcome in outcomes
    ]
    return rows, shown[None]


def too_little(lines: list[GivenLine]) -> list[GivenLine]:
    """The lines of which less than 80 in 100 was given: said before anything is judged (domain 3.3)."""
    return [line for line in lines if not line.enough]


@dataclass(frozen=True)
class Shown:
    """A review as one reader may see it: a family member sees what the child said and their own words, no other."""

    held_on: date
    led_by: str
    version: int
    outcomes: tuple[dict[str, Any], ...]
    lines: tuple[dict[str, Any], ...]
    people: tuple[dict[str, Any], ...]
    words: str
    next_step: str
    next_words: str
    next_review_on: date | None
    ends: bool


_SIGNS: Final[dict[Judgement, State]] = {
    Judgement.MET: "done",
    Judgement.NEARLY: "due",
    Judgement.NOT_YET: "waiting",
}


def _judged(row: dict[str, Any]) -> Markup | str:
    if not row["judgement"]:
        return _("not answered")
    judgement = Judgement(row["judgement"])
    return ui.state(_SIGNS[judgement], _(judgement.label))


def _judged_row(row: dict[str, Any]) -> dict[str, Any]:
    """An outcome as it was judged: from where, to where and where the child is now, in words and as numbers.

    What was written down early names the number alone, in the place of the words.
    """
    unit, numbers = row["unit"], ("baseline", "target")
    ways = {each: measured(row[each], row.get(f"{each}_number", ""), unit) for each in numbers}
    now = measured(str(row.get("now", "")), row["number"], unit)
    return {**row, **ways, "now": now, "answer": _judged(row)}


def _given_of(line: dict[str, Any]) -> str:
    """How much of a line was given until the review, in the words of every page; early ones kept two of the numbers."""
    more, missed = line.get("more", 0), line.get("missed", 0)
    starts = date.fromisoformat(line["starts_on"]) if line.get("starts_on") else None
    return f"{words_given(line['planned'], line['delivered'], more, missed, starts=starts)}."


def shown(review: Review, reader: Contact | None, *, family: bool, child_name: str) -> Shown:
    """What a review agreed, from what was frozen, for a reader; `reader` is the contact who reads, if one does.

    A family member is shown no other carer: neither what they said nor that they were there. What was said is shown
    once a named adult has read it (W9); that some waits to be read is told to staff alone.
    """
    kept = review.snapshot
    mine = {"", reader.public_id if reader else ""}
    people = [p for p in kept["people"] if not family or p["contact"] in mine]
    words = dict(words_read(frozenset(p["said"] for p in people if p["said"])))
    return _shown(kept, people, words, family=family, child_name=child_name)


@dataclass(frozen=True)
class Corrected:
    """A correction of a review: when, and for staff by whom, why, and what it said before."""

    on: date
    by: str
    because: str
    before: Shown | None


def corrections_shown(review: Review, *, family: bool) -> list[Corrected]:
    """The corrections of a review, the newest first; a family is told that there was one, and when."""
    if not review.corrected:
        return []
    rows = review.corrections.select_related("by").order_by("-pk")
    if family:
        return [Corrected(row.on, "", "", None) for row in rows]
    name = review.cycle.pupil.given_name
    return [
        Corrected(
            row.on,
            row.by.called if row.by else "",
            row.because,
            _shown(row.before, row.before["people"], {}, family=True, child_name=name),
        )
        for row in rows
    ]


def _shown(
    kept: dict[str, Any],
    people: list[dict[str, Any]],
    words: dict[str, str],
    *,
    family: bool,
    child_name: str,
) -> Shown:
    return Shown(
        held_on=date.fromisoformat(kept["held_on"]),
        led_by=kept["led_by"],
        version=kept["version"],
        outcomes=tuple(_judged_row(row) for row in kept["outcomes"]),
        lines=tuple(
            {
                **row,
                "given": _given_of(row),
                "answer": _(LineDecision(row["decision"]).label)
                if row["decision"]
                else _("not answered"),
            }
            for row in kept["lines"]
        ),
        people=tuple(
            {
                **p,
                "name": p["name"] or child_name,
                "said": words.get(p["said"], ""),
                "waits": bool(p["said"]) and p["said"] not in words and not family,
            }
            for p in people
        ),
        words=kept["words"],
        next_step=_(NextStep(kept["next_step"]).label) if kept["next_step"] else "",
        next_words=kept["next_words"],
        next_review_on=next_review(
            kept["next_step"],
            date.fromisoformat(kept["next_review_on"]) if kept["next_review_on"] else None,
        ),
        ends=kept["next_step"] == NextStep.EXIT,
    )


@dataclass(frozen=True)
class GivenTo:
    """To whom what a review agreed goes: when they had it, how, and how it stands while they have not."""

    name: str
    on: date | None
    how: str
    kind: str
    stands: str


def given_shown(rows: Iterable[RecordGiven], child_name: str) -> list[GivenTo]:
    """A line for each giving, as staff see it; one that failed says so."""
    return [
        GivenTo(
            name=_whose(row) or child_name,
            on=row.given_on,
            how=_how(row),
            kind="done" if row.given_on else "waiting" if row.is_on_its_way else "late",
            stands=_stands(row),
        )
        for row in rows
    ]


def _how(row: RecordGiven) -> str:
    if row.message and row.message.is_on_paper:
        return _("On paper")
    return _(GivenHow(row.how).label)


def _stands(row: RecordGiven) -> str:
    if row.overtaken:
        return _("corrected since they got it")
    if row.given_on:
        return _("given")
    return _("on its way") if row.is_on_its_way else _("did not reach them")


def _whose(row: RecordGiven) -> str:
    return str(row.contact) if row.contact else row.staff.called if row.staff else ""
