"""Bringing in a list of staff: people who sign in, members with roles."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from fourfold.casework.people.roll.staff import members_by_email, roles_now
from fourfold.domain.access import Action
from fourfold.foundation.access import mails
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation, RoleHeld, Seat, User
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.act.weighty_roles import changes_own, told_of_roles
from fourfold.foundation.intake.actions import take_up, write_down
from fourfold.foundation.intake.journal import Journal
from fourfold.foundation.intake.lines import Line
from fourfold.foundation.intake.models import Intake


@verb("roll.staff", Action.IMPORT_ROLL)
def commit_staff(
    intake: Intake, *, actor: Actor, today: date, choices: Mapping[str, str] | None = None
) -> Intake:
    """Bring in a list of staff as it was shown.

    Raises `Impossible` if it was brought in or left already, and for a list that gives a role to who brings it in,
    `Stale` if it would come to something else now.
    """
    lines = take_up(intake, choices or {}, actor, today)
    journal, members, held = Journal(), members_by_email(), roles_now(today)
    setting = Organisation.objects.get(pk=actor.tenant)
    mine = next((one for one in members.values() if changes_own(one, actor)), None)
    with told_of_roles(actor, today):
        for line in lines:
            member = members.get(line.value("email"))
            new = sorted(
                set(line.value("roles")) - (held.get(member.pk, set()) if member else set())
            )
            if member is None:
                member = _new_member(line, setting, today, journal)
            elif member == mine and new:
                raise Impossible(
                    _(
                        "Line %(line)s of this list makes you something that you are not here yet. "
                        "Take it out, and ask the SENCO or another administrator to do it."
                    )
                    % {"line": line.number}
                )
            elif member.called != line.value("called"):
                journal.before_change(member)
                member.called = line.value("called")
                member.save()
            for role in new:
                RoleHeld(membership=member, role=str(role), valid_from=today).save()
    write_down(intake, journal)
    return intake


def _new_member(line: Line, setting: Organisation, today: date, journal: Journal) -> Membership:
    email = line.value("email")
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email)
        journal.made_person(user)
    elif user.has_usable_password():
        transaction.on_commit(partial(mails.added, user.email, setting.name))
    member = Membership(user=user, called=line.value("called")[:120], valid_from=today)
    member.save()
    Seat.objects.get_or_create(user=user, organisation=setting)
    return member
