"""Who may do and see what, decided from relations and denied by default (W5 to W9; domain 2)."""

from fourfold.domain.access.decide import decide, decide_any, roles_that_may
from fourfold.domain.access.table import (
    ABOUT_THE_SETTING,
    BARS,
    GRANTS,
    KNOWS_STATUS,
    Grant,
    Relation,
)
from fourfold.domain.access.words import Action, Allowed, Bar, Refused, Standing

__all__ = [
    "ABOUT_THE_SETTING",
    "BARS",
    "GRANTS",
    "KNOWS_STATUS",
    "Action",
    "Allowed",
    "Bar",
    "Grant",
    "Refused",
    "Relation",
    "Standing",
    "decide",
    "decide_any",
    "roles_that_may",
]
