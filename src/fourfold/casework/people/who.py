"""Who can see a child, and why: one line a person with the reasons in words, and who looked lately.

The reasons are those of `domain.access`, asked for every live member at once. What is for named people only is not
mentioned: to everybody else it does not exist.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from django.db.models import QuerySet

from fourfold.casework.people.models import Care, GroupPupil, GroupStaff, OwnAccount, Pupil
from fourfold.casework.people.queries import cares_of, orders_about
from fourfold.casework.people.relations import TEACHING, bars_of, is_family
from fourfold.domain.access import Action, Allowed, Bar, Standing, decide
from fourfold.domain.clock import is_young_person
from fourfold.domain.words import N_, Ground, Role
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Grant, Membership, RoleHeld
from fourfold.foundation.scope.together import Question, ask_together, rows
from fourfold.foundation.trail.models import TrailEntry

LEVELS: Final = (
    (Action.SEE_CHILD, N_("name and class")),
    (Action.SEE_SUMMARY, N_("a summary of SEN Support")),
    (Action.SEE_SUPPORT, N_("what to do for the child")),
    (Action.SEE_NEEDS, N_("needs and strengths")),
    (Action.SEE_STORY, N_("the child’s story")),
    (Action.READ_CONTRIBUTION, N_("what the family and the child send, to read it first")),
)
"""What can be seen, from less to more, in words."""
SEEN: Final = dict(LEVELS)

REASONS: Final = {
    "works_here": N_("works here"),
    "looks_after_all": N_("the role covers every child"),
    "teaches": N_("teaches this child"),
    "leads_group": N_("leads a group of this child"),
    "family": N_("is this child’s family"),
    "self": N_("it is about them"),
    "granted": N_("was invited to work with this child"),
    "safeguarding": N_("is the designated safeguarding lead"),
}
"""The relations of `domain.access` by which one can see a child, said of somebody else."""
KEY_PERSON: Final = N_("is this child’s key person")


def reason_of(relation: str, role: Role) -> str:
    """How a relation is said of somebody in that role: a key person, as nurseries have them, teaches nobody."""
    return KEY_PERSON if (relation, role) == ("teaches", Role.KEYWORKER) else REASONS[relation]


_GROUNDS: Final = {str(ground): ground.label for ground in Ground}

GIVES: Final = N_("gives support that is in the plan")
"""Why whoever gives a line of support sees something of the child, whatever groups the child is in."""

TO_GIVE: Final = N_("first name, and the support they give")
"""What is on the list of a day of somebody who gives a line of support and was not given the plan."""


@dataclass(frozen=True)
class Givers:
    """Whom a child's plans name for support, as database ids: who has it on their list, and who was given a plan."""

    on_the_list: frozenset[int] = frozenset()
    with_the_plan: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _GiversKnown:
    """What is asked to know whom the plans of a child name, and who that is."""

    asks: Callable[[Pupil, date], list[Question]] = lambda pupil, on: []
    read: Callable[[Pupil, date], Givers] = lambda pupil, on: Givers()


_givers: list[_GiversKnown] = [_GiversKnown()]


def givers_come_from(
    asks: Callable[[Pupil, date], list[Question]], read: Callable[[Pupil, date], Givers]
) -> None:
    """Let the room of sessions say whom the plans of a child name for support on a day."""
    _givers[:] = [_GiversKnown(asks, read)]


@dataclass(frozen=True)
class Seen:
    """One person who can see the child: the name, as what, what they see, why, and until when (None: no end)."""

    called: str
    roles: tuple[Role, ...]
    levels: tuple[str, ...]
    reasons: tuple[str, ...]
    until: date | None
    ground: str
    is_family: bool
    is_outside: bool
    membership: int


@dataclass(frozen=True)
class Look:
    """Somebody opened a page about the child."""

    called: str
    at: datetime


class _Member(NamedTuple):
    """A live member: the database id, the name, and the e-mail address in lower case (empty without an account)."""

    pk: int
    called: str
    address: str


@dataclass
class _Known:
    """How all members stand to one child on a day. One query, whatever their number."""

    parts: dict[int, set[str]]
    grants: dict[int, tuple[date, str]]
    cares: dict[int, Care]
    own: set[int]
    grown: bool
    barred: set[str]
    givers: Givers

    def near(self) -> set[int]:
        """The members who are something to the child but what their role makes them to every child."""
        named = self.givers.on_the_list | self.givers.with_the_plan
        return {*self.parts, *self.grants, *self.cares, *self.own, *named}


@rows
def parts_with(pupil: Pupil, on: date) -> QuerySet[GroupStaff, tuple[int, str]]:
    """Who has which part with a group of the child on a day."""
    groups = GroupPupil.objects.filter(live(on), pupil=pupil).values("group_id")
    staff = GroupStaff.objects.filter(live(on), group_id__in=groups)
    return staff.values_list("membership_id", "part")


@rows
def grants_about(child: str, on: date) -> QuerySet[Grant, tuple[int, date, str]]:
    """Who was invited to work with a child (public id), until when, and on what ground; the longest last."""
    grants = Grant.objects.filter(live(on), child=child, ended_on__isnull=True)
    return grants.order_by("valid_to").values_list("membership_id", "valid_to", "ground")


@rows
def own_members(pupil: Pupil) -> QuerySet[OwnAccount, int]:
    """As which member the young person signs in: one or none."""
    return OwnAccount.objects.filter(pupil=pupil).values_list("membership_id", flat=True)


@rows
def roles_held(on: date) -> QuerySet[RoleHeld, tuple[int, str, str, str | None]]:
    """Every role that a live member holds on a day, by name: the member, the role, the name and the e-mail address."""
    held = RoleHeld.objects.filter(live(on), live(on, "membership__"))
    held = held.order_by("membership__search_key", "pk")
    return held.values_list(
        "membership_id", "role", "membership__called", "membership__user__email"
    )


def _known(pupil: Pupil, on: date) -> _Known:
    parts: dict[int, set[str]] = defaultdict(set)
    for member, part in parts_with(pupil, on):
        parts[member].add(part)
    cares = cares_of(pupil, on)
    return _Known(
        parts=parts,
        grants={member: (until, why) for member, until, why in grants_about(pupil.public_id, on)},
        cares={care.contact.membership_id: care for care in cares if care.contact.membership_id},
        own=set(own_members(pupil)),
        grown=pupil.birth_date is not None and is_young_person(pupil.birth_date, on),
        barred={care.contact.email.lower() for care in orders_about(pupil, on)} - {""},
        givers=_givers[0].read(pupil, on),
    )


def _standing(whose: _Member, role: Role, known: _Known, on: date) -> Standing:
    member = whose.pk
    parts, care = known.parts.get(member, set()), known.cares.get(member)
    outside = role in {Role.PROFESSIONAL, Role.AUTHORITY_OFFICER}
    bars: frozenset[Bar] = bars_of(care, on) if care else frozenset()
    if whose.address in known.barred:
        bars = frozenset({Bar.EVERYTHING})
    return Standing(
        role=role,
        on=on,
        at_this_setting=True,
        in_force=True,
        teaches=bool(parts & TEACHING),
        leads_group="supports" in parts,
        family_of=care is not None and is_family(care) and role is Role.FAMILY,
        parental_responsibility=care is not None and care.responsibility == "yes",
        is_self=member in known.own and role is Role.YOUNG_PERSON,
        granted_until=known.grants.get(member, (None, ""))[0] if outside else None,
        child_is_young_person=known.grown,
        barred_from=bars,
    )


@lru_cache(1024)
def _sees(stands: Standing) -> tuple[tuple[Action, str], ...]:
    """What of a child may be seen by whoever stands so, and why: a rule, worked out once for all who stand alike."""
    answers = ((action, decide(action, stands)) for action, _words in LEVELS)
    return tuple((a, answer.reason_id) for a, answer in answers if isinstance(answer, Allowed))


def what_is_seen_by(role: Role) -> tuple[str, ...]:
    """What somebody in this role from outside sees of a child to whom they are let in, in words, from less to more."""
    on = date.min
    stands = Standing(role, on, at_this_setting=True, in_force=True, granted_until=on)
    return tuple(SEEN[action] for action, _reason in _sees(stands))


def _seen(member: _Member, roles: Iterable[Role], known: _Known, on: date) -> Seen | None:
    reasons: dict[str, str] = {}
    levels: dict[str, str] = {}
    seeing: list[Role] = []
    for role in sorted(roles):
        stands = _standing(member, role, known, on)
        for action, reason in _sees(stands):
            levels[action] = SEEN[action]
            reasons.setdefault(reason, reason_of(reason, role))
            if role not in seeing:
                seeing.append(role)
        _add_gives(member, stands, known, levels, reasons, seeing)
    if not levels:
        return None
    until, ground = known.grants.get(member.pk, (None, ""))
    return Seen(
        called=member.called,
        roles=tuple(seeing),
        levels=tuple(words for key, words in (*LEVELS, (GIVES, TO_GIVE)) if key in levels),
        reasons=tuple(reasons.values()),
        until=until,
        ground=_GROUNDS.get(ground, ""),
        is_family=bool({Role.FAMILY, Role.YOUNG_PERSON} & set(seeing)),
        is_outside=bool({Role.PROFESSIONAL, Role.AUTHORITY_OFFICER} & set(seeing)),
        membership=member.pk,
    )


def _add_gives(
    member: _Member,
    stands: Standing,
    known: _Known,
    levels: dict[str, str],
    reasons: dict[str, str],
    seeing: list[Role],
) -> None:
    """That somebody gives a line of support: the doors of lines and of plans that were given say what that opens."""
    given = member.pk in known.givers.with_the_plan
    if not given and member.pk not in known.givers.on_the_list:
        return
    leads = replace(stands, leads_group=True)
    if not isinstance(decide(Action.LOG_SESSION, leads), Allowed):
        return
    reasons.setdefault(GIVES, GIVES)
    if stands.role not in seeing:
        seeing.append(stands.role)
    if given:
        levels.setdefault(Action.SEE_SUPPORT, SEEN[Action.SEE_SUPPORT])
    elif Action.SEE_SUPPORT not in levels:
        levels[GIVES] = TO_GIVE


def who_can_see(pupil: Pupil, on: date) -> list[Seen]:
    """Every live member who can see the child today, staff first, then those from outside, then the family."""
    about = [each.of(pupil, on) for each in (parts_with, cares_of, orders_about)]
    about += [grants_about.of(pupil.public_id, on), own_members.of(pupil)]
    ask_together([*about, roles_held.of(on), *_givers[0].asks(pupil, on)])
    roles: dict[_Member, list[Role]] = defaultdict(list)
    for pk, role, called, email in roles_held(on):
        roles[_Member(pk, called, (email or "").lower())].append(Role(role))
    known = _known(pupil, on)
    found = _judged(roles, known, on)
    return sorted(
        (seen for seen in found if seen), key=lambda seen: (seen.is_family, seen.is_outside)
    )


def _judged(members: dict[_Member, list[Role]], known: _Known, on: date) -> Iterator[Seen | None]:
    """What each of these members, with the roles that they hold, sees of a child, in their order; None for nothing."""
    near = known.near()
    # Who is no more to the child than to any other sees what others in the same roles see: judged once for all.
    alike: dict[tuple[Role, ...], Seen | None] = {}
    for member, held in members.items():
        if member.pk in near or member.address in known.barred:
            yield _seen(member, held, known, on)
            continue
        of_these = tuple(held)
        if of_these not in alike:
            alike[of_these] = _seen(member, held, known, on)
        seen = alike[of_these]
        yield seen and replace(seen, called=member.called, membership=member.pk)


def staff_seeing(action: Action, pupil: Pupil, on: date) -> list[Membership]:
    """The members of staff who may see that much (one of `LEVELS`) of a child on a day, by name."""
    inside = (seen for seen in who_can_see(pupil, on) if not (seen.is_family or seen.is_outside))
    ids = [seen.membership for seen in inside if SEEN[action] in seen.levels]
    return list(Membership.objects.filter(pk__in=ids).order_by("search_key", "pk"))


def as_told_to_family(everyone: list[Seen], membership: int, *, protected: bool) -> list[Seen]:
    """What a family member is told: staff, themselves, and who was invited; never another contact.

    Where the child's whereabouts are protected, nobody from outside is named either.
    """
    return [
        seen
        for seen in everyone
        if seen.membership == membership or not (seen.is_family or (seen.is_outside and protected))
    ]


def looked_lately(pupil: Pupil, most: int = 20) -> list[Look]:
    """Who opened a page about the child lately, the newest first, from the trail."""
    entries = list(
        TrailEntry.objects.filter(child=pupil.public_id, act__startswith="look:")
        .order_by("-position")
        .values_list("actor", "at")[:most]
    )
    names = dict(
        Membership.objects.filter(public_id__in={actor for actor, _at in entries}).values_list(
            "public_id", "called"
        )
    )
    return [Look(names.get(actor, "Fourfold"), at) for actor, at in entries]
