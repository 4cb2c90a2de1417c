"""How to make one of each kind of thing that a door leads to, about one child, by the same verbs as the screens call.

A kind of door without a maker here fails the matrix. Texts carry `Made.mark`, so that a page that shows them to
somebody else is found out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fourfold.casework.cycles.models import Cycle
from fourfold.domain.cycle import Stage
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.notify import registry
from fourfold.foundation.notify.outbox import queue
from fourfold.foundation.notify.registry import Kind, Rendered
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import Place

# Who is the family of each child, and who teaches; the first is the one who does things.
FAMILY = {"Ayaan": "Dilek", "Rosa": "Marta", "Yusuf": "Yusuf", "Nia": "Obi"}
PING = "test.ping"


@dataclass(frozen=True)
class Ping:
    """The payload of a kind of message that only the matrix has."""

    on: str


PING_KIND = Kind(
    PING, Ping, lambda payload, to: Rendered("News", (payload.on,), "/x/"), Ping("Hello.")
)


@dataclass
class Made:
    """Everything about one child: made on first asking, by kind of door."""

    place: Place
    child: str
    today: date
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """A word that stands in every text about this child and nowhere else."""
        return f"Quillmark{self.child}"

    @property
    def system(self) -> Actor:
        """Fourfold itself, setting up."""
        return system_actor(self.place.organisation.pk, "set-up")

    def by(self, name: str) -> Actor:
        """A person of the place as an actor today."""
        return self.place.actor(name, self.today)

    @property
    def senco(self) -> Actor:
        """The place's SENCO."""
        return self.by("Amina" if "Amina" in self.place.members else "Cara")

    def get(self, kind: str) -> Any:
        """The object of that kind about this child. Raises `KeyError` if nobody said how one is made."""
        if kind not in self.rows:
            self.rows[kind] = MAKERS[kind](self)
        return self.rows[kind]

    def all(self) -> None:
        """Make one of every kind."""
        for kind in MAKERS:
            self.get(kind)

    def secrets(self) -> list[str]:
        """What must stand on no page of anybody who may not know of this child."""
        pupil = self.place.children[self.child]
        words = [self.mark, pupil.given_name, pupil.family_name]
        family = self.place.contacts[FAMILY[self.child]]
        return [*words, *(word for word in (getattr(family, "email", ""),) if word)]


Maker = Callable[[Made], Any]
MAKERS: dict[str, Maker] = {}


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Say that the function makes what the door of that kind leads to."""

    def note(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return note


@makes("child")
def _child(made: Made) -> Any:
    return made.place.children[made.child]


@makes("group")
def _group(made: Made) -> Any:
    return next(iter(made.place.groups.values()))


@makes("contact")
def _contact(made: Made) -> Any:
    family = FAMILY[made.child]
    return made.place.contacts[family if family != "Yusuf" else "Dilek"]


@makes("message")
def _message(made: Made) -> Any:
    to = made.place.contacts[FAMILY[made.child]].membership
    with verb_at_work(made.place.organisation.pk, "test.message"):
        return queue(
            PING,
            registry.kinds()[PING].payload(made.mark),
            to=to,
            channel="email",
            child=made.place.children[made.child].public_id,
            address=f"{made.mark}@family.example",
        )


@makes("cycle")
def _cycle(made: Made) -> Any:
    with verb_at_work(made.place.organisation.pk, "test.cycle"):
        cycle = Cycle(
            pupil=made.get("child"), number=1, stage=str(Stage.ASSESS), begun_on=made.today
        )
        cycle.save()
    return cycle


# Parts of an address that are no door's, by the name of the address.
OTHER_PARTS: dict[str, dict[str, str]] = {"desk:message_preview": {"code": PING}}

# What an address asks for behind its question mark, without which there is nothing to see.
Asked = Callable[[Made], dict[str, str]]
QUERIES: dict[str, Asked] = {}


def asks(name: str) -> Callable[[Asked], Asked]:
    """Say that the function gives what the address of that name needs behind its question mark."""

    def note(asked: Asked) -> Asked:
        QUERIES[name] = asked
        return asked

    return note


@asks("desk:set_aside")
def _duty(made: Made) -> dict[str, str]:
    child = made.get("child").public_id
    row, _ = DueRow.objects.get_or_create(
        tenant_id=made.place.organisation.pk,
        key=f"tell_parents:{child}",
        defaults={
            "rule": "tell_parents",
            "rule_version": "1",
            "force": "statute",
            "child": child,
            "subject_label": "people.Pupil",
            "subject": child,
            "trigger": "decision",
            "trigger_date": made.today,
            "day_kind": "school",
            "late_in": "school",
            "due_on": made.today,
            "state": "open",
        },
    )
    return {"duty": row.key}
