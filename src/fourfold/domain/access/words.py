"""What a person may want to do or look at, and the relations from which the answer follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fourfold.domain.words import N_, Role, Word


class Action(Word):
    """Every verb and every look that a door asks about."""

    RAISE_CONCERN = "raise_concern", N_("Raise a concern")
    WITHDRAW_CONCERN = "withdraw_concern", N_("Withdraw one’s own concern")
    SEE_CHILD = "see_child", N_("See that the child is here, their name and class")
    SEE_NEEDS = "see_needs", N_("See needs, strengths and assessments")
    SEE_SUPPORT = "see_support", N_("See what to do for the child, and their targets")
    SEE_STORY = "see_story", N_("See the child’s story")
    SEE_SUMMARY = "see_summary", N_("See a summary of SEN Support")
    RECORD_DISCUSSION = "record_discussion", N_("Write down a talk with the family")
    RECORD_DECISION = "record_decision", N_("Decide on SEN Support")
    TELL_PARENTS = "tell_parents", N_("Tell the family, and say how")
    ASK_VIEWS = "ask_views", N_("Ask for views")
    WRITE_DOWN_VIEWS = "write_down_views", N_("Write down what a child or a family said")
    GIVE_VIEWS = "give_views", N_("Give views")
    READ_CONTRIBUTION = "read_contribution", N_("Read first what a child or a family sent")
    PASS_TO_SAFEGUARDING = "pass_to_safeguarding", N_("Pass something to the safeguarding lead")
    SEE_SEALED = "see_sealed", N_("See what was passed to the safeguarding lead")
    WRITE_ASSESSMENT = "write_assessment", N_("Write down assessments, needs and strengths")
    ADD_OBSERVATION = "add_observation", N_("Add an observation")
    WRITE_PLAN = "write_plan", N_("Write the plan")
    SHARE_PLAN = "share_plan", N_("Share the plan")
    SAY_ON_PLAN = "say_on_plan", N_("Say what one thinks of the plan")
    SEE_SHARED_PLAN = "see_shared_plan", N_("See the plan as it was shared")
    LOG_SESSION = "log_session", N_("Log a session")
    SEE_TODAY = "see_today", N_("See today’s list")
    ARRANGE_MEETING = "arrange_meeting", N_("Arrange a meeting")
    ASK_MEETING = "ask_meeting", N_("Ask for a meeting")
    HOLD_REVIEW = "hold_review", N_("Write down a review")
    END_CYCLE = "end_cycle", N_("End SEN Support")
    SAY_LEFT = "say_left", N_("Say that a child has left")
    SEE_ANSWER = "see_answer", N_("See the answer to a concern")
    ASK_NEEDS_ASSESSMENT = "ask_needs_assessment", N_("Ask for a needs assessment")
    SEE_SENT_CASE = "see_sent_case", N_("See what was sent to the authority")
    SEE_RESTRICTED = "see_restricted", N_("See what is kept for named people")
    SEE_DUE = "see_due", N_("See what is due")
    WAIVE_DUE = "waive_due", N_("Say why something due is not done")
    SEE_TRAIL = "see_trail", N_("See who did and who looked at what")
    SEE_WHO_CAN_SEE = "see_who_can_see", N_("See who can see this child, and why")
    LET_SEE = "let_see", N_("Let somebody outside the setting see a child, and end it")
    SEE_WHOLE_SETTING = "see_whole_setting", N_("See how the setting does as a whole")
    MANAGE_PEOPLE = "manage_people", N_("Manage people and what they may do")
    MANAGE_SETTING = "manage_setting", N_("Manage terms, rules and the setting")
    IMPORT_ROLL = "import_roll", N_("Bring in a roll")
    SEE_OUTBOX = "see_outbox", N_("See what was sent out")
    EXPORT = "export", N_("Take everything about a child as files")
    EXPORT_SHARED = "export_shared", N_("Take what was shared as files")


class Bar(Word):
    """What a court order, or a decision for safety, keeps from a contact."""

    EVERYTHING = "everything", N_("Everything")
    MEETINGS = "meetings", N_("Meetings and their times")
    DOCUMENTS = "documents", N_("Plans, reports and files")
    TAKING_PART = "taking_part", N_("Asking, answering and deciding")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands to one child, or to one setting when no child is asked about.

    Every default is the stranger's: no relation, no setting, nothing granted. A door fills in
    what holds on `on`.

    - `at_this_setting`: the relation is with the setting that owns the thing asked about.
    - `in_force`: that relation has begun and has not ended on `on`.
    - `teaches`: class teacher, tutor, subject teacher or key person of this child.
    - `leads_group`: leads or supports a group, or a session, of this child.
    - `family_of` / `is_self`: this child's parent or carer / the child, once a young person,
    themselves.
    - `shared_with`: the thing asked about was shared with this very person.
    - `granted_until`: the last day of a grant on this child's case, for those from outside.
    - `named`: named among those for whom a restricted thing is kept.
    - `reads_first`: appointed by the SENCO to read what children and families send; or a senior
    leader, where an order keeps from the child everybody who would read it.
    - `raised_it`: raised the concern that is asked about.
    - `child_is_young_person` with `young_person_agrees`: from the end of compulsory school age a
    parent takes part with the
      young person's agreement (Code 8; Act, section 83); what they were given before stays theirs
      (invariant 12).
    """

    role: Role
    on: date
    at_this_setting: bool = False
    in_force: bool = False
    teaches: bool = False
    leads_group: bool = False
    family_of: bool = False
    parental_responsibility: bool = False
    is_self: bool = False
    shared_with: bool = False
    granted_until: date | None = None
    named: bool = False
    reads_first: bool = False
    raised_it: bool = False
    child_is_young_person: bool = False
    young_person_agrees: bool = False
    barred_from: frozenset[Bar] = frozenset()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes, and why: the sentence completes "You can see this because ..."."""

    reason_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why. `hidden`: answer as if the thing did not exist."""

    reason_id: str
    sentence: str
    hidden: bool
