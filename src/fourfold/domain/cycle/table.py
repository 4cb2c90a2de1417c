"""The one table of moves: from, to, what stops it, what is expected (domain 3.2; `design.md`,
"State").

Two lines are deliberate. Support may be decided on from a bare concern, and may start from a plan
that nobody has
seen yet: help is never held back for a talk, a notice or a signature (6.19; promise 2). And
nothing here asks for
help to be logged at a certain stage, or for a needs assessment to be asked for at any: those are
rights and facts
beside the cycle, open at every stage (invariant 8).

No deadline is in this table. `rulebook` has those.
"""

from __future__ import annotations

from typing import Final

from fourfold.domain.cycle import musts as m
from fourfold.domain.cycle import shoulds as s
from fourfold.domain.cycle.moves import OPEN_STAGES, SUPPORT_STAGES, Move, Stage
from fourfold.domain.words import N_, Role

_ANYONE = frozenset(
    {
        Role.TEACHER,
        Role.KEYWORKER,
        Role.ASSISTANT,
        Role.SENCO,
        Role.FAMILY,
        Role.YOUNG_PERSON,
        Role.PROFESSIONAL,
    }
)
_SENCO = frozenset({Role.SENCO})
_TEACHERS = frozenset({Role.TEACHER, Role.KEYWORKER})
_BOTH = _SENCO | _TEACHERS
_OFFICE = frozenset({Role.SENCO, Role.ADMINISTRATOR})

_PLAN_IS_COMPLETE = (
    s.OUTCOME,
    s.OUTCOMES_CLEAR,
    s.SUPPORT,
    s.SUPPORT_STAFFED,
    s.CHANGED_AS_AGREED,
    s.RESPONSIBILITIES,
    s.REVIEW_DATE,
)
_PLAN_IS_KNOWN = (s.PLAN_TO_FAMILY, s.PLAN_TO_STAFF, s.SAY_ASKED, s.AGREED)

MOVES: Final[tuple[Move, ...]] = (
    Move(
        "raise_concern",
        frozenset(),
        Stage.CONCERN,
        N_("Raise a concern"),
        _ANYONE,
        (m.RAISED_WHO, m.RAISED_WHEN, m.RAISED_WHAT),
        (s.TEACHING_FIRST,),
        "Code 6.16 to 6.20",
    ),
    Move(
        "begin_from_inherited",
        frozenset(),
        Stage.ASSESS,
        N_("Carry on support that came with the child"),
        _SENCO,
        (m.INHERITED,),
        (s.AREAS,),
        "Code 6.16 and 6.57",
    ),
    Move(
        "begin_next_cycle",
        frozenset(),
        Stage.ASSESS,
        N_("Begin the next cycle"),
        _BOTH,
        (m.FOLLOWS,),
        (),
        "Code 6.44",
    ),
    Move(
        "look_into_it",
        frozenset({Stage.CONCERN, Stage.DECIDED_NOT_NOW}),
        Stage.DISCUSSION,
        N_("Look into it with the family"),
        _BOTH,
        (),
        (s.RAISER_ANSWERED, s.TEACHING_FIRST),
        "Code 6.19 and 6.39",
    ),
    Move(
        "answer_concern",
        frozenset({Stage.CONCERN, Stage.DISCUSSION, Stage.DECIDED_NOT_NOW}),
        Stage.ANSWERED,
        N_("Answer the concern, no more is needed"),
        _BOTH,
        (m.ANSWER_WHO, m.ANSWER_WHEN, m.ANSWER_WHY),
        (s.RAISER_ANSWERED, s.TEACHING_FIRST),
        "Code 6.19 and 6.45",
    ),
    Move(
        "withdraw_concern",
        frozenset({Stage.CONCERN, Stage.DISCUSSION}),
        Stage.WITHDRAWN,
        N_("Withdraw the concern"),
        _ANYONE,
        (m.ENDING_WHO, m.ENDING_WHEN, m.WITHDRAWN_WHY),
        (s.RAISER_ANSWERED,),
        "Code 6.20",
    ),
    Move(
        "decide_not_now",
        frozenset({Stage.CONCERN, Stage.DISCUSSION}),
        Stage.DECIDED_NOT_NOW,
        N_("Decide: no SEN Support for now, and watch"),
        _SENCO,
        (m.DECISION_WHO, m.DECISION_WHEN, m.DECISION_WHY, m.DECISION_IS_NOT_NOW),
        (s.DISCUSSED, s.NOTE_GIVEN, s.RAISER_ANSWERED, s.LOOK_AGAIN),
        "Code 6.38 and 6.43",
    ),
    Move(
        "decide_support",
        frozenset({Stage.CONCERN, Stage.DISCUSSION, Stage.DECIDED_NOT_NOW}),
        Stage.ASSESS,
        N_("Decide: SEN Support starts"),
        _SENCO,
        (m.DECISION_WHO, m.DECISION_WHEN, m.DECISION_WHY, m.DECISION_IS_YES),
        (
            s.DISCUSSED,
            s.NOTE_GIVEN,
            s.TEACHING_FIRST,
            s.NOT_ONLY_LANGUAGE,
            s.AREAS,
            s.RAISER_ANSWERED,
        ),
        "Code 6.38 to 6.43",
    ),
    Move(
        "write_plan",
        frozenset({Stage.ASSESS}),
        Stage.PLAN,
        N_("Write the plan"),
        _BOTH,
        (),
        (
            s.CHILD_ASKED,
            s.CHILD_HEARD,
            s.PARENTS_ASKED,
            s.PARENTS_HEARD,
            s.OTHERS_HEARD,
            s.STRENGTH,
            s.NEED,
            s.AREAS,
            s.FAMILY_TOLD,
        ),
        "Code 6.45 to 6.48",
    ),
    Move(
        "share_plan",
        frozenset({Stage.PLAN}),
        Stage.SHARED,
        N_("Share the plan"),
        _BOTH,
        (m.PLAN_VERSION, m.NEW_VERSION, m.SHARED_WITH_SOMEONE),
        (*_PLAN_IS_COMPLETE, *_PLAN_IS_KNOWN, s.FAMILY_TOLD),
        "Code 6.48 to 6.51",
    ),
    Move(
        "change_shared_plan",
        frozenset({Stage.SHARED}),
        Stage.PLAN,
        N_("Take the plan back to change it"),
        _BOTH,
        (),
        (),
        "Code 6.48",
    ),
    Move(
        "share_new_version",
        frozenset({Stage.DO}),
        Stage.DO,
        N_("Share a new version while support goes on"),
        _BOTH,
        (m.PLAN_VERSION, m.NEW_VERSION, m.SHARED_WITH_SOMEONE),
        (*_PLAN_IS_COMPLETE, *_PLAN_IS_KNOWN),
        "Code 6.46 and 6.72 to 6.75",
    ),
    Move(
        "start_support",
        frozenset({Stage.PLAN, Stage.SHARED}),
        Stage.DO,
        N_("Start the support"),
        _BOTH,
        (m.PLAN_VERSION, m.STARTED),
        (
            s.PLAN_SHARED,
            s.SUPPORT,
            s.SUPPORT_STAFFED,
            s.STAFF_TRAINED,
            s.REVIEW_DATE,
            *_PLAN_IS_KNOWN,
            s.FAMILY_TOLD,
        ),
        "Code 6.49 to 6.52",
    ),
    Move(
        "prepare_review",
        frozenset({Stage.SHARED, Stage.DO}),
        Stage.REVIEW,
        N_("Prepare the review"),
        _BOTH,
        (),
        (s.INVITED, s.INVITED_IN_TIME, s.CHILD_ASKED, s.PARENTS_ASKED),
        "Code 6.53 and 6.66 to 6.70",
    ),
    Move(
        "hold_review",
        frozenset({Stage.SHARED, Stage.DO, Stage.REVIEW}),
        Stage.REVIEWED,
        N_("Write down the review"),
        _BOTH,
        (m.REVIEW_WHO, m.REVIEW_WHEN, m.REVIEW_VERSION, m.REVIEW_VERSION_EXISTS),
        (
            s.INVITED_TO_WHAT_IS_HELD,
            s.INVITED_IN_TIME,
            s.OFFERED_AGAIN,
            s.FAMILY_IN_REVIEW,
            s.CHILD_IN_REVIEW,
            s.OUTCOMES_JUDGED,
            s.LINES_DECIDED,
            s.DELIVERED_ENOUGH,
            s.NEXT_STEP,
            s.NEXT_REVIEW_TERMLY,
            s.REVIEW_GIVEN,
        ),
        "Code 6.53 to 6.55 and 6.71",
    ),
    Move(
        "continue_cycle",
        frozenset({Stage.REVIEWED}),
        Stage.CONTINUED,
        N_("Go on to the next cycle"),
        _BOTH,
        (m.NEXT_STEP_GOES_ON,),
        (s.OUTCOMES_JUDGED, s.LINES_DECIDED, s.REVIEW_GIVEN),
        "Code 6.44 and 6.55",
    ),
    Move(
        "exit_support",
        SUPPORT_STAGES,
        Stage.EXITED,
        N_("End SEN Support"),
        _SENCO,
        (m.EXIT_WHO, m.EXIT_WHEN, m.EXIT_WHY),
        (s.AT_A_REVIEW, s.OUTCOMES_JUDGED, s.EXIT_TOLD, s.WATCH_SET),
        "Code 6.55",
    ),
    Move(
        "end_here",
        OPEN_STAGES,
        Stage.ENDED,
        N_("The child has left"),
        _OFFICE,
        (m.ENDING_WHO, m.ENDING_WHEN, m.ENDING_REASON),
        (),
        "Code 6.57",
    ),
)
