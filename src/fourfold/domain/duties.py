"""Which duty binds which kind of setting, and since when (W1; domain 1.1 to 1.4).

Dated data: a new Act or Code is a new row with a later first day and an end to the old one. What
a duty asks
and by when is in `rulebook`; this table only says whom it binds, by what authority, and how sure
we are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fourfold.domain.words import (
    N_,
    ORGANISATIONS_WITHOUT_CHILDREN,
    Certainty,
    Force,
    SettingKind,
    Word,
)

Kind = SettingKind

_PART_3: Final = date(2014, 9, 1)
"""Part 3 of the Children and Families Act 2014 and the Regulations began on 1 September 2014."""

MAINSTREAM_SCHOOLS: Final = frozenset({Kind.MAINTAINED_MAINSTREAM, Kind.ACADEMY_MAINSTREAM})
EARLY_YEARS: Final = frozenset(
    {
        Kind.MAINTAINED_NURSERY,
        Kind.EARLY_YEARS_PRIVATE_VOLUNTARY_INDEPENDENT,
        Kind.CHILDMINDER,
    }
)
COLLEGES: Final = frozenset(
    {Kind.FURTHER_EDUCATION, Kind.SIXTH_FORM_COLLEGE, Kind.ACADEMY_16_TO_19}
)
_ALTERNATIVE = frozenset({Kind.PUPIL_REFERRAL_UNIT, Kind.ALTERNATIVE_PROVISION_ACADEMY})
_SCHOOLS_FOR_SECTION_68 = (
    MAINSTREAM_SCHOOLS | _ALTERNATIVE | {Kind.MAINTAINED_NURSERY, Kind.SPECIAL_SCHOOL}
)
WITH_CHILDREN: Final = frozenset(Kind) - ORGANISATIONS_WITHOUT_CHILDREN
_BOUND_BY_CODE = (
    MAINSTREAM_SCHOOLS
    | EARLY_YEARS
    | COLLEGES
    | _ALTERNATIVE
    | {
        Kind.SPECIAL_SCHOOL,
        Kind.NON_MAINTAINED_SPECIAL_SCHOOL,
        Kind.SPECIALIST_POST_16,
        Kind.LOCAL_AUTHORITY,
    }
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: whom it binds, by what force and authority, from and to which day."""

    id: str
    title: str
    binds: frozenset[SettingKind]
    force: Force
    citation: str
    certainty: Certainty
    effective_from: date
    effective_to: date | None = None

    def binds_on(self, kind: SettingKind, on: date) -> bool:
        """Whether it binds a setting of that kind on that day."""
        return (
            kind in self.binds
            and self.effective_from <= on
            and (self.effective_to is None or on <= self.effective_to)
        )


class SupportBasis(Word):
    """On what footing a setting gives SEN Support (domain 1.4): drives letters, wording and
    dashboards."""

    STATUTORY = "statutory", N_("the Children and Families Act")
    EYFS = "eyfs", N_("the early years foundation stage")
    VOLUNTARY = "voluntary", N_("its own choice")
    NONE = "none", N_("no children of its own")


DUTIES: Final[tuple[Duty, ...]] = (
    Duty(
        "best_endeavours",
        N_("Use best endeavours to secure the provision that a child’s needs call for"),
        MAINSTREAM_SCHOOLS | _ALTERNATIVE | COLLEGES | {Kind.MAINTAINED_NURSERY},
        Force.STATUTE,
        "Children and Families Act 2014, section 66",
        Certainty.SOURCE,
        _PART_3,
    ),
    Duty(
        "designate_senco",
        N_("Name a qualified teacher as SENCO"),
        MAINSTREAM_SCHOOLS | {Kind.MAINTAINED_NURSERY},
        Force.STATUTE,
        "Children and Families Act 2014, section 67",
        Certainty.SOURCE,
        _PART_3,
    ),
    Duty(
        "senco_qualification",
        N_("See that the SENCO gains the prescribed qualification within three years"),
        MAINSTREAM_SCHOOLS | {Kind.MAINTAINED_NURSERY},
        Force.STATUTE,
        "SEND Regulations 2014, regulation 49 (as amended by SI 2024/535)",
        Certainty.SOURCE,
        _PART_3,
    ),
    Duty(
        "name_a_contact",
        N_("Name a person who does the work of a SENCO"),
        COLLEGES | _ALTERNATIVE | {Kind.EARLY_YEARS_PRIVATE_VOLUNTARY_INDEPENDENT},
        Force.CODE_SHOULD,
        "Code of Practice, paragraphs 5.53 and 7.21",
        Certainty.FROM_MEMORY,
        date(2015, 4, 1),
    ),
    Duty(
        "tell_parents",
        N_("Tell the parents, or the young person, that special educational provision is made"),
        _SCHOOLS_FOR_SECTION_68,
        Force.STATUTE,
        "Children and Families Act 2014, section 68",
        Certainty.FROM_MEMORY,
        _PART_3,
    ),
    Duty(
        "sen_information_report",
        N_("Publish the SEN information report"),
        MAINSTREAM_SCHOOLS
        | {Kind.MAINTAINED_NURSERY, Kind.SPECIAL_SCHOOL, Kind.ALTERNATIVE_PROVISION_ACADEMY},
        Force.STATUTE,
        "Children and Families Act 2014, section 69; SEND Regulations 2014, regulation 51",
        Certainty.SOURCE,
        _PART_3,
    ),
    Duty(
        "annual_report",
        N_("Report to parents at least once a year on their child’s progress"),
        MAINSTREAM_SCHOOLS
        | {Kind.SPECIAL_SCHOOL, Kind.NON_MAINTAINED_SPECIAL_SCHOOL}
        | _ALTERNATIVE,
        Force.STATUTE,
        "Code of Practice, paragraph 6.64; pupil information regulations",
        Certainty.FROM_MEMORY,
        _PART_3,
    ),
    Duty(
        "eyfs",
        N_("Have arrangements to identify and support children with SEN in the early years"),
        EARLY_YEARS,
        Force.STATUTE,
        "Early years foundation stage framework; Code of Practice, chapter 5",
        Certainty.FROM_MEMORY,
        _PART_3,
    ),
    Duty(
        "have_regard_to_code",
        N_("Have regard to the SEND Code of Practice"),
        _BOUND_BY_CODE,
        Force.STATUTE,
        "Children and Families Act 2014, section 77",
        Certainty.FROM_MEMORY,
        date(2015, 4, 1),
    ),
    Duty(
        "join_in_activities",
        N_("Let children with SEN join in activities with the others, so far as practicable"),
        MAINSTREAM_SCHOOLS | {Kind.MAINTAINED_NURSERY},
        Force.STATUTE,
        "Children and Families Act 2014, section 35",
        Certainty.FROM_MEMORY,
        _PART_3,
    ),
    Duty(
        "reasonable_adjustments",
        N_("Make reasonable adjustments for disabled children and young people"),
        WITH_CHILDREN,
        Force.STATUTE,
        "Equality Act 2010, sections 20, 29, 85 and 91",
        Certainty.FROM_MEMORY,
        date(2010, 10, 1),
    ),
    Duty(
        "independent_school_standards",
        N_("Plan teaching that takes account of pupils with SEN"),
        frozenset({Kind.INDEPENDENT_SCHOOL}),
        Force.STATUTE,
        "Independent School Standards",
        Certainty.SOURCE,
        date(2015, 1, 5),
    ),
)


def duties_of(kind: SettingKind, on: date) -> list[Duty]:
    """The duties that bind a setting of `kind` on the day `on`, in the order of the table."""
    return [duty for duty in DUTIES if duty.binds_on(kind, on)]


def is_bound(kind: SettingKind, duty_id: str, on: date) -> bool:
    """Whether the duty with that id binds `kind` on that day. Raises `KeyError` for an unknown
    id."""
    if duty_id not in {duty.id for duty in DUTIES}:
        raise KeyError(duty_id)
    return any(duty.id == duty_id and duty.binds_on(kind, on) for duty in DUTIES)


def sen_support_basis(kind: SettingKind, on: date) -> SupportBasis:
    """Why a setting of that kind gives SEN Support: the Act, the early years framework, or its
    own choice."""
    if kind in ORGANISATIONS_WITHOUT_CHILDREN:
        return SupportBasis.NONE
    if is_bound(kind, "best_endeavours", on) or is_bound(kind, "tell_parents", on):
        return SupportBasis.STATUTORY
    if is_bound(kind, "eyfs", on):
        return SupportBasis.EYFS
    return SupportBasis.VOLUNTARY
