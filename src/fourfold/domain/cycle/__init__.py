"""The graduated approach as one table of moves (domain 3.1 and 3.2; `design.md`, "State")."""

from fourfold.domain.cycle.check import (
    MoveRefused,
    check,
    conditions_of,
    find_move,
    moves_from,
    next_stage,
)
from fourfold.domain.cycle.code import (
    AuthorityPlan,
    InheritedSpell,
    OwnSpell,
    PupilHistory,
    SpellSource,
    end_inherited_support,
    projected_code,
)
from fourfold.domain.cycle.facts import (
    CycleFacts,
    Deed,
    FamilyMember,
    LineFacts,
    OutcomeFacts,
)
from fourfold.domain.cycle.moves import (
    ACTIVE_PLAN_STAGES,
    CLOSED_STAGES,
    IDENTIFY_STAGES,
    OPEN_STAGES,
    SUPPORT_STAGES,
    Condition,
    Move,
    Stage,
    Verdict,
)
from fourfold.domain.cycle.shoulds import DAYS_OFFERED, INVITE_DAYS, TEACHING_FIRST
from fourfold.domain.cycle.spells import CycleTrace, own_spells
from fourfold.domain.cycle.table import MOVES

__all__ = [
    "ACTIVE_PLAN_STAGES",
    "CLOSED_STAGES",
    "DAYS_OFFERED",
    "IDENTIFY_STAGES",
    "INVITE_DAYS",
    "MOVES",
    "OPEN_STAGES",
    "SUPPORT_STAGES",
    "TEACHING_FIRST",
    "AuthorityPlan",
    "Condition",
    "CycleFacts",
    "CycleTrace",
    "Deed",
    "FamilyMember",
    "InheritedSpell",
    "LineFacts",
    "Move",
    "MoveRefused",
    "OutcomeFacts",
    "OwnSpell",
    "PupilHistory",
    "SpellSource",
    "Stage",
    "Verdict",
    "check",
    "conditions_of",
    "end_inherited_support",
    "find_move",
    "moves_from",
    "next_stage",
    "own_spells",
    "projected_code",
]
