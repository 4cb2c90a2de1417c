"""The register: the children whom somebody has to do with, searched, filtered and paged in as many queries for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from fourfold.casework.people.codes import codes_on
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil, TeachingGroup
from fourfold.casework.people.queries import pupils_of
from fourfold.casework.people.relations import TEACHING
from fourfold.domain.access import KNOWS_STATUS, roles_that_may
from fourfold.domain.words import SenCode
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.models import Grant
from fourfold.foundation.scope.names import search_key
from fourfold.foundation.scope.parts import Cut, cut
from fourfold.foundation.scope.together import Question, rows

PER_PAGE = 50
EVERY = 1_000_000
"""More children than there are anywhere: all of them are one part."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the register: words of a name, a code, a class by public id, a page; `whole` for all at once."""

    words: str = ""
    code: str = ""
    group: str = ""
    page: int = 1
    whole: bool = False


@dataclass(frozen=True)
class Entry:
    """One child of the register, with class, and the code for who may know it of this child."""

    pupil: Pupil
    class_name: str
    code: SenCode | None


@dataclass(frozen=True)
class Listed:
    """A page of the register: its children, how many there are in all, and which page of how many it is.

    `with_codes` says whether the actor knows of any child whether they are on SEN Support.
    """

    entries: list[Entry]
    total: int
    page: int
    pages: int
    with_codes: bool = True


@dataclass(frozen=True)
class Known:
    """Of which children somebody knows whether they are on SEN Support: of all, or of those with these database ids."""

    all: bool
    some: frozenset[int] = frozenset()
    any: bool = True

    def of(self, child: Pupil) -> bool:
        """Whether they know it of this child."""
        return self.all or child.pk in self.some


def statuses_known(actor: Actor, on: date) -> Known:
    """Of which children an actor knows it (`domain.access.KNOWS_STATUS`). One query, or none."""
    through = {
        relation.id
        for action in KNOWS_STATUS
        for role, relations in roles_that_may(action).items()
        if role in actor.roles
        for relation in relations
    }
    if through & {"looks_after_all", "safeguarding"}:
        return Known(all=True)
    taught, granted = "teaches" in through, "granted" in through
    found = known_through(actor, taught, granted, on) if taught or granted else ()
    return Known(all=False, some=frozenset(found), any=bool(through))


@rows
def known_through(
    actor: Actor,
    taught: bool,
    granted: bool,
    on: date,
) -> QuerySet[Pupil, int]:
    """The children (database ids) whom an actor teaches on a day, if `taught`, and those granted, if `granted`."""
    teaches = GroupStaff.objects.filter(
        live(on), membership_id=actor.membership, part__in=TEACHING
    ).values("group_id")
    sits = GroupPupil.objects.filter(live(on), group_id__in=teaches).values("pupil_id")
    grants = Grant.objects.filter(live(on), membership_id=actor.membership, ended_on__isnull=True)
    mine = Q(pk__in=sits) if taught else Q(pk__in=())
    mine |= Q(public_id__in=grants.values("child")) if granted else Q(pk__in=())
    return Pupil.objects.filter(mine).values_list("pk", flat=True)


@rows
def seats(pupils: frozenset[int], on: date) -> QuerySet[GroupPupil, tuple[int, str]]:
    """The classes of these children (database ids) on a day: the child and the name of the class."""
    sits = GroupPupil.objects.filter(live(on), group__kind="class", pupil__in=pupils)
    return sits.order_by("pk").values_list("pupil_id", "group__name")


@rows
def classes_here(on: date) -> QuerySet[TeachingGroup]:
    """The classes that there are on a day, by name."""
    return TeachingGroup.objects.filter(live(on), kind="class").order_by("search_key")


@rows
def children_in(actor: Actor, group: str, on: date) -> QuerySet[Pupil]:
    """The children that an actor has to do with; who sit in a class (public id), if one is named."""
    found = pupils_of(actor, on)
    if group:
        sits = GroupPupil.objects.filter(live(on), group__public_id=group)
        found = found.filter(pk__in=sits.values("pupil_id"))
    return found.order_by("sort_key", "pk")


def _found(actor: Actor, wanted: Wanted, on: date) -> Question | QuerySet[Pupil]:
    """The children in the class that is wanted; if there are words, those whose names hold all of them."""
    if not search_key(wanted.words):
        return children_in.of(actor, wanted.group, on)
    found = children_in.asking(actor, wanted.group, on)
    for word in search_key(wanted.words).split():
        found = found.filter(search_key__contains=word)
    return found


def _codes(children: Iterable[Pupil], knows: Known, on: date) -> dict[int, SenCode]:
    """The codes of those of these children of whom they are known."""
    return codes_on([child for child in children if knows.of(child)], on)


def _on_page(actor: Actor, wanted: Wanted, knows: Known, on: date) -> Cut:
    """The children on the page that is wanted."""
    found: Question | QuerySet[Pupil] | list[Pupil] = _found(actor, wanted, on)
    if wanted.code in set(SenCode) and knows.any:
        # A code is worked out and stands in no column: of whom it is asked, all are read.
        every: list[Pupil] = cut(found, 1, EVERY).rows
        of_all = _codes(every, knows, on)
        found = [child for child in every if of_all.get(child.pk) == wanted.code]
    return cut(found, 1 if wanted.whole else wanted.page, EVERY if wanted.whole else PER_PAGE)


def listed(actor: Actor, wanted: Wanted, on: date) -> Listed:
    """The children that `actor` has to do with and that fit what is `wanted`."""
    knows = statuses_known(actor, on)
    part = _on_page(actor, wanted, knows, on)
    children: list[Pupil] = part.rows
    codes = _codes(children, knows, on)
    names = dict(seats(frozenset(child.pk for child in children), on))
    return Listed(
        [Entry(child, names.get(child.pk, ""), codes.get(child.pk)) for child in children],
        part.total,
        part.page,
        part.pages,
        knows.any,
    )
