"""Who may open which address, and through which relation: written down here by hand, and computed from nothing.

Each row is about Ayaan, at Elm. `may` names those who come in, each with the id of the reason; `no` those who are told
that it is not for them (403). Everybody else of `tests.matrix.world` finds nothing (404), and who is not signed in is
sent to sign in. A new address needs a row here, and a changed permission a changed row: that is the point.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

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
# Where any member of staff may worry about any child here, and so finds the name; nothing else of it.
WORRIED: Final = frozenset({"identify:whose", "identify:raise"})


@dataclass(frozen=True)
class Row:
    """Who may open one address. `shows` is what those who may get on reading it (a redirect is 302 or 303).
    `of_setting`: about the setting as a whole, so that its people are told no whichever child it concerns.
    `finds_nothing`: who comes through the door, and for whom this very thing is not there all the same.
    `sent_on`: who is sent to another page instead.
    """

    may: str
    no: str = ""
    shows: int = 200
    of_setting: bool = False
    finds_nothing: str = ""
    sent_on: str = ""

    def reasons(self) -> dict[str, str]:
        """Who may, with the reason's id; an empty one where the address asks for a role alone."""
        pairs = (each.partition(":") for each in self.may.split())
        return {name: reason for name, _, reason in pairs}

    def status(self, name: str) -> int:
        """What that person gets on reading."""
        if name in self.finds_nothing.split():
            return 404
        if name in self.reasons():
            return 303 if name in self.sent_on.split() else self.shows
        return 403 if name in self.no.split() else 404


def _rest(*taken: str) -> str:
    """Everybody with a role here who is not among `taken`."""
    gone = {each.partition(":")[0] for words in taken for each in words.split()}
    return " ".join(name for name in EVERYONE_HERE.split() if name not in gone)


def _by_role(may: str) -> Row:
    """For a page about the setting: the others of the setting are told that it is not for them."""
    return Row(may, _rest(may), of_setting=True)


# Who may know that Ayaan is here; whoever of these may not do a thing with him is told so.
KNOWN = f"{SENCO} {HEAD} {OFFICE} {SAFEGUARDING} {TEACHER} {LEADS} {INVITED} {PARENTS}"


def _about_him(may: str, *, hidden: str = "", **more: Any) -> Row:
    """For a page about the child: who knows of him is told no, but for whom even that says too much."""
    gone = {each.partition(":")[0] for words in (may, hidden) for each in words.split()}
    known = (each.partition(":")[0] for each in KNOWN.split())
    return Row(may, " ".join(name for name in known if name not in gone), **more)


def _one_of(row: Row) -> Row:
    """For one thing of the setting’s own: a family is not told that there is one at such an address."""
    return replace(
        row, no=" ".join(each for each in row.no.split() if each not in FAMILIES.split())
    )


_POST_ROOM = _by_role(f"{SENCO} {HEAD} {OFFICE}")
# About a child: whoever may not know of him is not told no, but finds nothing.
_PEOPLE = _about_him(f"{SENCO} {HEAD} {OFFICE}")
_LISTS = _by_role(f"{SENCO} {OFFICE}")
_LISTS_PRESS = replace(_LISTS, shows=302)
_SEE_NEEDS = _about_him(f"{SENCO} {HEAD} {TEACHER} {INVITED}")
_TEACHING = _about_him(f"{SENCO} {TEACHER}")
_PRESS = _about_him(f"{SENCO} {TEACHER}", shows=302)
_DECIDING = _about_him(f"{SENCO} {HEAD}")
_VIEWS = _about_him(f"{INVITED} {PARENTS}")
_FIRST_READERS = _about_him(f"{SENCO} {SAFEGUARDING}", hidden="Dilek Dev")
# What children and families sent is read first by two; that there is such a list, the others with all children know.
_WAITING = Row(f"{SENCO} {SAFEGUARDING}", no="Hana Ada")
_TODAY = _by_role(f"{SENCO} Ben:works_here Tess:works_here Noor:works_here")
_SESSIONS = _about_him(f"{SENCO} {TEACHER} {LEADS}")
_WORRIED = (
    f"{SENCO} Ben:works_here Tess:works_here Hana:works_here Sol:works_here Ada:works_here"
    f" Noor:works_here {INVITED} {PARENTS}"
)

TABLE: Final[dict[str, Row]] = {
    "desk:home": Row(EVERYONE_HERE),
    "desk:needs": Row(EVERYONE_HERE),
    "desk:unsent": Row(EVERYONE_HERE),
    "desk:child": Row(KNOWN),
    "desk:story": _about_him(f"{SENCO} {HEAD} {TEACHER} {PARENTS}"),
    "desk:child_due": _about_him(f"{SENCO} {HEAD} {TEACHER}"),
    "desk:set_aside": _DECIDING,
    "desk:take_up": replace(_DECIDING, shows=302),
    "desk:due": Row(f"{SENCO} {HEAD}", no="Sol Ada"),
    "desk:outbox": _POST_ROOM,
    "desk:message": Row(f"{SENCO} {HEAD} {OFFICE}", no="Sol"),
    "desk:message_paper": Row(f"{SENCO} {HEAD} {OFFICE}", no="Sol"),
    "desk:message_kinds": _POST_ROOM,
    "desk:message_preview": _POST_ROOM,
    # A family has children and no register.
    "people:register": Row(EVERYONE_HERE, finds_nothing=FAMILIES),
    "people:add_child": _POST_ROOM,
    "people:facts": Row(KNOWN),
    "people:change_child": _PEOPLE,
    "people:who": _about_him(f"{SENCO} {HEAD} {TEACHER} {PARENTS}"),
    "people:outside": _DECIDING,
    "people:end_outside": replace(_DECIDING, shows=302),
    "people:add_contact": _PEOPLE,
    "people:change_contact": _PEOPLE,
    "people:end_care": _PEOPLE,
    "people:staff": _POST_ROOM,
    "people:add_staff": _POST_ROOM,
    "people:member": _one_of(_POST_ROOM),
    "people:end_member": _one_of(_POST_ROOM),
    "people:terms": _POST_ROOM,
    "people:term": _one_of(_POST_ROOM),
    "people:closure": _one_of(_POST_ROOM),
    "people:senco": _POST_ROOM,
    "people:qualified": _one_of(_POST_ROOM),
    "people:kind": _POST_ROOM,
    "people:authority": _POST_ROOM,
    "people:whom_to_ask": _POST_ROOM,
    "people:family_sign_in": _POST_ROOM,
    "people:sign_in_code": _one_of(_POST_ROOM),
    "people:start_anew": _one_of(_POST_ROOM),
    # Everybody of a family has an address of their own.
    "people:own_address": Row(EVERYONE_HERE, finds_nothing=f"{STAFF} {FROM_OUTSIDE} Yusuf"),
    "people:own_address_changed": Row(EVERYONE_HERE, finds_nothing=f"{STAFF} {FROM_OUTSIDE} Yusuf"),
    "intake:start": _LISTS,
    "intake:example": _LISTS,
    "intake:one": _one_of(_LISTS),
    "intake:columns": _one_of(_LISTS),
    "intake:leave": _one_of(_LISTS_PRESS),
    "intake:undo": _one_of(_LISTS_PRESS),
    "voice:give": _VIEWS,
    "voice:child": _VIEWS,
    "voice:ask": _TEACHING,
    "voice:child_with_staff": _TEACHING,
    "voice:write_down": _TEACHING,
    "voice:sent": Row(KNOWN),
    "voice:waiting": _WAITING,
    "voice:read": _FIRST_READERS,
    # Whoever may worry about somebody; a governor and an officer may not.
    "identify:whose": Row(_rest("Grace Olwen")),
    "identify:raise": Row(_WORRIED),
    "identify:carry_on": _DECIDING,
    # Raised by his mother: his father, in another home, is not to know that she spoke.
    "identify:concern": _about_him(f"{SENCO} {HEAD} {TEACHER} Dilek:raised_it", hidden="Dev"),
    "identify:add": _DECIDING,
    # His mother raised it, and she alone takes it back.
    "identify:withdraw": _about_him("Dilek:raised_it", hidden="Dev"),
    "identify:read": replace(_FIRST_READERS, shows=302),
    "identify:cycle": _SEE_NEEDS,
    "identify:tried": _TEACHING,
    "identify:talk": _TEACHING,
    "identify:note_given": _TEACHING,
    "identify:decide": _DECIDING,
    "identify:tell": _TEACHING,
    "identify:tell_one": _TEACHING,
    "identify:letter": _TEACHING,
    "identify:proof": _TEACHING,
    "identify:put_right": _TEACHING,
    # His mother was told; his father was not yet.
    "identify:notice": _about_him(
        f"{SENCO} {HEAD} {TEACHER} Dilek:family_given", hidden="Dev Evie"
    ),
    "assess:picture": _SEE_NEEDS,
    "assess:add_strength": _TEACHING,
    "assess:add_need": _TEACHING,
    "assess:add_observation": _about_him(f"{SENCO} {TEACHER} {LEADS} {INVITED}"),
    "assess:change_strength": _TEACHING,
    "assess:take_out_strength": _PRESS,
    "assess:change_need": _TEACHING,
    "assess:take_out_need": _PRESS,
    "plan:begin": _PRESS,
    "plan:plan": _TEACHING,
    "plan:outcome_add": _TEACHING,
    "plan:line_add": _TEACHING,
    "plan:parts": _TEACHING,
    "plan:adjustment_add": _TEACHING,
    "plan:review_day": _TEACHING,
    "plan:share": _TEACHING,
    "plan:preview": _TEACHING,
    "plan:start": _TEACHING,
    "plan:change": _TEACHING,
    "plan:outcome": _TEACHING,
    "plan:outcome_remove": _TEACHING,
    "plan:line": _TEACHING,
    "plan:line_remove": _TEACHING,
    "plan:adjustment": _TEACHING,
    "plan:adjustment_remove": _TEACHING,
    # Shared with both parents and those who teach; never with whoever was invited.
    "plan:shared": _about_him(
        f"{SENCO} {HEAD} {TEACHER} Dilek:family_given Dev:family_given", hidden="Evie"
    ),
    "plan:file": _about_him(
        f"{SENCO} {HEAD} {TEACHER} Dilek:family_given Dev:family_given", hidden="Evie"
    ),
    "plan:draft_file": replace(_TEACHING, shows=302),
    "plan:say": _about_him("Dilek:family_takes_part Dev:family_takes_part"),
    "plan:hand_over": _TEACHING,
    "plan:note_say": _TEACHING,
    "plan:share_more": _TEACHING,
    "plan:helps": _about_him(f"{SENCO} {HEAD} {TEACHER} {LEADS} {INVITED}"),
    "review:hold": _TEACHING,
    "review:prepare": _TEACHING,
    "review:exit": _about_him(SENCO),
    "onward:left": _about_him(f"{SENCO} {OFFICE}"),
    # His mother was asked to it.
    "review:record": _about_him(f"{SENCO} {HEAD} {TEACHER} Dilek:family_given", hidden="Dev Evie"),
    # It has not been held yet: who may read it is sent to the page that says when it will be.
    "review:copy": _about_him(
        f"{SENCO} {HEAD} {TEACHER} Dilek:family_given", hidden="Dev Evie", shows=302
    ),
    # His father was not asked to it.
    "review:cannot_come": _about_him(PARENTS, finds_nothing="Dev"),
    "review:will_come": _about_him(PARENTS, finds_nothing="Dev", shows=302),
    "review:look_again": _about_him(SENCO),
    "review:told": _about_him(SENCO),
    "review:give": _TEACHING,
    "review:without": _TEACHING,
    "review:next": _TEACHING,
    "review:correct": _TEACHING,
    # Nobody of the family was told yet.
    "review:ended": _about_him(f"{SENCO} {HEAD} {TEACHER}", hidden="Dilek Dev Evie"),
    "do:today": _TODAY,
    # Tess gives the line: the card is on nobody else's list.
    "do:tap": replace(_TODAY, shows=302, finds_nothing="Amina Ben Noor"),
    "do:undo": replace(_SESSIONS, shows=302),
    "do:more": _SESSIONS,
    # Who has one group is sent to it.
    "do:lessons": replace(_TODAY, sent_on="Ben Tess Noor"),
    "do:lesson": replace(_one_of(_TODAY), finds_nothing="Amina Tess Noor"),
    "do:given": _about_him(f"{SENCO} {HEAD} {TEACHER} {LEADS} {INVITED}"),
    # Staff are sent to the page above.
    "do:family": _about_him(f"{SENCO} {HEAD} {TEACHER} {PARENTS}", sent_on="Amina Hana Ben"),
}

# The addresses that need no setting: what nobody gets on reading them with nonsense in their parts, and why they
# hold nothing of a child.
_ASKS: Final = "It asks who is there, and shows nothing before it knows."
_FOR_STAFF: Final = "It is about one’s own way in, and sends on whoever has not signed in."
_DEMONSTRATION: Final = "Only a demonstration has it, and a demonstration has no child."
OUTSIDE: Final[dict[str, tuple[int, str]]] = {
    "access-outside:again": (303, _FOR_STAFF),
    "access-outside:change_password": (303, _FOR_STAFF),
    "access-outside:code": (200, _ASKS),
    "access-outside:demonstration": (404, _DEMONSTRATION),
    "access-outside:family": (200, _ASKS),
    "access-outside:forgotten": (200, _ASKS),
    "people-outside:begin": (404, "Only an empty system has it."),
    "access-outside:front": (303, "It sends each to their own home, or to sign in."),
    "access-outside:invited": (410, "An invitation that is not there, or was used, says no more."),
    "access-outside:kept": (
        404,
        "What is kept is its writer’s alone; to anybody else it is not there.",
    ),
    "access-outside:link": (410, "A link that is not there, or was used, says no more."),
    "access-outside:new_password": (410, "A link that is not there, or was used, says no more."),
    "access-outside:provider": (405, "It is only pressed, and leads to another’s sign-in."),
    "access-outside:provider_back": (404, "A provider that is not set up is not there."),
    "access-outside:second": (303, _FOR_STAFF),
    "access-outside:set_up": (303, _FOR_STAFF),
    "access-outside:set_up_app": (303, _FOR_STAFF),
    "access-outside:set_up_passkey": (303, _FOR_STAFF),
    "access-outside:set_up_printed": (303, _FOR_STAFF),
    "access-outside:sign_in": (200, _ASKS),
    "access-outside:sign_out": (405, "It is only pressed."),
    "access-outside:staff": (200, _ASKS),
    "access-outside:who": (303, "It follows a link that was pressed, and sends on without one."),
    "design-outside:gallery": (404, _DEMONSTRATION),
    "design-outside:gallery_around": (404, _DEMONSTRATION),
    "design-outside:gallery_form": (404, _DEMONSTRATION),
    "design-outside:gallery_kept": (405, "It is only pressed, and keeps nothing."),
    "desk-outside:mailbox": (404, _DEMONSTRATION),
}
