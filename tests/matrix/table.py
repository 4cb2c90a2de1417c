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
    "people:family_sign_in": _by_role(f"{SENCO} {HEAD} {OFFICE}"),
    "people:sign_in_code": _by_role(f"{SENCO} {HEAD} {OFFICE}"),
    # Everybody of a family has an address of their own; they are asked again who they are.
    "people:own_address": Row("Dilek Dev Marta Ivan", shows=303),
    "people:own_address_changed": Row("Dilek Dev Marta Ivan"),
}

# The addresses that need no setting: what nobody gets on reading them, and why they hold nothing of a child.
OUTSIDE: Final[dict[str, tuple[int, str]]] = {
    "access-outside:front": (303, "It sends onwards."),
    "access-outside:sign_in": (200, "Which way in; it knows nobody."),
    "access-outside:sign_out": (405, "Only a press signs out."),
    "access-outside:demonstration": (404, "Only a demonstration has it."),
    "access-outside:staff": (200, "It asks for a password; it knows nobody."),
    "access-outside:second": (303, "Without a right password it sends back to it."),
    "access-outside:forgotten": (200, "It asks for an address and answers everybody alike."),
    "access-outside:new_password": (
        410,
        "A link that is not good; with a good one it asks for a password.",
    ),
    "access-outside:invited": (
        410,
        "A link that is not good; with a good one it asks for a password.",
    ),
    "access-outside:change_password": (303, "For who is signed in; it shows nothing."),
    "access-outside:set_up": (303, "For who is half-way or in; it is about their own factors."),
    "access-outside:set_up_app": (303, "For who is half-way or in; it is about their own factors."),
    "access-outside:set_up_printed": (
        303,
        "For who is half-way or in; it is about their own factors.",
    ),
    "access-outside:set_up_passkey": (
        303,
        "For who is half-way or in; it is about their own factors.",
    ),
    "access-outside:family": (200, "It asks for an address and answers everybody alike."),
    "access-outside:link": (410, "A link that is not good; with a good one it shows one button."),
    "access-outside:who": (
        303,
        "Only after a link has proved the address; it shows names of grown-ups.",
    ),
    "access-outside:code": (200, "It asks for a code; it knows nobody."),
    "access-outside:again": (303, "For who is signed in; it asks for their own proof."),
    "access-outside:provider": (405, "Only a press sends to a provider."),
    "access-outside:provider_back": (
        404,
        "No provider is set up here; with one it tells who came back.",
    ),
    "design-outside:gallery": (404, "Only a demonstration has it; it shows components."),
    "design-outside:gallery_form": (404, "Only a demonstration has it; it shows a form."),
    "desk-outside:mailbox": (404, "Only a demonstration has it; its mails go to nobody."),
}
