"""The verbs of the plan, and the inner functions that later stages call within their own."""

from fourfold.casework.plan.actions.carrying import carry_forward
from fourfold.casework.plan.actions.drafting import (
    add_adjustment,
    add_line,
    add_outcome,
    begin_plan,
    change_adjustment,
    change_line,
    change_outcome,
    remove_adjustment,
    remove_line,
    remove_outcome,
    say_who_does_what,
    set_review_day,
)
from fourfold.casework.plan.actions.freezing import freeze
from fourfold.casework.plan.actions.saying import note_say, say_on_plan
from fourfold.casework.plan.actions.sharing import (
    EVERYONE,
    Receivers,
    change_shared_plan,
    hand_over,
    note_helps_seen,
    note_seen,
    share_plan,
    share_with_more,
    start_support,
)

__all__ = [
    "EVERYONE",
    "Receivers",
    "add_adjustment",
    "add_line",
    "add_outcome",
    "begin_plan",
    "carry_forward",
    "change_adjustment",
    "change_line",
    "change_outcome",
    "change_shared_plan",
    "freeze",
    "hand_over",
    "note_helps_seen",
    "note_say",
    "note_seen",
    "remove_adjustment",
    "remove_line",
    "remove_outcome",
    "say_on_plan",
    "say_who_does_what",
    "set_review_day",
    "share_plan",
    "share_with_more",
    "start_support",
]
