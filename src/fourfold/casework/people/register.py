"""The register: the children whom somebody has to do with, searched, filtered and paged in as many queries for all."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.people.codes import codes_on
from fourfold.casework.people.models import GroupPupil, Pupil, TeachingGroup
from fourfold.casework.people.queries import pupils_of
from fourfold.domain.words import SenCode
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.scope.names import search_key

PER_PAGE = 50


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
    """One child of the register, with class and code."""

    pupil: Pupil
    class_name: str
    code: SenCode


@dataclass(frozen=True)
class Listed:
    """A page of the register: its children, how many there are in all, and which page of how many it is."""

    entries: list[Entry]
    total: int
    page: int
    pages: int


def classes_here(on: date) -> list[TeachingGroup]:
    """The classes that there are on a day, by name."""
    return list(TeachingGroup.objects.filter(live(on), kind="class").order_by("search_key"))


def _found(actor: Actor, wanted: Wanted, on: date) -> QuerySet[Pupil]:
    found = pupils_of(actor, on)
    for word in search_key(wanted.words).split():
        found = found.filter(search_key__contains=word)
    if wanted.group:
        sits = GroupPupil.objects.filter(live(on), group__public_id=wanted.group)
        found = found.filter(pk__in=sits.values("pupil_id"))
    return found.order_by("sort_key", "pk")


def listed(actor: Actor, wanted: Wanted, on: date) -> Listed:
    """The children that `actor` has to do with and that fit what is `wanted`."""
    children = list(_found(actor, wanted, on))
    codes = codes_on(children, on)
    if wanted.code in set(SenCode):
        children = [child for child in children if codes[child.pk] == wanted.code]
    total = len(children)
    pages = 1 if wanted.whole else max(1, -(-total // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    if not wanted.whole:
        children = children[(page - 1) * PER_PAGE : page * PER_PAGE]
    sits = GroupPupil.objects.filter(live(on), group__kind="class", pupil__in=children)
    names = dict(sits.order_by("pk").values_list("pupil_id", "group__name"))
    return Listed(
        [Entry(child, names.get(child.pk, ""), codes[child.pk]) for child in children],
        total,
        page,
        pages,
    )
