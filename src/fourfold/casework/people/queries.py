"""Readers: children, families and groups of the setting in scope, by relation."""

from calendar import SATURDAY
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from fourfold.casework.people.models import (
    Care,
    Closure,
    Contact,
    GroupPupil,
    GroupStaff,
    InheritedSpell,
    OwnAccount,
    Pupil,
    RollNote,
    TeachingGroup,
    Term,
    WhomToAsk,
)
from fourfold.casework.people.relations import (
    barred_children,
    barring,
    is_told,
    orders_in_force,
    outside,
)
from fourfold.domain.bank_holidays import bank_holidays_within
from fourfold.domain.clock import SchoolCalendar, days_from
from fourfold.domain.clock import Term as CalendarTerm
from fourfold.domain.words import Role, SettingKind
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.models import Affiliation, Grant, Membership
from fourfold.foundation.scope.names import search_key
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, ask_together, rows

WHOLE_SETTING = frozenset(
    {Role.SENCO, Role.SENIOR_LEADER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR}
)


def on_roll(on: date) -> QuerySet[Pupil]:
    """The children on roll on a day, in the order in which lists show them."""
    return Pupil.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=on)).order_by("sort_key")


def search_pupils(words: str, actor: Actor, on: date) -> QuerySet[Pupil]:
    """The children on roll whose names hold all of `words`, whatever their accents and case.

    Never a child whom an order keeps from who searches.
    """
    found = on_roll(on).exclude(pk__in=barred_children(actor, on))
    for word in search_key(words).split():
        found = found.filter(search_key__contains=word)
    return found


def of_same_name(given_name: str, family_name: str, actor: Actor, on: date) -> list[Pupil]:
    """The children of these names, in any writing, now chosen or legal; those who have left, too.

    Never a child whom an order keeps from who asks.
    """
    given, family = search_key(given_name), search_key(family_name)
    near = Pupil.objects.filter(search_key__contains=given).filter(search_key__contains=family)
    return [
        pupil
        for pupil in near.exclude(pk__in=barred_children(actor, on)).order_by("pk")
        if (given, family)
        in {
            (search_key(pupil.given_name), search_key(pupil.family_name)),
            (search_key(pupil.legal_given_name), search_key(pupil.legal_family_name)),
        }
    ]


def pupils_of(actor: Actor, on: date) -> QuerySet[Pupil]:
    """The children whom an actor has to do with on a day: all, those taught or supported, family, or granted.

    Never a child whom an order keeps from the actor, whatever they are here.
    """
    on_roll_now = on_roll(on)
    if not actor.is_family:
        on_roll_now = on_roll_now.exclude(pk__in=barred_children(actor, on))
    if actor.roles & WHOLE_SETTING:
        return on_roll_now
    mine = Q(
        pk__in=GroupPupil.objects.filter(live(on), group_id__in=groups_of(actor, on)).values(
            "pupil_id"
        )
    )
    if actor.is_family:
        cares = parents_told(on).filter(contact__membership_id=actor.membership)
        own = OwnAccount.objects.filter(membership_id=actor.membership).values("pupil_id")
        mine = Q(pk__in=cares.values("pupil_id")) | Q(pk__in=own)
    # An officer was let in to what was sent to the authority, and does not see that the child is here.
    if Role.PROFESSIONAL in actor.roles:
        granted = Grant.objects.filter(
            live(on), membership_id=actor.membership, ended_on__isnull=True
        )
        mine |= Q(public_id__in=granted.values("child"))
    return on_roll_now.filter(mine)


@rows
def children_of(actor: Actor, on: date) -> QuerySet[Pupil]:
    """The same children, to be asked with other things or in parts."""
    return pupils_of(actor, on)


def parents_told(on: date) -> QuerySet[Care]:
    """What makes contacts those who are told of children on a day: the rule of `informed_family`, for all at once."""
    return Care.objects.filter(live(on)).exclude(barring(on) | outside())


def groups_of(actor: Actor, on: date) -> QuerySet:
    """The database ids of the groups that an actor teaches or supports on a day."""
    return GroupStaff.objects.filter(live(on), membership_id=actor.membership).values("group_id")


@rows
def cares_of(pupil: Pupil, on: date) -> QuerySet[Care]:
    """What contacts are to the child on a day, each with the contact, by name."""
    cares = Care.objects.filter(live(on), pupil=pupil).select_related("contact__membership")
    return cares.order_by("contact__sort_key", "pk")


@rows
def cares_ever(pupils: frozenset[int]) -> QuerySet[Care]:
    """What contacts are and were to these children (database ids), each with the contact, by name."""
    cares = Care.objects.filter(pupil_id__in=pupils).select_related("contact__membership")
    return cares.order_by("contact__sort_key", "pk")


@rows
def orders_about(pupil: Pupil, on: date) -> QuerySet[Care]:
    """Whom an order keeps from everything about the child on a day, who care for the child no more too, by name."""
    orders = orders_in_force(on).filter(pupil=pupil).select_related("contact__membership")
    return orders.order_by("contact__sort_key", "pk")


def family_of(pupil: Pupil, on: date) -> list[Care]:
    """The child's carers on a day, each with the contact, those with responsibility first, then by name."""
    return sorted(
        cares_of(pupil, on), key=lambda care: (care.responsibility != "yes", care.contact.sort_key)
    )


@remembered
def informed_family(pupil: Pupil, on: date) -> list[Care]:
    """The carers who are entitled to be told: parents as Education Act 1996 s.576 has it, not barred by an order.

    Who is known to be without responsibility, without the child at home and no natural parent is left out
    (`domain.parents`), and never for a guess.
    """
    return [care for care in family_of(pupil, on) if is_told(care, on)]


@rows
def staff_of(
    pupil: Pupil, on: date, parts: Iterable[str] = ("teaches", "keyworker")
) -> QuerySet[Membership]:
    """The members of staff who teach (or, by `parts`, support) the child on a day, by name."""
    groups = GroupPupil.objects.filter(live(on), pupil=pupil).values("group_id")
    ids = GroupStaff.objects.filter(live(on), group_id__in=groups, part__in=list(parts)).values(
        "membership_id"
    )
    return Membership.objects.filter(live(on), pk__in=ids).order_by("search_key")


@rows
def terms_here() -> QuerySet[Term]:
    """The terms of the setting in scope, in order."""
    return Term.objects.order_by("first_day")


@rows
def days_closed() -> QuerySet[Closure, date]:
    """The days within terms on which the setting in scope is closed."""
    return Closure.objects.values_list("day", flat=True)


def _weekday_between(first: date, last: date) -> bool:
    within = days_from(first + timedelta(days=1), last - timedelta(days=1))
    return any(day.weekday() < SATURDAY for day in within)


def closed_runs() -> list[list[Closure]]:
    """The days without school, those in a row with one name together; only a weekday with school ends a row."""
    runs: list[list[Closure]] = []
    for one in Closure.objects.order_by("day"):
        before = runs[-1][-1] if runs else None
        if before and before.name == one.name and not _weekday_between(before.day, one.day):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def closed_together(closure: Closure) -> list[Closure]:
    """The days without school that are shown in one line with this one; none if it is not there any more."""
    return next((run for run in closed_runs() if closure in run), [])


def asked_for_calendar() -> list[Question]:
    """What `calendar` is read from, to be asked with other things."""
    return [terms_here.of(), days_closed.of()]


@remembered
def calendar() -> SchoolCalendar:
    """The setting's terms and closures, as the clocks count with them; on bank holidays within a term it is closed."""
    ask_together(asked_for_calendar())
    terms = [(term.first_day, term.last_day) for term in terms_here()]
    return SchoolCalendar(
        terms=tuple(
            CalendarTerm(term.name, term.first_day, term.last_day) for term in terms_here()
        ),
        closures=frozenset(days_closed()) | bank_holidays_within(terms),
    )


@rows
def inherited_spells(pupil: Pupil) -> QuerySet[InheritedSpell]:
    """The K and E that came with a roll, oldest first."""
    return InheritedSpell.objects.filter(pupil=pupil).order_by("begins")


@rows
def acts_as(actor: Actor) -> QuerySet[Contact]:
    """The contact as whom a family member acts: one or none."""
    return Contact.objects.filter(membership_id=actor.membership)


@rows
def own_account_of(actor: Actor) -> QuerySet[OwnAccount]:
    """The account of their own by which a young person acts: one or none."""
    return OwnAccount.objects.filter(membership_id=actor.membership).select_related("pupil")


@rows
def own_accounts_for(pupil: Pupil) -> QuerySet[OwnAccount]:
    """The account of their own that a young person has: one or none."""
    return OwnAccount.objects.filter(pupil=pupil)


def contact_of(actor: Actor) -> Contact | None:
    """The contact as whom a family member acts, or None."""
    return next(iter(acts_as(actor)), None)


def contact_with(member: Membership) -> str:
    """The public id of the contact to whom a membership belongs; empty where it is nobody's of a family."""
    found = Contact.objects.filter(membership=member).values_list("public_id", flat=True)
    return found.first() or ""


@dataclass(frozen=True)
class WayTo:
    """How a message reaches one of a family: their membership, the channel, and the address of an e-mail or none."""

    member: Membership
    channel: str
    address: str


def way_to(pupil: Pupil, contact: Contact | None) -> WayTo | None:
    """How a message reaches a contact, or (None) the young person by their own account; None where there is no way."""
    if contact:
        way = (contact.channel, contact.email)
        return WayTo(contact.membership, *way) if contact.membership else None
    own = OwnAccount.objects.filter(pupil=pupil).select_related("membership").first()
    return WayTo(own.membership, "in_app", "") if own else None


@rows
def children_named(children: frozenset[str]) -> QuerySet[Pupil]:
    """The children with these public ids, for those who may know of them already."""
    return Pupil.objects.filter(public_id__in=children)


@rows
def contacts_named(contacts: frozenset[str]) -> QuerySet[Contact]:
    """The contacts with these public ids."""
    return Contact.objects.filter(public_id__in=contacts)


@rows
def children_seen(actor: Actor, on: date, children: frozenset[str]) -> QuerySet[Pupil]:
    """Those of these children (public ids) whom an actor has to do with on a day: their names and no more."""
    names = ("public_id", "tenant", "given_name", "family_name", "sort_key")
    return pupils_of(actor, on).filter(public_id__in=children).only(*names)


@rows
def whom_to_ask() -> QuerySet[WhomToAsk]:
    """What families are told of whom to ask: one row, or none where nobody has said."""
    return WhomToAsk.objects.all()


def advice_here() -> str:
    """Where families find advice that is not the setting's, in its words; empty where nobody has said."""
    entered = next(iter(whom_to_ask()), None)
    return entered.advice if entered else ""


@rows
def authority_here(on: date) -> QuerySet[Affiliation]:
    """To which local authority the setting belongs on a day: one row, or none where nobody has said. Never a trust."""
    found = Affiliation.objects.filter(live(on), kind=str(SettingKind.LOCAL_AUTHORITY))
    return found.select_related("above").order_by("pk")


@rows
def classes_of(pupil: Pupil, on: date) -> QuerySet[TeachingGroup]:
    """The classes (not the subject sets and support groups) that the child is in on a day, by name."""
    ids = GroupPupil.objects.filter(live(on), pupil=pupil).values("group_id")
    groups = TeachingGroup.objects.filter(live(on), pk__in=ids, kind="class")
    return groups.order_by("search_key")


@rows
def roll_notes(pupil: Pupil) -> QuerySet[RollNote]:
    """What lists said of a child that is kept as text, the latest last."""
    return RollNote.objects.filter(pupil=pupil).order_by("noted_on", "pk")


def kept_as_text(pupil: Pupil) -> dict[str, str]:
    """What a list said and nobody knows the meaning of, by fact, where nothing else is known; the latest of each."""
    said = {note.what: note.text for note in roll_notes(pupil) if note.what != "need_type"}
    return {what: text for what, text in said.items() if not getattr(pupil, what, "")}
