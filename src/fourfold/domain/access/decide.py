"""The one answer that every door asks for: `Allowed` with the reason, or `Refused` with the
reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fourfold.domain.access.table import ABOUT_THE_SETTING, BARS, GRANTS, Grant, Relation
from fourfold.domain.access.words import Action, Allowed, Refused, Standing
from fourfold.domain.words import N_, Role

STRANGER: Final = Refused("no_relation", N_("There is nothing here for you."), hidden=True)
BARRED: Final = Refused("barred", N_("There is nothing here for you."), hidden=True)
RESTRICTED: Final = Refused("not_named", N_("There is nothing here for you."), hidden=True)
NOT_THIS_CHILD: Final = Refused(
    "no_tie_to_child", N_("There is nothing here for you."), hidden=True
)
NOT_YOURS: Final = Refused(
    "not_for_this_role", N_("This is not part of what you do here."), hidden=False
)
NOT_NOW: Final = Refused(
    "relation_missing",
    N_("This is for those who work with the child in another way."),
    hidden=False,
)
NOT_SHARED: Final = Refused("not_shared", N_("This has not been shared with you."), hidden=True)

_ONLY_WHEN_SHARED: Final = frozenset(
    {Action.SEE_SHARED_PLAN, Action.SEE_SENT_CASE, Action.EXPORT_SHARED}
)
# That another of the family has said something is not for one to know.
_OF_ONE_IN_THE_FAMILY: Final = frozenset(
    {Action.SEE_ANSWER, Action.WITHDRAW_CONCERN, Action.READ_CONTRIBUTION}
)
_FAMILY: Final = frozenset({Role.FAMILY, Role.YOUNG_PERSON})
_HIDDEN_WITHOUT_NAME: Final = frozenset({Action.SEE_RESTRICTED, Action.SEE_SEALED})


def decide(action: Action, standing: Standing) -> Allowed | Refused:
    """Whether a person who stands so may do that, and why.

    Deny is the default: a standing that is not in force at this setting, or is barred, has no
    answer but `Refused`.
    """
    if not (standing.at_this_setting and standing.in_force):
        return STRANGER
    if any(action in BARS[bar] for bar in standing.barred_from):
        return BARRED
    relation = _relation(action, standing)
    if relation is not None:
        return Allowed(relation.id, relation.sentence)
    return _refusal(action, standing)


def decide_any(action: Action, standings: Iterable[Standing]) -> Allowed | Refused:
    """The answer for a person with several roles: the first yes, unless any of their standings is
    barred from it;
    else the refusal that says most."""
    answers = [decide(action, standing) for standing in standings]
    if BARRED in answers:
        return BARRED
    allowed = next((answer for answer in answers if isinstance(answer, Allowed)), None)
    if allowed is not None:
        return allowed
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    return next((each for each in refusals if not each.hidden), next(iter(refusals), STRANGER))


def roles_that_may(action: Action) -> dict[Role, tuple[Relation, ...]]:
    """Every role that may do it and through which relations, for documents and "who can see"."""
    found: dict[Role, tuple[Relation, ...]] = {}
    for grant in GRANTS:
        if grant.action is action:
            found[grant.role] = (*found.get(grant.role, ()), grant.relation)
    return found


_BY_ACTION_AND_ROLE: Final[dict[tuple[Action, Role], tuple[Grant, ...]]] = {
    (action, role): tuple(g for g in GRANTS if g.action is action and g.role is role)
    for action in Action
    for role in Role
}


def _relation(action: Action, standing: Standing) -> Relation | None:
    grants = _BY_ACTION_AND_ROLE[action, standing.role]
    return next((grant.relation for grant in grants if grant.relation.holds(standing)), None)


def _refusal(action: Action, standing: Standing) -> Refused:
    if action in _HIDDEN_WITHOUT_NAME:
        return RESTRICTED
    if action in _OF_ONE_IN_THE_FAMILY and standing.role in _FAMILY:
        return NOT_SHARED
    possible = _BY_ACTION_AND_ROLE[action, standing.role]
    if action in ABOUT_THE_SETTING:
        return NOT_YOURS
    if _relation(Action.SEE_CHILD, standing) is None:
        return NOT_THIS_CHILD
    if action in _ONLY_WHEN_SHARED and possible:
        return NOT_SHARED
    return NOT_NOW if possible else NOT_YOURS
