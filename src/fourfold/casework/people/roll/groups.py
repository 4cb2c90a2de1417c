"""A list of groups: their kind, who teaches or supports them, and the children in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people import upn
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil, TeachingGroup
from fourfold.casework.people.roll import cells
from fourfold.casework.people.roll.here import Children, children, class_key
from fourfold.casework.people.roll.staff import members_by_email
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.intake.columns import Column, NotUnderstood
from fourfold.foundation.intake.lines import Difference, Line, Outcome
from fourfold.foundation.scope.names import search_key

_KINDS = {
    "class": "class", "form": "class", "registration": "class", "tutor group": "class",
    "subject": "subject", "set": "subject", "support": "support", "intervention": "support",
}  # fmt: skip
_PARTS = {
    "teaches": "teaches", "teacher": "teaches", "supports": "supports", "support": "supports",
    "assistant": "supports", "ta": "supports", "leads": "supports", "keyworker": "keyworker",
    "key person": "keyworker", "key worker": "keyworker",
}  # fmt: skip


def a_kind(text: str) -> str:
    """class, subject or support. Raises `NotUnderstood`."""
    if search_key(text) not in _KINDS:
        raise NotUnderstood(
            _("“%(text)s” is no kind of group: class, subject or support.") % {"text": text[:40]}
        )
    return _KINDS[search_key(text)]


def a_part(text: str) -> str:
    """teaches, supports or keyworker. Raises `NotUnderstood`."""
    if search_key(text) not in _PARTS:
        raise NotUnderstood(
            _("“%(text)s” is neither teaches, supports nor keyworker.") % {"text": text[:40]}
        )
    return _PARTS[search_key(text)]


def some_children(text: str) -> tuple[str, ...]:
    """UPNs, admission numbers or names, with semicolons or bars between them."""
    return tuple(part.strip() for part in re.split(r"[;|]", text) if part.strip())


COLUMNS = (
    Column("group", gettext_lazy("Group"), ("group name", "class", "class name", "teaching group",
           "set"), needed=True, longest=120),
    Column("kind", gettext_lazy("Kind"), ("kind of group", "type", "group type"), a_kind,
           strict=True),
    Column("email", gettext_lazy("E-mail of staff"), ("staff email", "teacher email", "email",
           "staff e-mail"), cells.an_email, strict=True),
    Column("part", gettext_lazy("Teaches or supports"), ("part", "role", "staff role"), a_part,
           strict=True),
    Column("pupils", gettext_lazy("Children"), ("pupils", "pupil", "students", "upn", "upns",
           "members"), some_children, longest=20_000),
)  # fmt: skip


@dataclass
class Groups:
    """What is here for a list of groups. Five queries."""

    children: Children
    members: dict[str, Membership]
    groups: dict[str, TeachingGroup]
    sits: dict[int, dict[int, GroupPupil]]
    staff: set[tuple[int, int, str]]


@dataclass
class GroupChange:
    """What one line comes to."""

    group: TeachingGroup | None
    kind: str
    member: Membership | None = None
    part: str = ""
    joins: list[Pupil] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def groups_here(today: date) -> Groups:
    """What is here, as of a day."""
    sits: dict[int, dict[int, GroupPupil]] = {}
    for row in GroupPupil.objects.filter(live(today)).select_related("group", "pupil"):
        sits.setdefault(row.pupil_id, {})[row.group_id] = row
    return Groups(
        children=children(),
        members={
            email: member
            for email, member in members_by_email().items()
            if member.valid_to is None or member.valid_to >= today
        },
        groups={
            group.search_key: group
            for group in TeachingGroup.objects.filter(live(today)).order_by("-pk")
        },
        sits=sits,
        staff=set(
            GroupStaff.objects.filter(live(today)).values_list("group_id", "membership_id", "part")
        ),
    )


def name_of(line: Line) -> str:
    """The group's name as the line gives it."""
    return line.raw.get("group", "")


def child_meant(text: str, known: Children) -> Pupil | None:
    """The one child by that UPN, admission number, or names in either order; None for nobody and for several."""
    found = known.by_upn.get(upn.normalised(text)) or known.by_number.get(text)
    if not found:
        words = search_key(text.replace(",", " ")).split()
        found = [
            child
            for at in range(1, len(words))
            for given, family in ((words[:at], words[at:]), (words[at:], words[:at]))
            for child in known.by_name.get((" ".join(family), " ".join(given)), [])
        ]
    unique = {child.pk: child for child in found}
    return next(iter(unique.values())) if len(unique) == 1 else None


def change_for(line: Line, here: Groups) -> GroupChange:
    """What a line would change. Nobody is taken out of a group by not being in the list."""
    group = here.groups.get(class_key(line.value("group")))
    kind = group.kind if group else line.value("kind") or "class"
    change = GroupChange(group, kind)
    if group is None:
        change.differences.append(Difference(_("Group"), "", line.value("group")))
    email = line.value("email")
    if email:
        change.member = here.members[email]
        change.part = line.value("part") or ("supports" if kind == "support" else "teaches")
        if group and (group.pk, change.member.pk, change.part) in here.staff:
            change.member = None
        else:
            change.differences.append(Difference(_("Staff"), "", change.member.called))
    for text in line.value("pupils") or ():
        child = child_meant(text, here.children)
        if child and (group is None or group.pk not in here.sits.get(child.pk, {})):
            change.joins.append(child)
    if change.joins:
        names = ", ".join(str(child) for child in change.joins)
        change.differences.append(Difference(_("Children who join"), "", names))
    return change


def match(lines: Sequence[Line], today: date) -> None:
    """Say of each line what it comes to; one that names nobody known is left out as a whole."""
    here = groups_here(today)
    for line in lines:
        strangers = [
            text for text in line.value("pupils") or () if child_meant(text, here.children) is None
        ]
        if line.value("email") and line.value("email") not in here.members:
            line.left_out("no_member", _("Nobody here signs in with %(email)s. Bring in the staff first.")
                          % {"email": line.value("email")})  # fmt: skip
        elif strangers:
            line.left_out(
                "no_child",
                _("I do not know for sure who this is: %(names)s.")
                % {"names": ", ".join(strangers[:5])},
            )
        else:
            change = change_for(line, here)
            line.target = change.group.public_id if change.group else ""
            line.differences = change.differences
            line.outcome = _outcome(change)


def _outcome(change: GroupChange) -> Outcome:
    if change.group is None:
        return Outcome.NEW
    return Outcome.CHANGED if change.differences else Outcome.SAME
