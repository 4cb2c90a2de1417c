"""What can be done next from a child's page: each move of the table leads to the page on which it is made."""

from dataclasses import dataclass

from fourfold.casework.people.models import Pupil
from fourfold.desk.child import Stands
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Organisation


@dataclass(frozen=True)
class Button:
    """A way on: its words and address; the first of a page is the strong one."""

    words: str
    address: str


def buttons(
    child: Pupil, stands: Stands | None, actor: Actor, setting: Organisation
) -> list[Button]:
    """The ways on that `actor` has from here, the likeliest first."""
    return []
