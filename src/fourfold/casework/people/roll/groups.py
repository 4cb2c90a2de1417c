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
from fourfold.foundation.intake.registry import Tells
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


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})


def a_kind(text: str) -> str:
    """class, subject or support. Raises `NotUnderstood`."""
    if search_key(text) not in _KINDS:
        raise NotUnderstood(
            _("“%(text)s” is not a kind of group. Write class, subject or support.")
            % {"text": text[:40]}
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


def a_member(text: str) -> str:
    """The e-mail address by which somebody signs in, or their name as it is written. Raises `NotUnderstood`."""
    return cells.an_email(text) if "@" in text else text


COLUMNS = (
    Column("group", gettext_lazy("Group"), ("group name", "class", "class name", "teaching group",
           "set", "reg group", "registration group", "tutor group", "form"), needed=True, longest=120,
           example="Kestrel"),
    Column("kind", gettext_lazy("Kind"), ("kind of group", "type", "group type"), a_kind,
           strict=True, example="class"),
    Column("email", gettext_lazy("E-mail or name of staff"), ("e-mail of staff", "staff email",
           "teacher email", "email", "staff e-mail", "e-mail", "teacher", "teacher name",
           "class teacher", "form tutor", "staff", "staff name", "member of staff", "keyworker"),
           a_member, strict=True, example="ben.hall@school.example"),
    Column("part", gettext_lazy("Teaches or supports"), ("part", "role", "staff role"), a_part,
           strict=True, example="teaches"),
    Column("pupils", gettext_lazy("Children"), ("pupils", "pupil", "child", "students", "student",
           "upn", "upns", "members", "pupil name", "child name", "student name"), some_children,
           longest=20_000, example="Mia Stone; Leo Brook"),
    Column("child_given", gettext_lazy("First name of the child"),
           ("pupil forename", "pupil first name", "child forename", "child first name", "forename",
            "first name", "given name", "student forename", "student first name",
            "legal forename"), longest=120),
    Column("child_family", gettext_lazy("Family name of the child"),
           ("pupil surname", "pupil last name", "pupil family name", "child surname",
            "child last name", "surname", "last name", "family name", "student surname",
            "student last name", "legal surname"), longest=120),
)  # fmt: skip
TELLS = (
    Tells(
        ("email",), gettext_lazy("No column of the file says who teaches or supports the group.")
    ),
    Tells(
        ("pupils", "child_given", "child_family"),
        gettext_lazy("No column of the file says which children are in the group."),
    ),
)


ADDS_ONLY = gettext_lazy(
    "A list of groups adds to what is here. Whoever is in a group now stays in it, also where the list does not name"
    " them. One thing ends: a child who joins a class leaves the class before."
)


@dataclass
class Groups:
    """What is here for a list of groups, and of which kind those are that the list begins. Five queries."""

    children: Children
    members: dict[str, list[Membership]]
    groups: dict[str, TeachingGroup]
    sits: dict[int, dict[int, GroupPupil]]
    staff: set[tuple[int, int, str]]
    begun: dict[str, str] = field(default_factory=dict)


@dataclass
class GroupChange:
    """What one line comes to."""

    group: TeachingGroup | None
    kind: str
    member: Membership | None = None
    part: str = ""
    joins: list[Pupil] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def _members(today: date) -> dict[str, list[Membership]]:
    """Who is here, by e-mail address and by name, with and without the title before it."""
    found: dict[str, list[Membership]] = {}
    for email, member in members_by_email().items():
        if member.valid_to is None or member.valid_to >= today:
            words = search_key(member.called).split()
            names = {" ".join(words)}
            if words and words[0] in _TITLES:
                names.add(" ".join(words[1:]))
            for name in {email, *names}:
                found.setdefault(name, []).append(member)
    return found


def member_meant(text: str, known: Groups) -> Membership | None:
    """The one who is here by that address or name, as “Hall, Ben” too; None for nobody and for several."""
    family, comma, given = text.partition(",")
    found = known.members.get(text) or known.members.get(search_key(text))
    if not found and comma:
        found = known.members.get(search_key(f"{given} {family}"))
    return found[0] if found and len(found) == 1 else None


def children_named(line: Line) -> tuple[str, ...]:
    """The children whom a line names: in one cell, or one of them in two."""
    one = " ".join(part for code in ("child_given", "child_family") if (part := line.value(code)))
    return line.value("pupils") or ((one,) if one else ())


def groups_here(today: date) -> Groups:
    """What is here, as of a day."""
    sits: dict[int, dict[int, GroupPupil]] = {}
    for row in GroupPupil.objects.filter(live(today)).select_related("group", "pupil"):
        sits.setdefault(row.pupil_id, {})[row.group_id] = row
    return Groups(
        children=children(),
        members=_members(today),
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


def kind_of(line: Line, here: Groups) -> str:
    """Of which kind the group of a line is: as it is here, as an earlier line says, or as this one does."""
    key = class_key(line.value("group"))
    if group := here.groups.get(key):
        return group.kind
    return here.begun.get(key) or line.value("kind") or "class"


def change_for(line: Line, here: Groups) -> GroupChange:
    """What a line would change. Nobody is taken out of a group by not being in the list."""
    group = here.groups.get(class_key(line.value("group")))
    kind = here.begun[class_key(line.value("group"))] = kind_of(line, here)
    change = GroupChange(group, kind)
    if group is None:
        change.differences.append(Difference(_("Group"), "", line.value("group")))
    member = member_meant(line.value("email") or "", here)
    if member:
        change.member = member
        change.part = line.value("part") or ("supports" if kind == "support" else "teaches")
        if group and (group.pk, change.member.pk, change.part) in here.staff:
            change.member = None
        else:
            change.differences.append(Difference(_("Staff who join"), "", change.member.called))
    for text in children_named(line):
        child = child_meant(text, here.children)
        if child and (group is None or group.pk not in here.sits.get(child.pk, {})):
            change.joins.append(child)
    if change.joins:
        names = ", ".join(str(child) for child in change.joins)
        change.differences.append(Difference(_("Children who join"), "", names))
    leaving = _classes_left(change, here)
    if leaving:
        change.differences.append(Difference(_("Children who leave a class"), "", leaving))
    return change


def _classes_left(change: GroupChange, here: Groups) -> str:
    """Which children leave which class because they join this one, in words; empty for none."""
    if change.kind != "class":
        return ""
    return ", ".join(
        _("%(child)s (%(group)s)") % {"child": child, "group": row.group.name}
        for child in change.joins
        for row in here.sits.get(child.pk, {}).values()
        if row.group.kind == "class"
    )


def match(lines: Sequence[Line], today: date) -> None:
    """Say of each line what it comes to; one that names nobody known is left out as a whole.

    So is one that puts a child into a second class: of those of one list none comes before the other.
    """
    here, first = groups_here(today), dict[int, Line]()
    for line in lines:
        meant = [(text, child_meant(text, here.children)) for text in children_named(line)]
        line.about = [child.public_id for _text, child in meant if child]
        strangers = [text for text, child in meant if child is None]
        if line.value("email") and member_meant(line.value("email"), here) is None:
            line.left_out("no_member", _no_member(line.value("email")))
        elif strangers:
            line.left_out(
                "no_child",
                _("I do not know for sure who this is: %(names)s.")
                % {"names": ", ".join(strangers[:5])},
            )
        elif not _is_second_class(line, here, first):
            change = change_for(line, here)
            line.target = change.group.public_id if change.group else ""
            # A later line leaves the kind to this one, also where this one is left to somebody else.
            line.values["kind"] = change.kind
            line.differences = change.differences
            line.outcome = _outcome(change)


def _is_second_class(line: Line, here: Groups, first: dict[int, Line]) -> bool:
    """Whether a line puts a child into another class than an earlier one (`first`, by child) did: it is left out."""
    if kind_of(line, here) != "class":
        return False
    named = [child_meant(text, here.children) for text in children_named(line)]
    children = {child.pk: child for child in named if child}
    key = class_key(line.value("group"))
    for pk, child in children.items():
        if pk in first and class_key(first[pk].value("group")) != key:
            line.left_out(
                "class_twice",
                _(
                    "%(child)s is in the class %(group)s by line %(number)s, and a child is in one class. If this is"
                    " no class, write subject or support under Kind."
                )
                % {
                    "child": child,
                    "group": first[pk].value("group"),
                    "number": first[pk].number,
                },
            )
            return True
    first.update(dict.fromkeys(children.keys() - first.keys(), line))
    return False


def _no_member(text: str) -> str:
    if "@" in text:
        return _("Nobody here signs in with %(email)s. Bring in the staff first.") % {"email": text}
    return _(
        "I do not know for sure which member of staff “%(name)s” is: write the e-mail address."
    ) % {"name": text[:60]}


def _outcome(change: GroupChange) -> Outcome:
    if change.group is None:
        return Outcome.NEW
    return Outcome.CHANGED if change.differences else Outcome.SAME
