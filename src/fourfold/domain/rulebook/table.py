"""The rules of domain 3.6, rows D1 to D9 and D24, and two of our own, as dated data.

Where the law gives no number of days ("none given") the number is a default that a setting may
change; the duty
itself stays what it is.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from fourfold.domain.clock import DayKind
from fourfold.domain.rulebook.rules import Rule, Rulebook
from fourfold.domain.words import N_, Certainty, Force

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="tell_parents",
        catalogue="D1",
        force=Force.STATUTE,
        title=N_("Tell the family that SEN Support starts"),
        citation="Children and Families Act 2014, section 68; Code 6.43 and 6.48",
        certainty=Certainty.FROM_MEMORY,
        trigger=N_("It was decided that SEN Support starts"),
        day_kind=DayKind.SCHOOL,
        late_in=DayKind.SCHOOL,
        default_days=5,
        may_change=True,
        stricter_only=True,
    ),
    Rule(
        id="review_on_date",
        catalogue="D2",
        force=Force.CODE_SHOULD,
        title=N_("Review the plan on the day that it names"),
        citation="Code 6.48 and 6.53",
        certainty=Certainty.SOURCE,
        trigger=N_("The plan names a day for its review"),
        day_kind=DayKind.AS_SET,
        late_in=DayKind.SCHOOL,
        default_days=60,
        may_change=True,
        may_pause=True,
    ),
    Rule(
        id="three_meetings",
        catalogue="D3",
        force=Force.CODE_SHOULD,
        title=N_("Meet the parents at least three times in the year"),
        citation="Code 6.65",
        certainty=Certainty.SOURCE,
        trigger=N_("The child is on SEN Support in this school year"),
        day_kind=DayKind.AS_SET,
        late_in=DayKind.SCHOOL,
        default_count=3,
        may_change=True,
        stricter_only=True,
    ),
    Rule(
        id="review_termly",
        catalogue="D4",
        force=Force.LOCAL_POLICY,
        title=N_("Review at least once a term"),
        citation="Code 6.65",
        certainty=Certainty.SEED,
        trigger=N_("The child is on SEN Support in this term"),
        day_kind=DayKind.AS_SET,
        late_in=DayKind.SCHOOL,
        default_count=1,
        may_change=True,
        may_pause=True,
    ),
    Rule(
        id="give_record",
        catalogue="D5",
        force=Force.CODE_SHOULD,
        title=N_("Give the family and the staff what the meeting agreed"),
        citation="Code 6.71",
        certainty=Certainty.SOURCE,
        trigger=N_("A meeting or a review was held"),
        day_kind=DayKind.SCHOOL,
        late_in=DayKind.SCHOOL,
        default_days=5,
        may_change=True,
    ),
    Rule(
        id="report_to_parents",
        catalogue="D6",
        force=Force.STATUTE,
        title=N_("Report to the parents once a year"),
        citation="Code 6.64; pupil information regulations",
        certainty=Certainty.FROM_MEMORY,
        trigger=N_("The child was here in this school year"),
        day_kind=DayKind.AS_SET,
        late_in=DayKind.SCHOOL,
    ),
    Rule(
        id="copy_of_report",
        catalogue="D7",
        force=Force.LOCAL_POLICY,
        title=N_("Give the family a copy of a report about their child"),
        citation="Local policy",
        certainty=Certainty.SEED,
        trigger=N_("A report about the child came in"),
        day_kind=DayKind.SCHOOL,
        late_in=DayKind.SCHOOL,
        default_days=5,
        may_change=True,
    ),
    Rule(
        id="senco_qualification",
        catalogue="D8",
        force=Force.STATUTE,
        title=N_("The SENCO holds the qualification"),
        citation="SEND Regulations 2014, regulation 49; SI 2024/535",
        certainty=Certainty.SOURCE,
        trigger=N_("The SENCO took up the role"),
        day_kind=DayKind.CALENDAR,
        late_in=DayKind.CALENDAR,
        effective_from=date(2009, 9, 1),  # the same duty stood in the regulations before these
    ),
    Rule(
        id="refresh_information_report",
        catalogue="D9",
        force=Force.STATUTE,
        title=N_("Bring the SEN information report up to date"),
        citation="Children and Families Act 2014, section 69; SEND Regulations 2014, regulation 51",
        certainty=Certainty.SOURCE,
        trigger=N_("The SEN information report was last published"),
        day_kind=DayKind.CALENDAR,
        late_in=DayKind.CALENDAR,
    ),
    Rule(
        id="first_support",
        catalogue="D24",
        force=Force.LOCAL_POLICY,
        title=N_("Give the first support"),
        citation="Code 6.19: do not delay extra help",
        certainty=Certainty.SEED,
        trigger=N_("It was decided that SEN Support starts"),
        day_kind=DayKind.SCHOOL,
        late_in=DayKind.SCHOOL,
        default_days=20,
        may_change=True,
        may_pause=True,
    ),
    Rule(
        id="answer_concern",
        catalogue="",
        force=Force.GOOD_PRACTICE,
        title=N_("Answer a concern"),
        citation="Code 6.45: take concerns seriously",
        certainty=Certainty.DERIVED,
        trigger=N_("A concern was raised"),
        day_kind=DayKind.SCHOOL,
        late_in=DayKind.SCHOOL,
        default_days=5,
        may_change=True,
    ),
    Rule(
        id="read_contribution",
        catalogue="",
        force=Force.GOOD_PRACTICE,
        title=N_("Read what a child or a family sent"),
        citation="Keeping children safe in education: it may be a disclosure",
        certainty=Certainty.DERIVED,
        trigger=N_("A child or a family sent something"),
        day_kind=DayKind.SCHOOL,
        late_in=DayKind.SCHOOL,
        default_days=1,
        # Nobody knows whether it is a disclosure before it was read.
        may_set_aside=False,
    ),
)

NATIONAL: Final = Rulebook(RULES)
"""The rules with no local number."""
