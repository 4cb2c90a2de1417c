"""A list of staff: name, e-mail address, and what they are here."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.roll import cells
from fourfold.domain.words import STAFF, Role
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Membership, RoleHeld
from fourfold.foundation.design.format import long_day
from fourfold.foundation.intake.columns import Column, NotUnderstood
from fourfold.foundation.intake.lines import Difference, Line, Outcome
from fourfold.foundation.scope.names import search_key

_WORDS = {
    **{search_key(str(role).replace("_", " ")): role for role in STAFF},
    **{search_key(role.label): role for role in STAFF},
    "ta": Role.ASSISTANT,
    "lsa": Role.ASSISTANT,
    "assistant": Role.ASSISTANT,
    "class teacher": Role.TEACHER,
    "subject teacher": Role.TEACHER,
    "keyworker": Role.KEYWORKER,
    "key worker": Role.KEYWORKER,
    "head": Role.SENIOR_LEADER,
    "headteacher": Role.SENIOR_LEADER,
    "deputy head": Role.SENIOR_LEADER,
    "slt": Role.SENIOR_LEADER,
    "dsl": Role.SAFEGUARDING_LEAD,
    "admin": Role.ADMINISTRATOR,
    "office": Role.ADMINISTRATOR,
}


def _role_names() -> list[str]:
    return [_(role.label) for role in Role if role in STAFF]


def some_roles(text: str) -> tuple[Role, ...]:
    """Roles from words with commas, semicolons or slashes between them. Raises `NotUnderstood` for an unknown one."""
    found = []
    for word in re.split(r"[,;/&|]", text):
        role = _WORDS.get(search_key(word))
        if role is None:
            raise NotUnderstood(
                _("“%(text)s” is not a role here. Write one or more of these: %(roles)s.")
                % {"text": word.strip()[:40], "roles": ", ".join(_role_names())}
            )
        found.append(role)
    return tuple(sorted(set(found)))


COLUMNS = (
    Column("called", gettext_lazy("Name"),
           ("name", "staff name", "full name", "display name", "known as"), needed=True,
           longest=120,
           example="Mr Ben Hall"),
    Column("email", gettext_lazy("E-mail"), ("email", "email address", "e-mail address",
           "work email", "staff email"), cells.an_email, needed=True,
           example="ben.hall@school.example"),
    Column("roles", gettext_lazy("Role"), ("roles", "job", "job title", "position", "is"),
           some_roles, needed=True,
           example="Teacher"),
)  # fmt: skip


def name_of(line: Line) -> str:
    """The name as the line gives it."""
    return line.raw.get("called", "")


def members_by_email() -> dict[str, Membership]:
    """Who is or was a member here, by the e-mail address by which they sign in."""
    found = Membership.objects.filter(user__isnull=False).select_related("user")
    found = found.order_by("valid_from", "pk")  # of somebody who came back, the last
    return {member.user.email.lower(): member for member in found if member.user}


def roles_now(today: date) -> dict[int, set[Role]]:
    """The roles that each member holds on a day, by database id."""
    held: dict[int, set[Role]] = {}
    for pk, role in RoleHeld.objects.filter(live(today)).values_list("membership_id", "role"):
        held.setdefault(pk, set()).add(Role(role))
    return held


def match(lines: Sequence[Line], today: date) -> None:
    """Say of each line who is meant and what it comes to. A role that is not in the list is not taken away."""
    members, held = members_by_email(), roles_now(today)
    taken: dict[str, int] = {}
    for line in lines:
        email = line.value("email")
        if email in taken:
            line.left_out(
                "email_twice",
                _("This address stands on line %(line)s already.") % {"line": taken[email]},
            )
            continue
        taken[email] = line.number
        _settle(line, members.get(email), held, today)


def _settle(line: Line, member: Membership | None, held: dict[int, set[Role]], today: date) -> None:
    if member is not None and member.valid_to is not None and member.valid_to < today:
        line.left_out(
            "has_left",
            _("This person left on %(day)s. Bring them back by hand, if they are back.")
            % {"day": long_day(member.valid_to)},
        )
        return
    before = held.get(member.pk, set()) if member else set()
    new = sorted(set(line.value("roles")) - before)
    if member is None:
        line.differences.append(Difference(_("E-mail"), "", line.value("email")))
    elif member.called != line.value("called"):
        line.differences.append(Difference(_("Name"), member.called, line.value("called")))
    if new:
        line.differences.append(
            Difference(_("Role"), _in_words(before), _in_words(before | set(new)))
        )
    line.target = member.public_id if member else ""
    line.outcome = (
        Outcome.NEW if member is None else Outcome.CHANGED if line.differences else Outcome.SAME
    )


def _in_words(roles: set[Role]) -> str:
    return ", ".join(_(role.label) for role in sorted(roles))
