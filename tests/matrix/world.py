"""The cast, and beside it whoever should find nothing: those whose time is over, and those who never had any.

All of it is made once in a process and put back for each module of tests; each test has a savepoint of its own.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import GroupPupil
from fourfold.domain.words import Ground, Role
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import Membership, Organisation, RoleHeld, User
from fourfold.foundation.act import organisations as act
from fourfold.foundation.scope.names import new_public_id
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import Cast, Place, make_cast
from tests.matrix.made import Made
from tests.matrix.walking import all_of
from tests.page_client import application
from tests.signed_in import as_person

FIRST_DAY = date(2025, 9, 2)
NOW = datetime(2026, 3, 12, 10, 0, tzinfo=ZoneInfo("Europe/London"))
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)

# Whoever comes to Elm's addresses, in words: how each stands to Ayaan, the child of every row of the table.
AT_ELM = {
    "Amina": "the SENCO",
    "Ben": "his teacher",
    "Tess": "the assistant who leads his group",
    "Hana": "the head",
    "Grace": "a governor",
    "Sol": "the safeguarding lead",
    "Ada": "the administrator",
    "Evie": "a psychologist, invited to him",
    "Dilek": "his mother",
    "Dev": "his father, in another home",
    "Marta": "the mother of another child",
    "Ivan": "a father, barred from another child by an order",
    "Yusuf": "another child, a young person with an account",
    "Noor": "a teacher of other children",
    "Piers": "a psychologist whose invitation to him ended yesterday",
    "Greta": "his teacher until yesterday, when she left",
    "Rolf": "the SENCO until yesterday, and nothing since",
    "Olwen": "an authority’s officer without an invitation",
}
ELSEWHERE = {
    "Cara": "the SENCO of another setting",
    "Otto": "a teacher of another setting",
    "Obi": "a father at another setting",
    "Ellis": "the authority’s officer, at the authority",
}
NOBODY = "nobody"
EVERYBODY = [*AT_ELM, *ELSEWHERE, NOBODY]
# Ayla is Ayaan’s sister, and everybody stands to her as to him; her cycle has only begun.
CHILDREN = ["Ayaan", "Ayla", "Rosa", "Yusuf"]
BEGUN = date(2026, 3, 9)

# Who may know that each child is there. Everybody else finds the child's name on no page.
KNOW: dict[str, frozenset[str]] = {
    "Ayaan": frozenset(["Amina", "Ben", "Tess", "Hana", "Sol", "Ada", "Evie", "Dilek", "Dev"]),
    "Rosa": frozenset(["Amina", "Ben", "Hana", "Sol", "Ada", "Marta"]),
    "Yusuf": frozenset(["Amina", "Hana", "Sol", "Ada", "Noor", "Yusuf"]),
    "Nia": frozenset(["Cara", "Otto", "Obi"]),
}


@dataclass
class World:
    """The cast, the objects about each child by kind, and a signed-in client for each person."""

    cast: Cast
    officers: Place
    made: dict[str, Made] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Of a browser its cookies are kept."""
        cookies = {name: client.cookies for name, client in self.clients.items()}
        return {**self.__dict__, "clients": cookies}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A browser with the cookies of each."""
        self.__dict__.update(state)
        self.clients = {name: _with(cookies) for name, cookies in state["clients"].items()}

    @property
    def elm(self) -> Place:
        """The setting at which the rows of the table are."""
        return self.cast.elm

    @property
    def oak(self) -> Place:
        """The other setting."""
        return self.cast.oak

    def about(self, child: str) -> Made:
        """What there is about a child of the cast."""
        return self.made[child]

    def client(self, name: str) -> Client:
        """The browser of a person; kept between tests, since signing in is not what they are about.

        It does not hold each answer against the page standard: that takes as long as all the rest, and the tests of
        the rooms do.
        """
        if name not in self.clients:
            self.clients[name] = _with(self._signed_in(name).cookies)
        return self.clients[name]

    def names_of(self, name: str) -> str:
        """How a person is called: what stands at the head of their own pages."""
        return " ".join(
            str(getattr(place.members.get(name), "called", place.contacts.get(name, "")))
            for place in (self.elm, self.oak, self.officers)
        )

    def end(self, membership: Membership) -> None:
        """End a membership as of yesterday."""
        system = system_actor(membership.tenant_id, "set-up")
        act.end_membership(
            Organisation.objects.get(pk=membership.tenant_id),
            membership,
            actor=system,
            today=YESTERDAY,
        )

    def move(self, child: str, old: str, new: str) -> None:
        """Move a child of Elm from a class, as of yesterday, to another."""
        system = system_actor(self.elm.organisation.pk, "set-up")
        pupil = self.elm.children[child]
        with verb_at_work(self.elm.organisation.pk, "test.leave"):
            there = GroupPupil.objects.get(group=self.elm.groups[old], pupil=pupil)
            there.compare_and_set({"valid_to": None}, valid_to=YESTERDAY)
        people.put_in_group(self.elm.groups[new], pupil, actor=system, today=TODAY)

    def _signed_in(self, name: str) -> Client:
        if name == NOBODY:
            return Client()
        if name in {"Cara", "Otto", "Obi"}:
            return as_person(self.oak, name)
        return as_person(self.officers if name == "Ellis" else self.elm, name)


def _with(cookies: SimpleCookie) -> Client:
    client = Client()
    client.handler, client.cookies = application(), cookies
    return client


def _join(place: Place, name: str, called: str, role: Role) -> Membership:
    system = system_actor(place.organisation.pk, "set-up")
    user = User.objects.create_user(f"{name.lower()}@matrix.example")
    member = act.add_member(
        place.organisation, called, [role], actor=system, today=FIRST_DAY, user=user
    )
    place.members[name] = member
    return member


def _sister(elm: Place) -> None:
    """Ayla, in the same groups, with the same parents and the same invitations as Ayaan."""
    system = system_actor(elm.organisation.pk, "set-up")
    ayla = people.add_pupil(
        elm.organisation,
        actor=system,
        given_name="Ayla",
        family_name="Khan",
        birth_date=date(2018, 3, 4),
        year_group="3",
        joined_on=FIRST_DAY,
    )
    elm.children["Ayla"] = ayla
    for group in ("Kestrel", "Phonics"):
        people.put_in_group(elm.groups[group], ayla, actor=system, today=FIRST_DAY)
    for parent in ("Dilek", "Dev"):
        people.add_care(
            ayla,
            elm.contacts[parent],
            actor=system,
            today=FIRST_DAY,
            relationship="parent",
            responsibility="yes",
        )
    people.note_inherited_spell(ayla, "K", FIRST_DAY, "roll", actor=system, today=FIRST_DAY)
    later = FIRST_DAY + timedelta(days=730)
    of = {"actor": system, "today": FIRST_DAY, "ground": Ground.FAMILY_AGREES}
    act.grant_access(ayla, elm.members["Evie"], later, "With him", **of)


def _more_people(elm: Place) -> None:
    """Whoever stands at the edge: their time is over, or they were never let in."""
    system = system_actor(elm.organisation.pk, "set-up")
    ayaan = elm.children["Ayaan"]
    yusuf = people.add_pupil(
        elm.organisation,
        actor=system,
        given_name="Yusuf",
        family_name="Demir",
        birth_date=date(2009, 1, 20),
        year_group="12",
        joined_on=FIRST_DAY,
    )
    elm.children["Yusuf"] = yusuf
    elm.contacts["Yusuf"] = people.open_own_account(yusuf, actor=system, today=FIRST_DAY)
    _join(elm, "Noor", "Ms Noor Haddad", Role.TEACHER)
    merlin = people.add_group(elm.organisation, "Merlin", "class", actor=system, today=FIRST_DAY)
    elm.groups["Merlin"] = merlin
    people.put_with_group(merlin, elm.members["Noor"], "teaches", actor=system, today=FIRST_DAY)
    people.put_in_group(merlin, yusuf, actor=system, today=FIRST_DAY)
    piers = _join(elm, "Piers", "Dr Piers Wood", Role.PROFESSIONAL)
    of = {"actor": system, "today": FIRST_DAY, "ground": Ground.FAMILY_AGREES}
    act.grant_access(ayaan, piers, YESTERDAY, "Until then", **of)
    greta = _join(elm, "Greta", "Ms Greta Lund", Role.TEACHER)
    people.put_with_group(elm.groups["Kestrel"], greta, "teaches", actor=system, today=FIRST_DAY)
    act.end_membership(elm.organisation, greta, actor=system, today=YESTERDAY)
    rolf = _join(elm, "Rolf", "Mr Rolf Stein", Role.SENCO)
    with verb_at_work(elm.organisation.pk, "test.end_role"):
        held = RoleHeld.objects.get(membership=rolf)
        held.valid_to = YESTERDAY
        held.save()
    _join(elm, "Olwen", "Ms Olwen Rees", Role.AUTHORITY_OFFICER)


def make_world() -> World:
    """The cast on `TODAY`, everybody at the edge, and everything that there can be about each child."""
    cast = make_cast(FIRST_DAY)
    officers = Place(cast.authority)
    with tenant_scope(cast.authority.pk):
        officers.members["Ellis"] = Membership.objects.get()
    with tenant_scope(cast.elm.organisation.pk):
        _sister(cast.elm)
        _more_people(cast.elm)
    world = World(cast, officers)
    for place, child in [*((cast.elm, name) for name in CHILDREN), (cast.oak, "Nia")]:
        with tenant_scope(place.organisation.pk):
            made = Made(place, child, TODAY, BEGUN, early=child == "Ayla")
            made.all()
            world.made[child] = made
    for name in EVERYBODY:
        world.client(name)
    return world


def never() -> str:
    """A public id that nothing has."""
    return new_public_id()


def leaks(world: World, person: str, answer: HttpResponse) -> list[str]:
    """The words on a page that tell `person` of a child whom they may not know."""
    said = all_of(answer)
    own = "" if person == NOBODY else world.names_of(person)
    return [
        word
        for child, knowing in KNOW.items()
        if person not in knowing
        for word in world.about(child).secrets()
        if word in said and word not in own
    ]
