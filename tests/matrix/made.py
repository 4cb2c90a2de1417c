"""What there is about one child, made on first asking; how each kind is made is said in `subjects`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fourfold.foundation.access.actors import Actor, system_actor
from tests.cast import Place

# Who of each child's family does things; whose group it is in; who gives the support.
FAMILY = {"Ayaan": "Dilek", "Ayla": "Dilek", "Rosa": "Marta", "Yusuf": "Yusuf", "Nia": "Obi"}
GROUP = {"Ayaan": "Kestrel", "Ayla": "Kestrel", "Rosa": "Kestrel", "Yusuf": "Merlin", "Nia": "Wren"}
GIVES = {"Ayaan": "Tess", "Ayla": "Tess", "Rosa": "Ben", "Yusuf": "Noor", "Nia": "Otto"}
# What there is when a cycle has just begun.
AT_FIRST = (
    "child",
    "group",
    "contact",
    "message",
    "concern",
    "cycle",
    "contribution",
    "intake",
    "care",
    "member",
    "appointment",
    "term",
    "closure",
)


@dataclass
class Made:
    """Everything about one child: made on first asking, by kind of door."""

    place: Place
    child: str
    today: date
    begun: date
    early: bool = False
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """A word that stands in every text about this child and nowhere else."""
        return f"Quillmark{self.child}"

    @property
    def family(self) -> str:
        """Who of the family does things."""
        return FAMILY[self.child]

    @property
    def says(self) -> str:
        """A word that this member of the family said, and that no other member of the family is ever shown."""
        return f"Quillsaid{self.family}{self.child}"

    @property
    def unread(self) -> str:
        """A word that they said and that nobody has read yet: for those who read first."""
        return f"Quillunread{self.family}{self.child}"

    @property
    def to_tell(self) -> str:
        """Whom there is to tell: the other parent, where there is one."""
        other = {"Ayaan": "Dev", "Ayla": "Dev"}.get(self.child, self.family)
        return str(getattr(self.place.contacts[other], "public_id", ""))

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
        """Make one of every kind, or of those that there are at first."""
        for kind in AT_FIRST if self.early else MAKERS:
            self.get(kind)

    def secrets(self) -> list[str]:
        """What must stand on no page of anybody who may not know of this child."""
        pupil = self.place.children[self.child]
        words = [self.mark, pupil.given_name, pupil.family_name]
        family = self.place.contacts[self.family]
        return [*words, *(word for word in (getattr(family, "email", ""),) if word)]


Maker = Callable[[Made], Any]
MAKERS: dict[str, Maker] = {}


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Say that the function makes what the door of that kind leads to."""

    def note(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return note
