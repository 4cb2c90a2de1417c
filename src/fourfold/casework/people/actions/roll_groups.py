"""Bringing in a list of groups: the groups, who teaches or supports them, and the children in them."""

from collections.abc import Mapping
from datetime import date, timedelta

from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil, TeachingGroup
from fourfold.casework.people.roll.groups import Groups, change_for, groups_here
from fourfold.casework.people.roll.here import class_key
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.intake.actions import take_up, write_down
from fourfold.foundation.intake.journal import Journal
from fourfold.foundation.intake.models import Intake


@verb("roll.groups", Action.IMPORT_ROLL)
def commit_groups(
    intake: Intake, *, actor: Actor, today: date, choices: Mapping[str, str] | None = None
) -> Intake:
    """Bring in a list of groups as it was shown. A child who joins a class leaves the class before.

    Raises `Impossible` if it was brought in or left already, or if all of it is for somebody else to bring in, `Stale`
    if it would come to something else now.
    """
    lines = take_up(intake, choices or {}, actor, today)
    journal, here = Journal(), groups_here(today)
    sits: list[GroupPupil] = []
    for line in lines:
        change = change_for(line, here)
        group = change.group
        if group is None:
            group = TeachingGroup(name=line.value("group"), kind=change.kind, valid_from=today)
            group.save()
            here.groups[class_key(group.name)] = group
        if change.member:
            here.staff.add((group.pk, change.member.pk, change.part))
            GroupStaff(
                group=group, membership=change.member, part=change.part, valid_from=today
            ).save()
        for child in change.joins:
            sits.append(_join(child, group, here, today, journal))
    GroupPupil.objects.bulk_create(sits)
    write_down(intake, journal)
    return intake


def _join(
    child: Pupil, group: TeachingGroup, here: Groups, today: date, journal: Journal
) -> GroupPupil:
    mine = here.sits.setdefault(child.pk, {})
    if group.kind == "class":
        for row in [row for row in mine.values() if row.pk and row.group.kind == "class"]:
            journal.before_change(row)
            row.valid_to = today - timedelta(days=1)
            row.save()
    fresh = GroupPupil(group=group, pupil=child, valid_from=today)
    mine[group.pk] = fresh
    return fresh
