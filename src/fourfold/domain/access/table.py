"""Who may do what: one table of action, role and relation. What is not here is refused (deny by
default).

Sources: domain 2 (roles), W5 to W9, `design.md` "Permission". Families see what was shared, as it
was shared.
Governors see the whole and no child. The safeguarding lead sees a summary. An assistant sees the
groups they lead. Those
from outside see a case while a grant on it lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from fourfold.domain.access.words import Action, Bar, Standing
from fourfold.domain.words import N_, Role

A = Action


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that carries a permission: its name, the reason shown, and how to see that it
    holds."""

    id: str
    sentence: str
    holds: Callable[[Standing], bool]


@dataclass(frozen=True, slots=True)
class Grant:
    """One row: this role may do this through that relation."""

    action: Action
    role: Role
    relation: Relation


MEMBER: Final = Relation("works_here", N_("you work here"), lambda s: True)
WHOLE: Final = Relation("looks_after_all", N_("your role here covers every child"), lambda s: True)
TEACHES: Final = Relation("teaches", N_("you teach this child"), lambda s: s.teaches)
LEADS: Final = Relation(
    "leads_group", N_("you lead a group of this child"), lambda s: s.leads_group
)
FAMILY: Final = Relation("family", N_("you are this child’s family"), lambda s: s.family_of)
FAMILY_TAKES_PART: Final = Relation(
    "family_takes_part",
    N_("you are this child’s family"),
    lambda s: s.family_of and (not s.child_is_young_person or s.young_person_agrees),
)
FAMILY_GIVEN: Final = Relation(
    "family_given", N_("it was shared with you"), lambda s: s.family_of and s.shared_with
)
SELF: Final = Relation("self", N_("it is about you"), lambda s: s.is_self)
SELF_GIVEN: Final = Relation(
    "self_given", N_("it was shared with you"), lambda s: s.is_self and s.shared_with
)
GRANTED: Final = Relation(
    "granted",
    N_("you were invited to work with this child"),
    lambda s: s.granted_until is not None and s.on <= s.granted_until,
)
GRANTED_GIVEN: Final = Relation(
    "granted_given",
    N_("it was shared with you"),
    lambda s: GRANTED.holds(s) and s.shared_with,
)
NAMED: Final = Relation("named", N_("you are named for it"), lambda s: s.named)
NAMED_ON_GRANT: Final = Relation(
    "named_on_grant", N_("you are named for it"), lambda s: s.named and GRANTED.holds(s)
)
READS_FIRST: Final = Relation(
    "reads_first", N_("you read first what children and families send"), lambda s: s.reads_first
)
RAISED: Final = Relation("raised_it", N_("you raised it"), lambda s: s.raised_it)
RAISED_ON_GRANT: Final = Relation(
    "raised_on_grant", N_("you raised it"), lambda s: s.raised_it and GRANTED.holds(s)
)
SAFEGUARDING: Final = Relation(
    "safeguarding", N_("you are the designated safeguarding lead"), lambda s: True
)


def _rows(roles: Iterable[Role], relation: Relation, actions: Iterable[Action]) -> list[Grant]:
    listed = tuple(actions)
    return [Grant(action, role, relation) for role in roles for action in listed]


_ALL_SENCO = frozenset(Action) - {
    A.SEE_RESTRICTED,
    A.SEE_SEALED,
    A.SEE_SENT_CASE,
    A.SAY_ON_PLAN,
    A.GIVE_VIEWS,
    A.ASK_MEETING,
    A.EXPORT_SHARED,
    A.WITHDRAW_CONCERN,
}
_TEACHING = (
    A.SEE_CHILD,
    A.SEE_NEEDS,
    A.SEE_SUPPORT,
    A.SEE_STORY,
    A.SEE_ANSWER,
    A.RECORD_DISCUSSION,
    A.TELL_PARENTS,
    A.ASK_VIEWS,
    A.WRITE_DOWN_VIEWS,
    A.PASS_TO_SAFEGUARDING,
    A.WRITE_ASSESSMENT,
    A.ADD_OBSERVATION,
    A.WRITE_PLAN,
    A.SHARE_PLAN,
    A.SEE_SHARED_PLAN,
    A.LOG_SESSION,
    A.SEE_TODAY,
    A.ARRANGE_MEETING,
    A.HOLD_REVIEW,
    A.SEE_DUE,
    A.SEE_WHO_CAN_SEE,
)
_LEADING = (
    A.SEE_CHILD,
    A.SEE_NEEDS,
    A.SEE_SUPPORT,
    A.SEE_STORY,
    A.SEE_SUMMARY,
    A.SEE_ANSWER,
    A.RECORD_DECISION,
    A.SEE_SHARED_PLAN,
    A.ASK_NEEDS_ASSESSMENT,
    A.SEE_DUE,
    A.WAIVE_DUE,
    A.SEE_TRAIL,
    A.SEE_WHO_CAN_SEE,
    A.LET_SEE,
    A.SEE_WHOLE_SETTING,
    A.MANAGE_PEOPLE,
    A.MANAGE_SETTING,
    A.SEE_OUTBOX,
    A.EXPORT,
)
_STAFF_WITH_CHILDREN = (
    Role.TEACHER,
    Role.KEYWORKER,
    Role.ASSISTANT,
    Role.SENIOR_LEADER,
    Role.SAFEGUARDING_LEAD,
    Role.ADMINISTRATOR,
)
_TEACHERS = (Role.TEACHER, Role.KEYWORKER)
_OF_THE_RAISER = (A.SEE_ANSWER, A.WITHDRAW_CONCERN)

GRANTS: Final[tuple[Grant, ...]] = (
    *_rows((Role.SENCO,), WHOLE, sorted(_ALL_SENCO)),
    *_rows(_STAFF_WITH_CHILDREN, MEMBER, (A.RAISE_CONCERN, A.PASS_TO_SAFEGUARDING)),
    *_rows((*_TEACHERS, Role.ASSISTANT), MEMBER, (A.SEE_TODAY,)),
    *_rows(_TEACHERS, TEACHES, _TEACHING),
    *_rows((*_STAFF_WITH_CHILDREN, Role.FAMILY, Role.YOUNG_PERSON), RAISED, _OF_THE_RAISER),
    *_rows((Role.SENCO,), RAISED, (A.WITHDRAW_CONCERN,)),
    *_rows((Role.PROFESSIONAL,), RAISED_ON_GRANT, _OF_THE_RAISER),
    *_rows(
        (*_TEACHERS, Role.ASSISTANT),
        LEADS,
        (A.SEE_CHILD, A.SEE_SUPPORT, A.LOG_SESSION, A.ADD_OBSERVATION),
    ),
    *_rows((*_TEACHERS, Role.SENIOR_LEADER), READS_FIRST, (A.READ_CONTRIBUTION,)),
    *_rows((Role.SENIOR_LEADER,), WHOLE, _LEADING),
    *_rows((Role.GOVERNOR,), MEMBER, (A.SEE_WHOLE_SETTING,)),
    *_rows(
        (Role.SAFEGUARDING_LEAD,),
        SAFEGUARDING,
        (A.SEE_CHILD, A.SEE_SUMMARY, A.SEE_SEALED, A.READ_CONTRIBUTION),
    ),
    *_rows(
        (Role.ADMINISTRATOR,),
        WHOLE,
        (
            A.SEE_CHILD,
            A.SAY_LEFT,
            A.MANAGE_PEOPLE,
            A.MANAGE_SETTING,
            A.IMPORT_ROLL,
            A.SEE_OUTBOX,
        ),
    ),
    *_rows(
        (Role.FAMILY,),
        FAMILY,
        (
            A.RAISE_CONCERN,
            A.SEE_CHILD,
            A.SEE_STORY,
            A.GIVE_VIEWS,
            A.ASK_MEETING,
            A.ASK_NEEDS_ASSESSMENT,
            A.SEE_WHO_CAN_SEE,
        ),
    ),
    *_rows((Role.FAMILY,), FAMILY_GIVEN, (A.SEE_SHARED_PLAN, A.EXPORT_SHARED)),
    *_rows((Role.FAMILY,), FAMILY_TAKES_PART, (A.SAY_ON_PLAN,)),
    *_rows(
        (Role.YOUNG_PERSON,),
        SELF,
        (
            A.RAISE_CONCERN,
            A.SEE_CHILD,
            A.SEE_STORY,
            A.GIVE_VIEWS,
            A.SAY_ON_PLAN,
            A.ASK_MEETING,
            A.ASK_NEEDS_ASSESSMENT,
            A.SEE_WHO_CAN_SEE,
        ),
    ),
    *_rows((Role.YOUNG_PERSON,), SELF_GIVEN, (A.SEE_SHARED_PLAN, A.EXPORT_SHARED)),
    *_rows(
        (Role.PROFESSIONAL,),
        GRANTED,
        (
            A.RAISE_CONCERN,
            A.SEE_CHILD,
            A.SEE_NEEDS,
            A.SEE_SUPPORT,
            A.GIVE_VIEWS,
            A.ADD_OBSERVATION,
        ),
    ),
    *_rows((Role.PROFESSIONAL,), GRANTED_GIVEN, (A.SEE_SHARED_PLAN,)),
    *_rows((Role.AUTHORITY_OFFICER,), GRANTED_GIVEN, (A.SEE_SENT_CASE,)),
    *_rows(
        (
            Role.SENCO,
            *_TEACHERS,
            Role.SENIOR_LEADER,
            Role.SAFEGUARDING_LEAD,
        ),
        NAMED,
        (A.SEE_RESTRICTED,),
    ),
    *_rows((Role.PROFESSIONAL,), NAMED_ON_GRANT, (A.SEE_RESTRICTED,)),
)

_DOCUMENTS = frozenset(
    {A.SEE_SHARED_PLAN, A.SEE_STORY, A.SEE_NEEDS, A.SEE_SUPPORT, A.EXPORT, A.EXPORT_SHARED}
)
_MEETINGS = frozenset({A.ASK_MEETING, A.ARRANGE_MEETING, A.HOLD_REVIEW, A.SEE_DUE})
_TAKING_PART = frozenset(
    {
        A.GIVE_VIEWS,
        A.SAY_ON_PLAN,
        A.RAISE_CONCERN,
        A.WITHDRAW_CONCERN,
        A.ASK_NEEDS_ASSESSMENT,
        A.ASK_MEETING,
    }
)
BARS: Final[dict[Bar, frozenset[Action]]] = {
    Bar.EVERYTHING: frozenset(Action),
    Bar.DOCUMENTS: _DOCUMENTS,
    Bar.MEETINGS: _MEETINGS,
    Bar.TAKING_PART: _TAKING_PART,
}
"""What each bar takes away. An order that bars a contact bars the staff role of the same person
for this child too."""

ABOUT_THE_SETTING: Final = frozenset(
    {
        A.SEE_WHOLE_SETTING,
        A.MANAGE_PEOPLE,
        A.MANAGE_SETTING,
        A.IMPORT_ROLL,
        A.SEE_OUTBOX,
        A.SEE_TODAY,
    }
)
"""Asked about a setting, not about one child: a refusal inside one's own setting says so
plainly."""

KNOWS_STATUS: Final = (A.SEE_NEEDS, A.SEE_SUMMARY)
"""Whether a child is on SEN Support, or has a plan of the authority, is known to those to whom
the child's needs or their summary are open: nobody is shown in a list what is not theirs on the
child's own page (UK GDPR, article 5(1)(c): limited to what is necessary). The office brings in
rolls and writes down who leaves without it; an assistant sees what helps."""
