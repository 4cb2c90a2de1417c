"""What is here already, read in a handful of queries whatever the length of the list."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from fourfold.casework.people.codes import codes_on
from fourfold.casework.people.models import (
    GroupPupil,
    InheritedSpell,
    Pupil,
    RollNote,
    TeachingGroup,
)
from fourfold.casework.people.rules import kind_here
from fourfold.domain.words import SenCode, SettingKind
from fourfold.foundation.access.actors import live
from fourfold.foundation.scope.names import search_key

Named = tuple[str, str, date]


@dataclass
class Children:
    """All children of the setting by what a list may name them by."""

    by_id: dict[str, Pupil] = field(default_factory=dict)
    by_upn: dict[str, list[Pupil]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, list[Pupil]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], list[Pupil]] = field(default_factory=lambda: defaultdict(list))

    def named(self, family: str, given: str, born: date | None) -> list[Pupil]:
        """The children with these names, in any writing, and this birth date; without one, with these names."""
        found = self.by_name.get((search_key(family), search_key(given)), [])
        return [child for child in found if born is None or child.birth_date == born]


def children() -> Children:
    """Every child of the setting, those who have left too. One query."""
    found = Children()
    for pupil in Pupil.objects.order_by("sort_key", "pk"):
        found.by_id[pupil.public_id] = pupil
        if pupil.upn:
            found.by_upn[pupil.upn].append(pupil)
        if pupil.admission_number:
            found.by_number[pupil.admission_number].append(pupil)
        names = {
            (search_key(pupil.family_name), search_key(pupil.given_name)),
            (
                search_key(pupil.legal_family_name or pupil.family_name),
                search_key(pupil.legal_given_name or pupil.given_name),
            ),
        }
        for name in names:
            found.by_name[name].append(pupil)
    return found


@dataclass
class Roll:
    """The children with their classes, codes and what earlier rolls said, and the kind of setting. Six queries."""

    children: Children
    classes: dict[str, TeachingGroup]
    class_of: dict[int, GroupPupil]
    codes: dict[int, SenCode]
    spells: dict[int, list[InheritedSpell]]
    notes: set[tuple[int, str, str]]
    kind: SettingKind | None = None


def class_key(name: str) -> str:
    """By what a class is known: its name in any writing."""
    return search_key(name)[:120]


def roll(today: date) -> Roll:
    """What is here for a list of children, as of a day."""
    known = children()
    classes = {
        group.search_key: group
        for group in TeachingGroup.objects.filter(live(today), kind="class").order_by("-pk")
    }
    sits = GroupPupil.objects.filter(live(today), group__kind="class").select_related("group")
    spells: dict[int, list[InheritedSpell]] = defaultdict(list)
    for spell in InheritedSpell.objects.filter(ends__isnull=True).order_by("begins", "pk"):
        spells[spell.pupil_id].append(spell)
    return Roll(
        children=known,
        classes=classes,
        class_of={row.pupil_id: row for row in sits.order_by("pk")},
        codes=codes_on(known.by_id.values(), today),
        spells=spells,
        notes=set(RollNote.objects.values_list("pupil_id", "what", "text")),
        kind=kind_here(today),
    )
