"""Bringing in a list of contacts: people, what they are to which child, and the way by which they sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fourfold.casework.people.actions.sign_in import follow_address
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.orders import is_as_strict, order_on
from fourfold.casework.people.roll.contacts import (
    ANOTHER,
    Families,
    FamilyChange,
    change_for,
    families,
    same_person,
)
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.addresses import set_sign_in_address
from fourfold.foundation.access.models import Membership, RoleHeld
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.intake.actions import take_up, write_down
from fourfold.foundation.intake.journal import Back, Journal
from fourfold.foundation.intake.lines import Line
from fourfold.foundation.intake.models import Intake
from fourfold.foundation.scope.rows import TenantRow


@dataclass
class _Rows:
    """The rows to be made, and the contacts whose address is another now, each with the one before."""

    contacts: list[Contact] = field(default_factory=list)
    cares: dict[tuple[int, int], Care] = field(default_factory=dict)
    by_person: dict[tuple[str, ...], Contact] = field(default_factory=dict)
    moved: list[tuple[Contact, str]] = field(default_factory=list)


@verb("roll.contacts", Action.IMPORT_ROLL)
def commit_contacts(
    intake: Intake, *, actor: Actor, today: date, choices: Mapping[str, str] | None = None
) -> Intake:
    """Bring in a list of contacts as it was shown.

    Raises `Impossible` if it was brought in or left already, or if all of it is for somebody else to bring in, `Stale`
    if it would come to something else now.
    """
    lines = take_up(intake, choices or {}, actor, today)
    journal, here, rows = Journal(), families(today), _Rows()
    meant = [(line, here.children.by_id[_child_of(line)]) for line in lines]
    # Before anything is written: what one line writes, the next one would take for known long since.
    also = [pair for line, child in meant for pair in _also(line, child, here)]
    for line, child in meant:
        _bring_in(line, child, here, today, journal, rows)
    for care, order in also:
        _bar(care, order, journal)
    members = [Membership(called=str(contact)[:120], valid_from=today) for contact in rows.contacts]
    Membership.objects.bulk_create(members)
    RoleHeld.objects.bulk_create(
        [RoleHeld(membership=member, role=str(Role.FAMILY), valid_from=today) for member in members]
    )
    for contact, member in zip(rows.contacts, members, strict=True):
        contact.membership = member
    Contact.objects.bulk_create(rows.contacts)
    Care.objects.bulk_create(list(rows.cares.values()))
    for contact in rows.contacts:
        if contact.membership and contact.email:
            set_sign_in_address(contact.membership, contact.email)
    for contact, before in rows.moved:
        if contact.membership and contact.email:
            follow_address(contact.membership, before, contact.email, today)
    write_down(intake, journal)
    return intake


def _bring_in(
    line: Line, child: Pupil, here: Families, today: date, journal: Journal, rows: _Rows
) -> None:
    change = change_for(line, child, here)
    contact = change.contact or _new_contact(line, change, rows)
    if change.contact and change.of_contact:
        _change_contact(change.contact, change, journal, rows)
    if change.care is None:
        care = _new_care(child, contact, change, today, another=line.choice == ANOTHER)
        first = rows.cares.setdefault((child.pk, id(contact)), care)
        # Of two lines about one person each can say that it is who the order names.
        if care.bars_all and not is_as_strict(order_on(first), order_on(care)):
            for name, value in order_on(care).items():
                setattr(first, name, value)
    elif change.of_care:
        journal.before_change(change.care)
        for name, value in change.of_care.items():
            setattr(change.care, name, value)
        change.care.save()


def _child_of(line: Line) -> str:
    return line.choice if line.choice not in {"", ANOTHER} else line.target


def _also(line: Line, child: Pupil, here: Families) -> list[tuple[Care, Care]]:
    """To what an order goes on by a line; to nothing if it says: it is another person."""
    if line.choice == ANOTHER or not here.orders:
        return []
    return change_for(line, child, here).also


def _new_contact(line: Line, change: FamilyChange, rows: _Rows) -> Contact:
    key = same_person(line)
    if key and key in rows.by_person:
        return rows.by_person[key]
    contact = Contact(
        given_name=line.value("given_name"),
        family_name=line.value("family_name"),
        **change.of_contact,
    )
    if not contact.email:
        contact.channel = "print"
    rows.contacts.append(contact)
    if key:
        rows.by_person[key] = contact
    return contact


def _change_contact(contact: Contact, change: FamilyChange, journal: Journal, rows: _Rows) -> None:
    journal.before_change(contact)
    address = contact.email
    for name, value in change.of_contact.items():
        setattr(contact, name, value)
    contact.save()
    if contact.email != address:
        rows.moved.append((contact, address))


def _bar(care: Care, order: Care, journal: Journal) -> None:
    """The order is of this contact too."""
    if is_as_strict(order_on(care), order_on(order)):
        return
    journal.before_change(care)
    for name, value in order_on(order).items():
        setattr(care, name, value)
    care.save()


def _new_care(
    child: Pupil, contact: Contact, change: FamilyChange, today: date, *, another: bool
) -> Care:
    """What a contact is to a child from today on, with the order that keeps the child from them."""
    keeps = change.order or (None if another else change.perhaps)
    order = order_on(keeps) if keeps else {}
    return Care(pupil=child, contact=contact, valid_from=today, **change.of_care, **order)


def addresses_as_before(back: list[Back], removed: list[TenantRow], today: date) -> None:
    """After an undo: who is as before signs in as before, told where that moves; who is gone does not sign in."""
    for each in back:
        now, was = each.row, each.was
        if not (isinstance(now, Contact) and isinstance(was, Contact)) or now.membership is None:
            continue
        if now.email != was.email:
            follow_address(now.membership, was.email, now.email, today)
    for row in removed:
        if isinstance(row, Membership):
            set_sign_in_address(row, "")
