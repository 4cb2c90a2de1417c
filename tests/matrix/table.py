"""Who may open which address, and through which relation: written down here by hand, and computed from nothing.

Each row is about Ayaan, at Elm. `may` names those who come in, each with the id of the reason; `no` those who are told
that it is not for them (403). Everybody else of `tests.matrix.world` finds nothing (404), and who is not signed in is
sent to sign in. A new address needs a row here, and a changed permission a changed row: that is the point.
"""

from dataclasses import dataclass
from typing import Final

SENCO: Final = "Amina:looks_after_all"
HEAD: Final = "Hana:looks_after_all"
OFFICE: Final = "Ada:looks_after_all"
TEACHER: Final = "Ben:teaches"
LEADS: Final = "Tess:leads_group"
INVITED: Final = "Evie:granted"
PARENTS: Final = "Dilek:family Dev:family"
SAFEGUARDING: Final = "Sol:safeguarding"
# All who have a role at Elm today.
STAFF: Final = "Amina Ben Tess Hana Grace Sol Ada Noor"
FROM_OUTSIDE: Final = "Evie Piers Olwen"
FAMILIES: Final = "Dilek Dev Marta Ivan Yusuf"
EVERYONE_HERE: Final = f"{STAFF} {FROM_OUTSIDE} {FAMILIES}"


@dataclass(frozen=True)
class Row:
    """Who may open one address. `shows` is what those who may get on reading it (a redirect is 302 or 303)."""

    may: str
    no: str = ""
    shows: int = 200

    def reasons(self) -> dict[str, str]:
        """Who may, with the reason's id; an empty one where the address asks for a role alone."""
        pairs = (each.partition(":") for each in self.may.split())
        return {name: reason for name, _, reason in pairs}

    def status(self, name: str) -> int:
        """What that person gets on reading."""
        if name in self.reasons():
            return self.shows
        return 403 if name in self.no.split() else 404


def _rest(*taken: str) -> str:
    """Everybody with a role here who is not among `taken`."""
    gone = {each.partition(":")[0] for words in taken for each in words.split()}
    return " ".join(name for name in EVERYONE_HERE.split() if name not in gone)


def _by_role(may: str) -> Row:
    """For a page about the setting: the others of the setting are told that it is not for them."""
    return Row(may, _rest(may))


_SEE_CHILD = f"{SENCO} {HEAD} {OFFICE} {SAFEGUARDING} {TEACHER} {LEADS} {INVITED} {PARENTS}"
_POST_ROOM = f"{SENCO} {HEAD} {OFFICE}"

TABLE: Final[dict[str, Row]] = {
    "desk:home": Row(EVERYONE_HERE),
    "desk:child": Row(_SEE_CHILD),
    "desk:set_aside": Row(f"{SENCO} {HEAD}", no="Ben Tess Sol Ada Evie Dilek Dev"),
    "desk:due": Row(f"{SENCO} {HEAD}", no="Sol Ada"),
    "desk:outbox": _by_role(_POST_ROOM),
    "desk:message": _by_role(_POST_ROOM),
    "desk:message_kinds": _by_role(_POST_ROOM),
    "desk:message_preview": _by_role(_POST_ROOM),
}

# The addresses that need no setting: what nobody gets on reading them, and why they hold nothing of a child.
OUTSIDE: Final[dict[str, tuple[int, str]]] = {
    "design-outside:gallery": (404, "Only a demonstration has it; it shows components."),
    "design-outside:gallery_form": (404, "Only a demonstration has it; it shows a form."),
    "desk-outside:mailbox": (404, "Only a demonstration has it; its mails go to nobody."),
}
