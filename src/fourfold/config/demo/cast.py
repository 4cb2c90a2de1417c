"""The people of the tests and of the small demonstration. All of them are invented.

Elm Primary has Amina (SENCO), Ben (teacher), Tess (teaching assistant), Hana (head), Grace (governor), Sol
(safeguarding lead), Ada (administrator), Evie (educational psychologist, invited to one child), and families. Oak
Primary has Cara (SENCO) and Otto (teacher), who must never see Elm, nor Elm them. Ellis is the authority's officer.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact, Pupil, TeachingGroup
from fourfold.domain.words import Ground, Role, SettingKind
from fourfold.foundation.access.actors import Actor, actor_of, system_actor
from fourfold.foundation.access.models import Membership, Organisation, User
from fourfold.foundation.act import organisations as act
from fourfold.foundation.scope.tenancy import tenant_scope

TERMS_2025 = [
    ("Autumn 2025", date(2025, 9, 2), date(2025, 12, 19)),
    ("Spring 2026", date(2026, 1, 5), date(2026, 3, 27)),
    ("Summer 2026", date(2026, 4, 13), date(2026, 7, 21)),
    ("Autumn 2026", date(2026, 9, 2), date(2026, 12, 18)),
    ("Spring 2027", date(2027, 1, 4), date(2027, 3, 25)),
    ("Summer 2027", date(2027, 4, 12), date(2027, 7, 22)),
]
ADVICE_IN_WESTMERE = "SENDIASS Westmere, telephone 01632 960456, sendiass.westmere.example"
HALF_TERMS = [
    (date(2025, 10, 27), date(2025, 10, 31)),
    (date(2026, 2, 16), date(2026, 2, 20)),
    (date(2026, 5, 25), date(2026, 5, 29)),
    (date(2026, 10, 26), date(2026, 10, 30)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 5, 31), date(2027, 6, 4)),
]
PASSWORD = "correct horse battery staple"  # noqa: S105 - of invented people


@cache
def hashed_password() -> str:
    """Argon2 takes a sixth of a second by design; the cast shares one password, so it is paid once."""
    return make_password(PASSWORD)


@dataclass
class Place:
    """One setting with its people: members, contacts, children and groups by their first name."""

    organisation: Organisation
    members: dict[str, Membership] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    children: dict[str, Pupil] = field(default_factory=dict)
    groups: dict[str, TeachingGroup] = field(default_factory=dict)

    def actor(self, name: str, on: date) -> Actor:
        """The member or family member of that first name, as an actor on a day (in the setting's scope)."""
        member = self.members.get(name) or self.contacts[name].membership
        if member is None:
            raise LookupError(name)
        return actor_of(member, on)


@dataclass
class Cast:
    """Both settings and the authority."""

    elm: Place
    oak: Place
    authority: Organisation


STAFF_AT_ELM = [
    ("Amina", "Ms Amina Obi", [Role.SENCO]),
    ("Ben", "Mr Ben Hall", [Role.TEACHER]),
    ("Tess", "Ms Tess Price", [Role.ASSISTANT]),
    ("Hana", "Mrs Hana Baker", [Role.SENIOR_LEADER]),
    ("Grace", "Ms Grace Lin", [Role.GOVERNOR]),
    ("Sol", "Mr Sol Reyes", [Role.SAFEGUARDING_LEAD]),
    ("Ada", "Ms Ada Finch", [Role.ADMINISTRATOR]),
    ("Evie", "Dr Evie Marsh", [Role.PROFESSIONAL]),
]
STAFF_AT_OAK = [("Cara", "Ms Cara Wynn", [Role.SENCO]), ("Otto", "Mr Otto Lake", [Role.TEACHER])]
CHILDREN_AT_ELM = [
    ("Ayaan", "Khan", date(2017, 3, 4), "4", "tr"),
    ("Rosa", "Márquez-O’Brien", date(2016, 11, 20), "4", "es"),
    ("Leo", "Potts", date(2017, 6, 1), "4", "en"),
    ("Iğdır", "Şahin", date(2016, 9, 30), "4", "tr"),
]


def add_staff(place: Place, rows: list, day: date) -> None:
    """Staff who sign in at a place: a first name, how they are called, and their roles."""
    system = system_actor(place.organisation.pk, "set-up")
    for name, called, roles in rows:
        email = f"{name.lower()}@{place.organisation.name.split()[0].lower()}.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email)
        user.password = hashed_password()
        user.save()
        place.members[name] = act.add_member(
            place.organisation, called, roles, actor=system, today=day, user=user
        )


def add_terms(setting: Organisation, actor: Actor) -> None:
    """The terms of two school years, each with its half term."""
    for name, first, last in TERMS_2025:
        people.add_term(setting, name, first, last, actor=actor)
    for first, last in HALF_TERMS:
        people.close_on(setting, first, "Half term", until=last, actor=actor)


def say_whom_to_ask(place: Place, telephone: str) -> None:
    """How families reach the SENCO of a place, and where its council's free advice is: invented names and numbers.

    The telephone numbers are of those that Ofcom keeps for drama, the addresses of a domain that nobody can have.
    """
    host = place.organisation.name.split()[0].lower()
    people.say_whom_to_ask(
        place.organisation,
        actor=system_actor(place.organisation.pk, "set-up"),
        seen={},
        senco_reached=f"Telephone {telephone}, e-mail senco@{host}.example",
        advice=ADVICE_IN_WESTMERE,
    )


def _elm(day: date) -> Place:
    elm = Place(
        act.found_organisation("Elm Primary", SettingKind.MAINTAINED_MAINSTREAM, first_day=day)
    )
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "set-up")
        add_staff(elm, STAFF_AT_ELM, day)
        add_terms(elm.organisation, system)
        act.appoint_senco(elm.organisation, elm.members["Amina"], day, actor=system)
        kestrel = people.add_group(elm.organisation, "Kestrel", "class", actor=system, today=day)
        phonics = people.add_group(elm.organisation, "Phonics", "support", actor=system, today=day)
        elm.groups |= {"Kestrel": kestrel, "Phonics": phonics}
        people.put_with_group(kestrel, elm.members["Ben"], "teaches", actor=system, today=day)
        people.put_with_group(phonics, elm.members["Tess"], "supports", actor=system, today=day)
        for given, family, born, year, language in CHILDREN_AT_ELM:
            child = people.add_pupil(
                elm.organisation,
                actor=system,
                given_name=given,
                family_name=family,
                birth_date=born,
                year_group=year,
                home_language=language,
                joined_on=day,
            )
            elm.children[given] = child
            people.put_in_group(kestrel, child, actor=system, today=day)
        people.put_in_group(phonics, elm.children["Ayaan"], actor=system, today=day)
        _families(elm, day)
        act.grant_access(
            elm.children["Ayaan"],
            elm.members["Evie"],
            day + timedelta(days=730),
            "Consultation that the family agreed to",
            actor=system,
            today=day,
            ground=Ground.FAMILY_AGREES,
        )
    return elm


def _families(elm: Place, day: date) -> None:
    """Dev and Dilek are Ayaan's parents in two homes; Marta is Rosa's mother; an order bars Ivan from Rosa."""
    system = system_actor(elm.organisation.pk, "set-up")
    rows: list[tuple[str, str, str, str, str, str, dict[str, Any]]] = [
        ("Dilek", "Khan", "dilek@family.example", "tr", "Ayaan", "mother", {"lives_with": True}),
        ("Dev", "Khan", "dev@family.example", "en", "Ayaan", "father", {}),
        ("Marta", "Márquez", "marta@family.example", "es", "Rosa", "mother", {"lives_with": True}),
        (
            "Ivan",
            "O’Brien",
            "ivan@family.example",
            "en",
            "Rosa",
            "father",
            {
                "bars_all": True,
                "order_type": "Prohibited steps order",
                "order_from": day,
                "order_seen_by": "Ms Ada Finch",
            },
        ),
    ]
    for given, family, email, language, child, relationship, more in rows:
        contact = people.add_contact(
            elm.organisation,
            actor=system,
            today=day,
            given_name=given,
            family_name=family,
            email=email,
            language=language,
            channel="email",
        )
        elm.contacts[given] = contact
        people.add_care(
            elm.children[child],
            contact,
            actor=system,
            today=day,
            relationship=relationship,
            responsibility="yes",
            **more,
        )


def _oak(day: date) -> Place:
    oak = Place(
        act.found_organisation("Oak Primary", SettingKind.ACADEMY_MAINSTREAM, first_day=day)
    )
    with tenant_scope(oak.organisation.pk):
        system = system_actor(oak.organisation.pk, "set-up")
        add_staff(oak, STAFF_AT_OAK, day)
        add_terms(oak.organisation, system_actor(oak.organisation.pk, "set-up"))
        act.appoint_senco(oak.organisation, oak.members["Cara"], day, actor=system)
        wren = people.add_group(oak.organisation, "Wren", "class", actor=system, today=day)
        oak.groups["Wren"] = wren
        people.put_with_group(wren, oak.members["Otto"], "teaches", actor=system, today=day)
        child = people.add_pupil(
            oak.organisation,
            actor=system,
            given_name="Nia",
            family_name="Okafor",
            birth_date=date(2016, 2, 2),
            year_group="5",
            joined_on=day,
        )
        oak.children["Nia"] = child
        people.put_in_group(wren, child, actor=system, today=day)
        contact = people.add_contact(
            oak.organisation,
            actor=system,
            today=day,
            given_name="Obi",
            family_name="Okafor",
            email="obi@family.example",
            language="en",
        )
        oak.contacts["Obi"] = contact
        people.add_care(
            child, contact, actor=system, today=day, relationship="father", responsibility="yes"
        )
    return oak


def make_cast(day: date = date(2025, 9, 2)) -> Cast:
    """Everybody, from `day` on, through the same verbs as the screens call."""
    council = SettingKind.LOCAL_AUTHORITY
    authority = act.found_organisation("Westmere Council", council, first_day=day)
    cast = Cast(_elm(day), _oak(day), authority)
    for place in (cast.elm, cast.oak):
        with tenant_scope(place.organisation.pk):
            system = system_actor(place.organisation.pk, "set-up")
            act.affiliate(place.organisation, authority, council, day, actor=system)
    officers = Place(authority)
    with tenant_scope(authority.pk):
        add_staff(officers, [("Ellis", "Mr Ellis Park", [Role.AUTHORITY_OFFICER])], day)
    return cast
