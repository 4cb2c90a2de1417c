"""Everything that the conditions of a move look at, as plain facts about one cycle.

A room fills a `CycleFacts` from its rows and asks `check`. People are opaque ids here: a rule
never needs a
name. Every default is "nothing known yet", so that an empty form is refused and never passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fourfold.domain.cycle.code import InheritedSpell
from fourfold.domain.words import AreaOfNeed, EndReason, Judgement, NextStep, Say


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person did or decided: who (an id), when, and in which words."""

    by: str = ""
    on: date | None = None
    words: str = ""

    @property
    def has_person(self) -> bool:
        """It says who."""
        return bool(self.by.strip())

    @property
    def has_words(self) -> bool:
        """It says why, or what."""
        return bool(self.words.strip())

    def happened_by(self, today: date) -> bool:
        """It says when, and that is not in the future."""
        return self.on is not None and self.on <= today


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One person who is owed the news, the plan and a say: each parent or carer separately, and
    the child.

    `cannot_come` to the review on a day for which they were asked and to no other since; of the
    `days_offered` to them so far.
    `withheld_because` is the lawful reason, recorded by a named person, for not sending to this
    one.
    """

    person: str
    is_child: bool = False
    told_on: date | None = None
    views_asked_on: date | None = None
    views_given_on: date | None = None
    plan_shared_on: date | None = None
    say: Say = Say.NOT_ASKED
    invited_on: date | None = None
    cannot_come: bool = False
    days_offered: int = 0
    took_part: bool = False
    withheld_because: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """One outcome of the plan: which of its parts are there, and what the review said."""

    outcome: str
    has_words: bool = True
    has_measure: bool = False
    has_baseline: bool = False
    has_target: bool = False
    by: date | None = None
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of support: who gives it, how much was planned and delivered so far; `to_change`: the last review said
    that it is to be changed, and nobody has done so yet.
    """

    line: str
    given_by: str = ""
    staff_trained: bool | None = None
    sessions_planned: int = 0
    sessions_delivered: int = 0
    decided: bool = False
    to_change: bool = False


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """One cycle as it stands on `today`, with what the move itself would write already in it: a
    verb puts the decision
    that was just typed in here, and then asks whether it may be written.

    `last_step_on` is the day of the move before. `shared_with` counts those for whom this version
    of the plan is, whether it has reached them or is on its way; the days say whom it has reached.
    So with the end of support: `end_is_being_told` when it is written to each, `end_told_on` once
    it has reached the last of them.
    `plan_version` is the version that is being
    written, or in force where none
    is: None while it says nothing at all. `frozen_versions` are those that were ever in force,
    `reviewed_version_on` is the day on which the one that was reviewed came into force,
    `next_review_by` the day by which a review each term asks for the next one.
    """

    today: date
    # the spine
    last_step_on: date | None = None
    # identify
    raised: Deed = Deed()
    raiser_answered_on: date | None = None
    teaching_tried: bool = False
    need_is_obvious: bool = False
    discussed_on: date | None = None
    discussion_note_given_on: date | None = None
    decision: Deed = Deed()
    decision_is_support: bool | None = None
    areas: frozenset[AreaOfNeed] = frozenset()
    only_language: bool = False
    look_again_on: date | None = None
    # where support comes from, when no decision here began it
    inherited: tuple[InheritedSpell, ...] = ()
    follows_cycle: str = ""
    # people
    family: tuple[FamilyMember, ...] = ()
    is_young_person: bool = False
    # whether a decision that SEN Support starts stands here: before it there is no news to be told
    news_is_owed: bool = True
    others_asked: int = 0
    others_answered: int = 0
    # assess
    strengths: int = 0
    needs: int = 0
    # plan
    plan_version: int | None = None
    shared_versions: frozenset[int] = frozenset()
    frozen_versions: frozenset[int] = frozenset()
    outcomes: tuple[OutcomeFacts, ...] = ()
    lines: tuple[LineFacts, ...] = ()
    responsibilities_of: frozenset[str] = frozenset()
    review_on: date | None = None
    shared_with: int = 0
    staff_shared_on: date | None = None
    # do
    support_started_on: date | None = None
    # review
    meets_on: date | None = None
    review: Deed = Deed()
    reviewed_version: int | None = None
    reviewed_version_on: date | None = None
    next_step: NextStep | None = None
    next_step_decided: Deed = Deed()
    next_review_on: date | None = None
    next_review_by: date | None = None
    review_shared_on: date | None = None
    # the end
    answer: Deed = Deed()
    exit: Deed = Deed()
    end_told_on: date | None = None
    end_is_being_told: bool = False
    watch_until: date | None = None
    ending: Deed = Deed()
    ending_reason: EndReason | None = None

    @property
    def parents(self) -> tuple[FamilyMember, ...]:
        """The parents and carers, without the child."""
        return tuple(each for each in self.family if not each.is_child)

    @property
    def owed_the_news(self) -> tuple[FamilyMember, ...]:
        """Those whom section 68 names: the young person, else every parent and carer."""
        if self.is_young_person:
            return tuple(each for each in self.family if each.is_child)
        return self.parents

    @property
    def child(self) -> FamilyMember | None:
        """The child or young person, if they have a place in the facts."""
        return next((each for each in self.family if each.is_child), None)
