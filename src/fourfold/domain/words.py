"""The words that every room shares: closed lists, each with a plain English label.

A label is an English message id. Translation happens outside: `_(Role.SENCO.label)`. `N_` only
marks
a string so that the extraction tool finds it; it changes nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self


def N_(msgid: str) -> str:  # noqa: N802 - the conventional name that extraction tools look for
    """Mark `msgid` for translation and give it back unchanged."""
    return msgid


class Word(StrEnum):
    """A closed list of words, each with a label: `SENCO = "senco", N_("SENCO")`.

    Two words of different lists may share a value ("change"), and then they are equal as text:
    never put
    words of two lists into one dictionary.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def label(word: Word) -> str:
    """The plain English label of `word`, as a message id to translate."""
    return word.label


class Force(Word):
    """How strongly a rule binds (Code: *must* is a duty in law, *should* is guidance to have
    regard to)."""

    STATUTE = "statute", N_("the law")
    CODE_SHOULD = "code_should", N_("the Code of Practice")
    LOCAL_POLICY = "local_policy", N_("local policy")
    GOOD_PRACTICE = "good_practice", N_("good practice")


class Certainty(Word):
    """How sure we are of a citation: read in a public source, from a source document of this
    project,
    known but not found again, or our own inference."""

    SOURCE = "source", N_("read in a public source")
    SEED = "seed", N_("from a source document of this project")
    FROM_MEMORY = "from_memory", N_("known, not found again: check before relying on it")
    DERIVED = "derived", N_("our own inference")


class Role(Word):
    """What a person is to a setting or to a child. What they may do follows from relations
    (`access`)."""

    SENCO = "senco", N_("SENCO")
    TEACHER = "teacher", N_("Teacher")
    KEYWORKER = "keyworker", N_("Key person")
    ASSISTANT = "assistant", N_("Teaching assistant")
    SENIOR_LEADER = "senior_leader", N_("Senior leader")
    GOVERNOR = "governor", N_("Governor")
    SAFEGUARDING_LEAD = "safeguarding_lead", N_("Designated safeguarding lead")
    ADMINISTRATOR = "administrator", N_("Administrator")
    FAMILY = "family", N_("Parent or carer")
    YOUNG_PERSON = "young_person", N_("Young person")
    AUTHORITY_OFFICER = "authority_officer", N_("Officer of the local authority")
    PROFESSIONAL = "professional", N_("Professional")


STAFF: Final = frozenset(
    {
        Role.SENCO,
        Role.TEACHER,
        Role.KEYWORKER,
        Role.ASSISTANT,
        Role.SENIOR_LEADER,
        Role.GOVERNOR,
        Role.SAFEGUARDING_LEAD,
        Role.ADMINISTRATOR,
    }
)

OUTSIDE: Final = frozenset({Role.PROFESSIONAL, Role.AUTHORITY_OFFICER})
"""Who comes from outside the setting, and sees what they were invited to."""


class Ground(Word):
    """On what ground somebody outside the setting is let in to one child (Code 6.47 and 6.59; domain
    7). An agreement for each; never the lawful basis of SEN Support itself (domain mistake 18)."""

    FAMILY_AGREES = "family_agrees", N_("The parents, or the young person, agree (Code 6.47)")
    TASK_BY_LAW = "task_by_law", N_("The law gives them this task")


GIVE_SUPPORT: Final = frozenset({Role.SENCO, Role.TEACHER, Role.KEYWORKER, Role.ASSISTANT})
"""Who can be named to give support: those who have a list of the day on which it is said."""


class AreaOfNeed(Word):
    """The four broad areas (Code 6.28 to 6.35). Any number at once; never a category to fit
    (6.27)."""

    COMMUNICATION_AND_INTERACTION = (
        "communication_and_interaction",
        N_("Communication and interaction"),
    )
    COGNITION_AND_LEARNING = "cognition_and_learning", N_("Cognition and learning")
    SOCIAL_EMOTIONAL_AND_MENTAL_HEALTH = (
        "social_emotional_and_mental_health",
        N_("Social, emotional and mental health"),
    )
    SENSORY_AND_OR_PHYSICAL = "sensory_and_or_physical", N_("Sensory and/or physical needs")


class SenCode(Word):
    """The pupil-level provision code of the school census. Derived (`cycle.projected_code`),
    never set."""

    N = "N", N_("No SEN Support")
    K = "K", N_("SEN Support")
    E = "E", N_("Education, health and care plan")


class SettingKind(Word):
    """Kinds of organisation. Which duty binds which kind, and since when, is data in `duties`."""

    MAINTAINED_NURSERY = "maintained_nursery", N_("Maintained nursery school")
    EARLY_YEARS_PRIVATE_VOLUNTARY_INDEPENDENT = (
        "early_years_private_voluntary_independent",
        N_("Private, voluntary or independent nursery"),
    )
    CHILDMINDER = "childminder", N_("Childminder")
    MAINTAINED_MAINSTREAM = "maintained_mainstream", N_("Maintained mainstream school")
    ACADEMY_MAINSTREAM = "academy_mainstream", N_("Mainstream academy")
    SPECIAL_SCHOOL = "special_school", N_("Special school or special academy")
    NON_MAINTAINED_SPECIAL_SCHOOL = (
        "non_maintained_special_school",
        N_("Non-maintained special school"),
    )
    PUPIL_REFERRAL_UNIT = "pupil_referral_unit", N_("Pupil referral unit")
    ALTERNATIVE_PROVISION_ACADEMY = (
        "alternative_provision_academy",
        N_("Alternative provision academy"),
    )
    INDEPENDENT_SCHOOL = "independent_school", N_("Independent school")
    FURTHER_EDUCATION = "further_education", N_("Further education college")
    SIXTH_FORM_COLLEGE = "sixth_form_college", N_("Sixth-form college")
    ACADEMY_16_TO_19 = "academy_16_to_19", N_("16 to 19 academy")
    SPECIALIST_POST_16 = "specialist_post_16", N_("Specialist post-16 institution")
    TRUST = "trust", N_("Trust")
    LOCAL_AUTHORITY = "local_authority", N_("Local authority")


ORGANISATIONS_WITHOUT_CHILDREN: Final = frozenset({SettingKind.TRUST, SettingKind.LOCAL_AUTHORITY})
"""Kinds that are controllers of settings or of what was sent to them; no child is on their roll."""


class Judgement(Word):
    """What a review says of one outcome."""

    MET = "met", N_("Met")
    NEARLY = "nearly", N_("Nearly")
    NOT_YET = "not_yet", N_("Not yet")


class LineDecision(Word):
    """What a review decides of one line of support (R3: continue, change or end)."""

    KEEP = "keep", N_("Keep")
    CHANGE = "change", N_("Change")
    STOP = "stop", N_("Stop")


class NextStep(Word):
    """What a review decides for the child. Several may hold at once; the first one names the
    cycle's end."""

    CONTINUE = "continue", N_("Carry on with the next cycle")
    CHANGE = "change", N_("Carry on, and change the support")
    STEP_DOWN = "step_down", N_("Carry on with less support")
    EXIT = "exit", N_("SEN Support ends")
    INVOLVE_SPECIALIST = "involve_specialist", N_("Bring in a specialist")
    ASK_NEEDS_ASSESSMENT = (
        "ask_needs_assessment",
        N_("Ask for an education, health and care needs assessment"),
    )


class NotDelivered(Word):
    """Why a planned session did not happen (D2)."""

    ABSENT = "absent", N_("Absent")
    COVER = "cover", N_("Staff needed elsewhere")
    TRIP = "trip", N_("Trip or event")
    ROOM = "room", N_("No room")
    REFUSED = "refused", N_("Did not want to")
    OTHER = "other", N_("Another reason")


class Say(Word):
    """What one person says of a plan. No reply is never agreement (domain mistakes, last line)."""

    NOT_ASKED = "not_asked", N_("Not asked yet")
    NO_REPLY = "no_reply", N_("Asked, no reply")
    AGREES = "agrees", N_("Agrees")
    AGREES_IN_PART = "agrees_in_part", N_("Agrees in part")
    DISAGREES = "disagrees", N_("Disagrees")


class EndReason(Word):
    """Why a cycle ends without a next step of its own."""

    TRANSFERRED = "transferred", N_("Moved to another setting")
    LEFT = "left", N_("Left")
    DIED = "died", N_("Has died")
