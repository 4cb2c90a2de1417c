"""What the system says aloud and never enforces: escalation rules A and B, and the guard on
delivery (domain 3.3).

A prompt is a sentence with its source. It opens a way; it closes none. A request for a needs
assessment needs no
prompt, no number of cycles and nobody's permission (domain mistake 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fourfold.domain.words import N_, Certainty, Force, Word

FIDELITY_PERCENT: Final = 80
"""Below this share of planned sessions a review says so before it judges the support [derived]."""

TERMLY_REVIEWS_FOR_RULE_B: Final = 2


class ProgressSeen(Word):
    """What a review saw against what was expected. `UNCLEAR` (no reliable change either way) is
    not the same as
    less than expected (3.3)."""

    AS_EXPECTED = "as_expected", N_("As expected")
    LESS_THAN_EXPECTED = "less_than_expected", N_("Less than expected")
    LITTLE_OR_NONE = "little_or_none", N_("Little or none")
    UNCLEAR = "unclear", N_("Too close to say")


@dataclass(frozen=True, slots=True)
class ReviewSeen:
    """What one review found: progress, how much of the planned support happened, and whether a
    term has passed since
    the review before (two talks in one week are not two termly reviews)."""

    progress: ProgressSeen
    sessions_planned: int = 0
    sessions_delivered: int = 0
    termly: bool = True
    far_below_age: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to say, with where it comes from."""

    id: str
    sentence: str
    citation: str
    force: Force
    certainty: Certainty
    to_family_too: bool


CONSIDER_SPECIALIST: Final = Prompt(
    "consider_specialist",
    N_(
        "Progress is still less than expected with support that fits: think of bringing "
        "in a specialist."
    ),
    "Code 6.58",
    Force.CODE_SHOULD,
    Certainty.FROM_MEMORY,
    to_family_too=True,
)
INVOLVE_SPECIALIST: Final = Prompt(
    "involve_specialist",
    N_(
        "There is little or no progress, or it is far below age, in spite of support: "
        "bring in a specialist."
    ),
    "Code 6.59",
    Force.CODE_SHOULD,
    Certainty.FROM_MEMORY,
    to_family_too=True,
)
OFFER_NEEDS_ASSESSMENT: Final = Prompt(
    "offer_needs_assessment",
    N_(
        "Two termly reviews in a row found less progress than expected. School and "
        "family can each ask the "
        "local authority for an education, health and care needs assessment. They may do "
        "so at any time."
    ),
    "Code 6.63; Children and Families Act 2014, section 36; local policy",
    Force.LOCAL_POLICY,
    Certainty.SEED,
    to_family_too=True,
)
SAY_WHAT_WAS_DELIVERED: Final = Prompt(
    "say_what_was_delivered",
    N_(
        "Less than 80 in 100 planned sessions happened. Say so before judging whether "
        "the support works."
    ),
    "Code 6.54: the quality of support, too",
    Force.GOOD_PRACTICE,
    Certainty.DERIVED,
    to_family_too=False,
)

_SHORT = frozenset({ProgressSeen.LESS_THAN_EXPECTED, ProgressSeen.LITTLE_OR_NONE})


def delivered_enough(planned: int, delivered: int) -> bool:
    """Whether at least 80 in 100 planned sessions happened. Nothing planned: nothing is missing.

    Raises `ValueError` for a negative number.
    """
    if planned < 0 or delivered < 0:
        raise ValueError("Sessions cannot be fewer than none.")
    return delivered * 100 >= planned * FIDELITY_PERCENT


def rule_a(reviews: Sequence[ReviewSeen]) -> Prompt | None:
    """Rule A (6.58, 6.59), on the latest review; oldest first. A review whose support did not
    happen says nothing
    about whether support works, so only what is far below age speaks then."""
    if not reviews:
        return None
    latest = reviews[-1]
    matched = delivered_enough(latest.sessions_planned, latest.sessions_delivered)
    if latest.far_below_age or (matched and latest.progress is ProgressSeen.LITTLE_OR_NONE):
        return INVOLVE_SPECIALIST
    if matched and latest.progress is ProgressSeen.LESS_THAN_EXPECTED:
        return CONSIDER_SPECIALIST
    return None


def rule_b(reviews: Sequence[ReviewSeen]) -> Prompt | None:
    """Rule B: the last two termly reviews in a row found less than expected progress, oldest
    first (R5)."""
    termly = [review for review in reviews if review.termly][-TERMLY_REVIEWS_FOR_RULE_B:]
    if len(termly) == TERMLY_REVIEWS_FOR_RULE_B and all(r.progress in _SHORT for r in termly):
        return OFFER_NEEDS_ASSESSMENT
    return None


def fidelity_guard(planned: int, delivered: int) -> Prompt | None:
    """The guard on delivery, when less than 80 in 100 planned sessions happened."""
    return None if delivered_enough(planned, delivered) else SAY_WHAT_WAS_DELIVERED


def prompts(reviews: Sequence[ReviewSeen]) -> tuple[Prompt, ...]:
    """All that is to be said after these reviews, oldest first: guard, rule A, rule B."""
    if not reviews:
        return ()
    latest = reviews[-1]
    found = (
        fidelity_guard(latest.sessions_planned, latest.sessions_delivered),
        rule_a(reviews),
        rule_b(reviews),
    )
    return tuple(prompt for prompt in found if prompt is not None)
