"""The conditions that stop a move: each, if let through, would write something untrue. Nothing
else is here.

No diagnosis, no agreement, no notice, no price and no number of cycles is ever among them (I7;
promise 2).
All are our own inference from what a truthful record needs; the paragraph shows where the fact
comes from.
"""

from __future__ import annotations

from collections.abc import Callable

from fourfold.domain.cycle.facts import CycleFacts, Deed
from fourfold.domain.cycle.moves import Condition
from fourfold.domain.words import N_, Certainty, Force, NextStep

_GOES_ON = frozenset(NextStep) - {NextStep.EXIT}


def _must(id_: str, sentence: str, citation: str, test: Callable[[CycleFacts], bool]) -> Condition:
    return Condition(id_, sentence, citation, Force.GOOD_PRACTICE, Certainty.DERIVED, test)


def _past(deed: Callable[[CycleFacts], Deed]) -> Callable[[CycleFacts], bool]:
    return lambda facts: deed(facts).happened_by(facts.today)


def _in_turn(
    deed: Callable[[CycleFacts], Deed], *, answers_a_concern: bool = False
) -> Callable[[CycleFacts], bool]:
    """Not to come, and not before the step that it follows: a history goes forward."""

    def _holds(facts: CycleFacts) -> bool:
        done = deed(facts)
        before = (facts.last_step_on, facts.raised.on if answers_a_concern else None)
        return done.happened_by(facts.today) and all(
            day is None or (done.on is not None and day <= done.on) for day in before
        )

    return _holds


RAISED_WHO = _must(
    "raised_who", N_("Say who raised the concern."), "Code 6.20", lambda f: f.raised.has_person
)
RAISED_WHEN = _must(
    "raised_when",
    N_("Say when it was raised: today or earlier."),
    "Code 6.20",
    _past(lambda f: f.raised),
)
RAISED_WHAT = _must(
    "raised_what",
    N_("Say what was seen or said, in a few words."),
    "Code 6.20",
    lambda f: f.raised.has_words,
)
ANSWER_WHO = _must(
    "answer_who", N_("Say who gives the answer."), "Code 6.45", lambda f: f.answer.has_person
)
ANSWER_WHEN = _must(
    "answer_when",
    N_("Say when the answer was given: today or earlier, and not before what it follows."),
    "Code 6.45",
    _in_turn(lambda f: f.answer, answers_a_concern=True),
)
ANSWER_WHY = _must(
    "answer_why", N_("Give the reasons for the answer."), "Code 6.45", lambda f: f.answer.has_words
)
DECISION_WHO = _must(
    "decision_who", N_("Say who decided."), "Code 6.43", lambda f: f.decision.has_person
)
DECISION_WHEN = _must(
    "decision_when",
    N_("Say when it was decided: today or earlier, and not before what it follows."),
    "Code 6.43",
    _in_turn(lambda f: f.decision),
)
DECISION_WHY = _must(
    "decision_why",
    N_("Give the reasons for the decision."),
    "Code 6.43",
    lambda f: f.decision.has_words,
)
DECISION_IS_YES = _must(
    "decision_is_yes",
    N_("The decision does not say that SEN Support starts."),
    "Code 6.43",
    lambda f: f.decision_is_support is True,
)
DECISION_IS_NOT_NOW = _must(
    "decision_is_not_now",
    N_("The decision does not say that there is no SEN Support for now."),
    "Code 6.43",
    lambda f: f.decision_is_support is False,
)
INHERITED = _must(
    "inherited_support",
    N_("No support came with this child that still runs today: decide on it here instead."),
    "Code 6.16 and 6.57",
    lambda f: any(spell.covers(f.today) for spell in f.inherited),
)
FOLLOWS = _must(
    "follows_a_cycle",
    N_("Say which cycle this one follows."),
    "Code 6.44",
    lambda f: bool(f.follows_cycle),
)
PLAN_VERSION = _must(
    "plan_version",
    N_("There is no plan yet: write down what was agreed first."),
    "Code 6.48",
    lambda f: f.plan_version is not None,
)
SHARED_WITH_SOMEONE = _must(
    "shared_with_someone",
    N_("The plan has gone to nobody yet: choose with whom it is shared."),
    "Code 6.49",
    lambda f: f.shared_with > 0,
)
NEW_VERSION = _must(
    "new_version",
    N_(
        "This version was shared already. A shared plan stays as it was: change something to make"
        " a new version."
    ),
    "Code 6.72 to 6.75",
    lambda f: f.plan_version not in f.shared_versions,
)
STARTED = _must(
    "support_started",
    N_("Say on which day the support started, or will start."),
    "Code 6.52",
    lambda f: f.support_started_on is not None,
)
REVIEW_WHO = _must(
    "review_who", N_("Say who led the review."), "Code 6.66", lambda f: f.review.has_person
)
REVIEW_WHEN = _must(
    "review_when",
    N_(
        "Say when the review was held: today or earlier, and not before there was the plan that it"
        " judges."
    ),
    "Code 6.53 and 6.54",
    lambda f: (
        f.review.happened_by(f.today)
        and (
            f.reviewed_version_on is None
            or (f.review.on is not None and f.reviewed_version_on <= f.review.on)
        )
    ),
)
REVIEW_VERSION = _must(
    "review_version",
    N_("Say which version of the plan was reviewed."),
    "Code 6.54",
    lambda f: f.reviewed_version is not None,
)
REVIEW_VERSION_EXISTS = _must(
    "review_version_exists",
    N_("The version named in the review was never in force."),
    "Code 6.54",
    lambda f: f.reviewed_version is None or f.reviewed_version in f.frozen_versions,
)
NEXT_STEP_GOES_ON = _must(
    "next_step_goes_on",
    N_("The review did not decide that support goes on: choose the next step first."),
    "Code 6.55",
    lambda f: f.next_step in _GOES_ON,
)
EXIT_WHO = _must(
    "exit_who",
    N_("Say who decided that SEN Support ends."),
    "Code 6.55",
    lambda f: f.exit.has_person,
)
EXIT_WHEN = _must(
    "exit_when",
    N_("Say when SEN Support ended: today or earlier, and not before what it follows."),
    "Code 6.55",
    _in_turn(lambda f: f.exit),
)
EXIT_WHY = _must(
    "exit_why",
    N_("Give the reasons why SEN Support ends."),
    "Code 6.55",
    lambda f: f.exit.has_words,
)
ENDING_WHO = _must(
    "ending_who", N_("Say who writes this down."), "Code 6.57", lambda f: f.ending.has_person
)
ENDING_WHEN = _must(
    "ending_when",
    N_("Say from which day: today or earlier, and not before what it follows."),
    "Code 6.57",
    _in_turn(lambda f: f.ending, answers_a_concern=True),
)
ENDING_REASON = _must(
    "ending_reason",
    N_("Say whether the child has moved, left or died."),
    "Code 6.57",
    lambda f: f.ending_reason is not None,
)
WITHDRAWN_WHY = _must(
    "withdrawn_why",
    N_("Say why the concern is withdrawn."),
    "Code 6.20",
    lambda f: f.ending.has_words,
)
