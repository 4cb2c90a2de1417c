"""Readers: who is around a child on a day, the carers and staff to whom what a review agreed is given."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from fourfold.casework.people.models import Care, GroupPupil, GroupStaff
from fourfold.casework.people.queries import cares_ever
from fourfold.casework.people.relations import TEACHING, bars_of, is_family
from fourfold.domain.access import Bar
from fourfold.foundation.access.actors import is_live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.together import Question, ask_together, rows

NOT_BARRED = (Bar.EVERYTHING, Bar.DOCUMENTS)


@rows
def places_ever(pupils: frozenset[int]) -> QuerySet[GroupPupil]:
    """In which groups these children (database ids) are and were."""
    return GroupPupil.objects.filter(pupil_id__in=pupils).order_by("group_id", "pk")


@rows
def teaching_ever(pupils: frozenset[int]) -> QuerySet[GroupStaff]:
    """Who teaches and taught the groups in which these children (database ids) are and were, by name."""
    groups = GroupPupil.objects.filter(pupil_id__in=pupils).values("group_id")
    found = GroupStaff.objects.filter(group_id__in=groups, part__in=sorted(TEACHING))
    return found.select_related("membership").order_by("membership__search_key", "pk")


def may_have(cares: Iterable[Care], on: date) -> list[Care]:
    """Those of these carers who may be given what a review agreed on a day."""
    family = [each for each in cares if is_live(each, on) and is_family(each)]
    return [each for each in family if not bars_of(each, on) & set(NOT_BARRED)]


class Around:
    """The carers and staff around some children, on any day: of each, what they were is read once."""

    def __init__(self, pupils: Iterable[int], *also: Question) -> None:
        """Around these children (database ids); what is wanted `also` is asked in the same statement."""
        self.pupils = frozenset(pupils)
        those = (cares_ever, places_ever, teaching_ever)
        ask_together([*also, *(each.of(self.pupils) for each in those)])

    @cached_property
    def _cares(self) -> dict[int, list[Care]]:
        found: dict[int, list[Care]] = defaultdict(list)
        for care in cares_ever(self.pupils):
            found[care.pupil_id].append(care)
        return found

    @cached_property
    def _groups(self) -> dict[int, list[GroupPupil]]:
        found: dict[int, list[GroupPupil]] = defaultdict(list)
        for place in places_ever(self.pupils):
            found[place.pupil_id].append(place)
        return found

    @cached_property
    def _teaching(self) -> dict[int, list[GroupStaff]]:
        found: dict[int, list[GroupStaff]] = defaultdict(list)
        for row in teaching_ever(self.pupils):
            found[row.group_id].append(row)
        return found

    def carers(self, pupil: int, on: date) -> list[Care]:
        """The carers who may be given what a review of a child (database id) agreed on a day, by name."""
        return may_have(self._cares[pupil], on)

    def staff(self, pupil: int, on: date) -> list[Membership]:
        """The staff who teach a child (database id) on a day.

        Those who lead a group see what they are to do in its sessions, not the whole of a review.
        """
        mine = dict.fromkeys(each.group_id for each in self._groups[pupil] if is_live(each, on))
        found = (row for group in mine for row in self._teaching[group])
        there = (row for row in found if is_live(row, on) and is_live(row.membership, on))
        return list({row.membership_id: row.membership for row in there}.values())
