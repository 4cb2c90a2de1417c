"""Fills a demonstration with plain pupils: settings of 420, or one, with classes, families, spells and cycles.

The same seed on the same day makes the same people; only the opaque ids differ, which nobody is to guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import (
    Care,
    Contact,
    GroupPupil,
    InheritedSpell,
    Pupil,
    TeachingGroup,
)
from fourfold.config.demo.cast import add_terms
from fourfold.config.demo.names import family_names, given_names
from fourfold.config.demo.plain import Around, Depth, plain_cycles
from fourfold.domain.words import Role, SettingKind
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.models import Membership, Organisation, RoleHeld, User
from fourfold.foundation.act import organisations as act
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.scope.names import search_key, sort_key
from fourfold.foundation.scope.tenancy import tenant_scope

SETTING_SIZE = 420
YEARS = ["R", "1", "2", "3", "4", "5", "6"]
CLASSES = ["Ash", "Beech"]
TREES = [
    "Alder",
    "Birch",
    "Cedar",
    "Damson",
    "Elder",
    "Fir",
    "Hazel",
    "Hornbeam",
    "Juniper",
    "Larch",
    "Lime",
    "Maple",
]
# Of a hundred pupils fifteen have SEN Support and six a plan: the shape of the national figures of January 2026.
SHARE_K, SHARE_E = 0.148, 0.06
# Of those with SEN Support, so many are in a cycle of ours; the others brought it with them and wait for one.
SHARE_IN_CYCLE = 0.7


@dataclass(frozen=True)
class Sizes:
    """How many pupils go into how many settings."""

    pupils: int
    one_setting: bool

    def each(self) -> Iterator[int]:
        """The size of each setting, in order."""
        left = self.pupils
        while left > 0:
            size = left if self.one_setting else min(left, SETTING_SIZE)
            yield size
            left -= size


@dataclass(frozen=True)
class Shape:
    """How the plain pupils are spread: of how many hundredths support is being given, and over how many classes.

    `heavy` says how much there is of the first child in a cycle, where that is to be more than of the others.
    """

    in_cycle: float = SHARE_K * SHARE_IN_CYCLE
    classes: int = len(CLASSES) * len(YEARS)
    heavy: Depth | None = None


PLAIN = Shape()


@verb("demonstration.fill", None)
def fill(
    setting: Organisation,
    groups: list[TeachingGroup],
    size: int,
    around: Around,
    shape: Shape,
    *,
    actor: Actor,
    random: Random,
    today: date,
) -> list[Pupil]:
    """Put `size` plain pupils with their families into a setting, and some of them into a cycle.

    Only the demonstration does this, as the system.
    """
    pupils = [_pupil(setting, random, number, today) for number in range(size)]
    Pupil.objects.bulk_create(pupils, batch_size=500)
    GroupPupil.objects.bulk_create(
        [
            GroupPupil(
                tenant=setting,
                group=groups[n % len(groups)],
                pupil=pupil,
                valid_from=setting.first_day,
            )
            for n, pupil in enumerate(pupils)
        ],
        batch_size=500,
    )
    _families(setting, pupils, random)
    chosen = [pupil for pupil in pupils if random.random() < shape.in_cycle]
    plain_cycles(chosen, around, random, shape.heavy)
    others = set(pupils).difference(chosen)
    _spells(setting, [pupil for pupil in pupils if pupil in others], random)
    return pupils


def _pupil(setting: Organisation, random: Random, number: int, today: date) -> Pupil:
    given, family = random.choice(given_names()), random.choice(family_names())
    year = YEARS[number % len(YEARS)]
    age = 4 + YEARS.index(year)
    born = date(today.year - age - (today.month < 9), 9, 1) - timedelta(days=random.randrange(365))
    return Pupil(
        tenant=setting,
        given_name=given,
        family_name=family,
        sort_key=sort_key(family, given),
        search_key=search_key(f"{given} {family}"),
        birth_date=born,
        year_group=year,
        admission_number=f"{number + 1:05}",
        home_language=random.choices(["en", "tr", "so", "pl", "ur"], [75, 7, 7, 6, 5])[0],
        joined_on=setting.first_day,
    )


def _families(setting: Organisation, pupils: list[Pupil], random: Random) -> None:
    parents = [
        (pupil, random.choice(given_names()), relationship)
        for pupil in pupils
        for relationship in (["mother", "father"] if random.random() < 0.6 else ["mother"])
    ]
    members = [
        Membership(
            tenant=setting,
            called=f"{given} {pupil.family_name}"[:120],
            search_key=search_key(f"{given} {pupil.family_name}")[:120],
            valid_from=setting.first_day,
        )
        for pupil, given, _ in parents
    ]
    Membership.objects.bulk_create(members, batch_size=500)
    RoleHeld.objects.bulk_create(
        [
            RoleHeld(
                tenant=setting,
                membership=member,
                role=str(Role.FAMILY),
                valid_from=setting.first_day,
            )
            for member in members
        ],
        batch_size=500,
    )
    contacts = [
        Contact(
            tenant=setting,
            given_name=given,
            family_name=pupil.family_name,
            sort_key=sort_key(pupil.family_name, given),
            search_key=search_key(f"{given} {pupil.family_name}"),
            membership=member,
            email=f"{member.public_id}@family.example",
            language=pupil.home_language,
        )
        for (pupil, given, _), member in zip(parents, members, strict=True)
    ]
    Contact.objects.bulk_create(contacts, batch_size=500)
    Care.objects.bulk_create(
        [
            Care(
                tenant=setting,
                pupil=pupil,
                contact=contact,
                relationship=relationship,
                responsibility="yes",
                valid_from=setting.first_day,
            )
            for (pupil, _, relationship), contact in zip(parents, contacts, strict=True)
        ],
        batch_size=500,
    )


def _spells(setting: Organisation, pupils: list[Pupil], random: Random) -> None:
    spells = []
    for pupil in pupils:
        chance = random.random()
        if chance < SHARE_K * (1 - SHARE_IN_CYCLE) + SHARE_E:
            code = "E" if chance < SHARE_E else "K"
            spells.append(
                InheritedSpell(
                    tenant=setting,
                    pupil=pupil,
                    code=code,
                    begins=setting.first_day,
                    source="roll",
                    came_on=setting.first_day,
                )
            )
    InheritedSpell.objects.bulk_create(spells, batch_size=500)


def _staff(setting: Organisation, number: int, password: str) -> list[Membership]:
    system = system_actor(setting.pk, "demonstration")
    members = []
    for called, role in [
        ("Ms SENCO", Role.SENCO),
        ("Mr Teacher", Role.TEACHER),
        ("Mx Assistant", Role.ASSISTANT),
    ]:
        user = User.objects.create_user(f"{role.value}{number}@plain.example")
        user.password = password
        user.save()
        members.append(
            act.add_member(
                setting,
                f"{called} {number}",
                [role],
                actor=system,
                today=setting.first_day,
                user=user,
            )
        )
    act.appoint_senco(setting, members[0], setting.first_day, actor=system)
    return members


def make_many(
    sizes: Sizes, *, seed: int, first_day: date, today: date, password: str, shape: Shape = PLAIN
) -> list[Organisation]:
    """The settings with their plain pupils; `password` is a hash that all their staff share."""
    random = Random(seed)  # noqa: S311 - invented people, not secrets
    made = []
    for number, size in enumerate(sizes.each(), start=1):
        name = f"{TREES[(number - 1) % len(TREES)]} Primary {number}"
        setting = act.found_organisation(
            name, SettingKind.MAINTAINED_MAINSTREAM, first_day=first_day
        )
        with tenant_scope(setting.pk):
            system = system_actor(setting.pk, "demonstration")
            add_terms(setting, system)
            senco, teacher, assistant = _staff(setting, number, password)
            groups = [
                people.add_group(setting, f"{year} {name}", "class", actor=system, today=first_day)
                for name in CLASSES
                for year in YEARS
            ][: shape.classes]
            people.put_with_group(groups[0], teacher, "teaches", actor=system, today=first_day)
            people.put_with_group(groups[0], assistant, "supports", actor=system, today=first_day)
            around = Around(setting, senco, teacher, assistant, today)
            fill(
                setting, groups, size, around, shape, actor=system, random=random, today=today
            )  # fmt: skip
        made.append(setting)
    return made
