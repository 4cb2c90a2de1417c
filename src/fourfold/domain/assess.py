"""Small rules of the stage "assess": which sources a full picture draws on (6.45), and who was
asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fourfold.domain.words import N_, Word


class Source(Word):
    """What paragraph 6.45 names. A diagnosis is not among them, and none is ever needed (I7)."""

    TEACHER_ASSESSMENT = "teacher_assessment", N_("What the teacher sees and assesses")
    PROGRESS = "progress", N_("Progress, attainment and behaviour so far")
    PEERS = "peers", N_("How it compares with others of the same age")
    PARENT_VIEWS = "parent_views", N_("What the parents or carers say")
    CHILD_VIEWS = "child_views", N_("What the child says")
    OBSERVATION = "observation", N_("Observations, alone and in a group")
    PROFESSIONALS = "professionals", N_("What professionals say")


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who was asked, when, until when, and when they answered or said that they could
    not."""

    person: str
    asked_on: date
    reply_by: date | None = None
    answered_on: date | None = None
    declined_on: date | None = None


def sources_missing(have: Iterable[Source], *, professionals_involved: bool) -> tuple[Source, ...]:
    """The sources of 6.45 that nothing was taken from yet; professionals only where some are
    involved."""
    found = set(have)
    return tuple(
        source
        for source in Source
        if source not in found and (source is not Source.PROFESSIONALS or professionals_involved)
    )


def not_answered(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Those who were asked and have neither answered nor declined, the longest waiting first
    (A3)."""
    waiting = [each for each in asked if each.answered_on is None and each.declined_on is None]
    return tuple(sorted(waiting, key=lambda each: (each.asked_on, each.person)))


def overdue_answers(asked: Iterable[Asked], today: date) -> tuple[Asked, ...]:
    """Those whose reply was asked for by a day that has passed."""
    return tuple(
        each for each in not_answered(asked) if each.reply_by is not None and each.reply_by < today
    )
