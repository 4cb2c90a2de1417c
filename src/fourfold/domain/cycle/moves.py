"""What a stage, a condition, a move and a verdict are. The moves themselves are in `table`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fourfold.domain.cycle.facts import CycleFacts
from fourfold.domain.words import N_, Certainty, Force, Role, Word


class Stage(Word):
    """Where one cycle stands. Lateness, disagreement and an open notice are not stages: they are
    due rows
    and facts beside it, so that nothing about being late changes what may be done (domain 3.1).
    """

    CONCERN = "concern", N_("Concern raised")
    DISCUSSION = "discussion", N_("Being looked into")
    DECIDED_NOT_NOW = "decided_not_now", N_("Watched, no SEN Support for now")
    ASSESS = "assess", N_("Assess")
    PLAN = "plan", N_("Plan")
    SHARED = "shared", N_("Plan shared")
    DO = "do", N_("Do")
    REVIEW = "review", N_("Review")
    REVIEWED = "reviewed", N_("Review held")
    CONTINUED = "continued", N_("Next cycle begun")
    EXITED = "exited", N_("SEN Support ended")
    ANSWERED = "answered", N_("Concern answered")
    WITHDRAWN = "withdrawn", N_("Concern withdrawn")
    ENDED = "ended", N_("Ended here")


SUPPORT_STAGES: Final = frozenset(
    {Stage.ASSESS, Stage.PLAN, Stage.SHARED, Stage.DO, Stage.REVIEW, Stage.REVIEWED}
)
"""The child is on SEN Support: code K, or E beside it."""

IDENTIFY_STAGES: Final = frozenset({Stage.CONCERN, Stage.DISCUSSION, Stage.DECIDED_NOT_NOW})
OPEN_STAGES: Final = IDENTIFY_STAGES | SUPPORT_STAGES
CLOSED_STAGES: Final = frozenset(Stage) - OPEN_STAGES
ACTIVE_PLAN_STAGES: Final = frozenset({Stage.SHARED, Stage.DO, Stage.REVIEW})


def _nobody(_facts: CycleFacts) -> tuple[str, ...]:
    return ()


def _no_part(_facts: CycleFacts, _who: tuple[str, ...]) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a move asks for.

    `sentence` says what is missing, in plain words, as it is shown to the person. Where it is missing of
    some people, outcomes or lines of support only, `who` finds them by their ids, and `named` is the
    sentence that names them (`%(who)s`). Where several parts may be missing of each, `parts` finds which
    are of some of them, and `named` names those (`%(what)s`).
    """

    id: str
    sentence: str
    citation: str
    force: Force
    certainty: Certainty
    test: Callable[[CycleFacts], bool]
    who: Callable[[CycleFacts], tuple[str, ...]] = _nobody
    named: str = ""
    parts: Callable[[CycleFacts, tuple[str, ...]], tuple[str, ...]] = _no_part


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a cycle. An empty `frm` begins a cycle.

    `must` holds only what would make the record untrue, and alone stops the move. `should` is
    everything else:
    shown with its paragraph, passed with a reason, and open until it is done. `by` says who
    usually does it;
    `access` decides who may.
    """

    id: str
    frm: frozenset[Stage]
    to: Stage
    title: str
    by: frozenset[Role]
    must: tuple[Condition, ...]
    should: tuple[Condition, ...]
    citation: str

    @property
    def begins_a_cycle(self) -> bool:
        """Whether this is the first move of a cycle."""
        return not self.frm


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the table says of one move on these facts.

    `refused_because` are the *must* that fail, `open` the *should* that are not done yet.
    """

    move: Move
    allowed: bool
    refused_because: tuple[Condition, ...]
    open: tuple[Condition, ...]
    not_from_here: bool
