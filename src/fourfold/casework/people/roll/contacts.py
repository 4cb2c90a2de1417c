"""A list of contacts: whose family each line is about, who is meant, and what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.orders import (
    known_as,
    like_whom,
    may_name,
    newly_like,
    order_on,
    sentence_on,
    sentence_on_others,
    who_is,
)
from fourfold.casework.people.relations import orders_in_force
from fourfold.casework.people.roll import cells
from fourfold.casework.people.roll.children import candidate
from fourfold.casework.people.roll.here import Children, children
from fourfold.casework.people.sharing import will_share
from fourfold.domain.orders import Known
from fourfold.domain.parents import is_parent
from fourfold.foundation.intake.columns import Column, NotUnderstood
from fourfold.foundation.intake.lines import Candidate, Difference, Line, Outcome, Weight
from fourfold.foundation.scope.names import search_key


def _an_email(text: str) -> str:
    """An e-mail address; of one that is none it is said that it alone is left out, and not the person."""
    try:
        return cells.an_email(text)
    except NotUnderstood as wrong:
        raise NotUnderstood(f"{wrong.sentence} {_('It is left out.')}") from wrong


COLUMNS = (
    Column("given_name", gettext_lazy("First name of the contact"),
           ("contact forename", "contact first name", "parent forename", "parent first name"),
           needed=True, longest=120,
           example="Ana"),
    Column("family_name", gettext_lazy("Family name of the contact"),
           ("contact surname", "contact last name", "parent surname", "parent last name"),
           needed=True, longest=120,
           example="Stone"),
    Column("upn", gettext_lazy("UPN of the child"), ("upn", "pupil upn"), cells.a_upn),
    Column("admission_number", gettext_lazy("Admission number of the child"),
           ("adno", "adm no", "admission number", "pupil admission number"), longest=20,
           example="000123"),
    Column("child_given", gettext_lazy("First name of the child"),
           ("pupil forename", "child forename", "pupil first name", "forename", "first name",
            "student first name"), longest=120,
           example="Mia"),
    Column("child_family", gettext_lazy("Family name of the child"),
           ("pupil surname", "child surname", "pupil last name", "surname", "last name",
            "family name", "student last name"), longest=120,
           example="Stone"),
    Column("birth_date", gettext_lazy("Birth date of the child"),
           ("dob", "date of birth", "pupil dob"), cells.a_date,
           example="01/02/2017"),
    Column("relationship", gettext_lazy("Relationship"),
           ("relation", "relationship to pupil", "relationship to child"), longest=60,
           example="mother"),
    Column("responsibility", gettext_lazy("Parental responsibility"),
           ("pr", "has parental responsibility", "responsibility"), cells.responsibility,
           example="Yes"),
    Column("lives_with", gettext_lazy("Lives with the child"),
           ("lives with", "lives with pupil", "same address", "resident"), cells.is_yes,
           example="Yes"),
    Column("email", gettext_lazy("E-mail"),
           ("email address", "e-mail address", "contact email", "home email"), _an_email,
           example="ana@family.example"),
    Column("phone", gettext_lazy("Telephone"),
           ("phone", "mobile", "telephone number", "phone number", "mobile number"), longest=40,
           example="01632 960123"),
    Column("language", gettext_lazy("Language"), ("first language", "contact language"),
           cells.a_language,
           example="English"),
    Column("address", gettext_lazy("Address"), ("home address", "postal address"), longest=500,
           example="1 High Street"),
)  # fmt: skip
OF_CONTACT = ("email", "phone", "address", "language")
OF_CARE = ("relationship", "responsibility", "lives_with")
ANOTHER = "another"
"""What is chosen where whom a line means is not the one whom an order names."""
_LABELS = {column.code: column.label for column in COLUMNS}

PersonKey = tuple[str, str]


@dataclass
class Families:
    """The children, who cares for them or did, whom an order keeps from them, all contacts by name. Four queries."""

    children: Children
    cares: dict[int, list[Care]]
    ended: dict[int, list[Care]]
    orders: dict[int, list[Care]]
    of_contact: dict[int, list[Care]]
    by_name: dict[PersonKey, list[Contact]]
    by_email: dict[str, list[Contact]] = field(default_factory=dict)


@dataclass
class FamilyChange:
    """What one line comes to: of the contact, of what they are to the child.

    `order` is theirs; `perhaps` one that may name them; `also` what they are to children from whom an order keeps
    somebody whom they become like, and what others are to a child from whom one keeps them, with that order.
    """

    contact: Contact | None
    care: Care | None
    ended: Care | None = None
    order: Care | None = None
    perhaps: Care | None = None
    also: list[tuple[Care, Care]] = field(default_factory=list)
    of_contact: dict[str, Any] = field(default_factory=dict)
    of_care: dict[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


def person_key(given: str, family: str) -> PersonKey:
    """By what a contact is known within a family: both names in any writing."""
    return search_key(family), search_key(given)


def same_person(line: Line) -> tuple[str, ...] | None:
    """By what two lines of a list are about one new contact: the names and one way to reach them; None if none."""
    reach = line.value("email") or line.value("phone") or line.value("address")
    names = person_key(line.value("given_name"), line.value("family_name"))
    return (*names, search_key(reach)) if reach else None


def families(today: date) -> Families:
    """What is here for a list of contacts, as of a day."""
    found = Families(children(), {}, {}, {}, {}, {})
    # Each contact is one row, whatever children the lines are about: what a line changes the next one finds.
    known = {}
    for contact in Contact.objects.select_related("membership").order_by("sort_key", "pk"):
        known[contact.pk] = contact
        key = person_key(contact.given_name, contact.family_name)
        found.by_name.setdefault(key, []).append(contact)
        if contact.email:
            found.by_email.setdefault(contact.email.lower(), []).append(contact)
    for care in Care.objects.order_by("-pk"):
        care.contact = known[care.contact_id]
        over = care.valid_to is not None and care.valid_to < today
        (found.ended if over else found.cares).setdefault(care.pupil_id, []).append(care)
        if not over:
            found.of_contact.setdefault(care.contact_id, []).append(care)
    for order in orders_in_force(today):
        order.contact = known[order.contact_id]
        found.orders.setdefault(order.pupil_id, []).append(order)
    return found


def name_of(line: Line) -> str:
    """The contact's name as the line gives it."""
    return f"{line.raw.get('given_name', '')} {line.raw.get('family_name', '')}".strip()


def children_meant(line: Line, known: Children) -> list[Pupil]:
    """The children whom a line may be about: by UPN, else by admission number, else by both names and birth date."""
    if line.value("upn"):
        return known.by_upn.get(line.value("upn"), [])
    if line.value("admission_number"):
        return known.by_number.get(line.value("admission_number"), [])
    if line.value("child_given") and line.value("child_family"):
        return known.named(
            line.value("child_family"), line.value("child_given"), line.value("birth_date")
        )
    return []


def change_for(line: Line, child: Pupil, here: Families) -> FamilyChange:
    """What a line would change about this child's family. A cell without words changes nothing."""
    key = person_key(line.value("given_name"), line.value("family_name"))
    care = _of_name(here.cares.get(child.pk, []), key)
    ended = None if care else _of_name(here.ended.get(child.pk, []), key)
    was = care or ended
    change = FamilyChange(was.contact if was else _known_elsewhere(line, key, here), care, ended)
    _compare(change, line, change.contact, OF_CONTACT, change.of_contact)
    _look_for_orders(change, line, child, here)
    _compare(change, line, care, OF_CARE, change.of_care)
    if care is None:
        change.differences.insert(0, Difference(_("Family of"), "", str(child)))
    return change


def _of_name(cares: list[Care], key: PersonKey) -> Care | None:
    return next(
        (
            one
            for one in cares
            if person_key(one.contact.given_name, one.contact.family_name) == key
        ),
        None,
    )


def known_of(line: Line, contact: Contact | None) -> Known:
    """By what whom a line means is known from now on: what it says, and what is known of them already."""
    was = (contact.email, contact.phone) if contact else ("", "")
    email, phone = (line.value(name) or was[n] for n, name in enumerate(("email", "phone")))
    return known_as(name_of(line), email, phone)


def _look_for_orders(change: FamilyChange, line: Line, child: Pupil, here: Families) -> None:
    orders, contact = here.orders.get(child.pk, []), change.contact
    said, mine = known_of(line, contact), contact.pk if contact else None
    if change.care is None:
        change.order = next((one for one in orders if one.contact_id == mine), None)
        like = [] if change.order else may_name(orders, said, apart_from=mine)
        change.perhaps = like[0] if like else None
    if contact is not None:
        cares = here.of_contact.get(contact.pk, [])
        about = [order for care in cares for order in here.orders.get(care.pupil_id, [])]
        was = who_is(contact)
        change.also = newly_like(cares, about, said, was)
        own = [
            one for of_child in here.orders.values() for one in of_child if one.contact_id == mine
        ]
        for order in own:
            others = here.cares.get(order.pupil_id, [])
            like_them = like_whom(others, order_on(order), said, before=was, apart_from=mine)
            change.also += [(care, order) for care in like_them]


def _known_elsewhere(line: Line, key: PersonKey, here: Families) -> Contact | None:
    """The same person as a contact of another child: the same name and the same e-mail address."""
    found = _alike_elsewhere(line, key, here)
    return found[0] if len(found) == 1 else None


def _alike_elsewhere(line: Line, key: PersonKey, here: Families) -> list[Contact]:
    email = line.value("email")
    return [one for one in here.by_name.get(key, []) if email and one.email.lower() == email]


def _told_of(line: Line, change: FamilyChange, here: Families) -> list[str]:
    """The contacts whom a line means or names, whom it changes or to whom an order goes on by it (public ids)."""
    people = [care.contact for pair in change.also for care in pair]
    people += [order.contact for order in (change.order, change.perhaps) if order]
    if change.contact:
        people.append(change.contact)
    else:
        people += _alike_elsewhere(
            line, person_key(line.value("given_name"), line.value("family_name")), here
        )
    return sorted({one.public_id for one in people})


def _compare(
    change: FamilyChange,
    line: Line,
    row: Contact | Care | None,
    names: tuple[str, ...],
    into: dict[str, Any],
) -> None:
    for name in names:
        value = line.value(name)
        before = getattr(row, name) if row else None
        if value is None or value == before:
            continue
        into[name] = value
        said = cells.language_name if name == "language" else str
        old, new = (said(shown(each)) for each in (before, value))
        change.differences.append(Difference(str(_LABELS[name]), old, new))


def shown(value: object) -> str:
    """A value in words, as a difference shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value else ""


def match(lines: Sequence[Line], today: date) -> None:
    """Say of each line whose family it is about, who is meant, and what it comes to."""
    here = families(today)
    for line in lines:
        meant = children_meant(line, here.children)
        if not meant:
            line.left_out(
                "no_child",
                _(
                    "No child here has this UPN, this admission number, or this name and birth date."
                ),
            )
        elif len(meant) > 1:
            line.ask(
                "two_children", _("Whose family is this?"), [candidate(child) for child in meant]
            )
            changes = [change_for(line, child, here) for child in meant]
            line.about = [one for change in changes for one in _told_of(line, change, here)]
        else:
            _settle(line, meant[0], here)


def _settle(line: Line, child: Pupil, here: Families) -> None:
    line.target = child.public_id
    change = change_for(line, child, here)
    line.about = _told_of(line, change, here)
    line.differences = change.differences
    if not change.differences:
        line.outcome = Outcome.SAME
        return
    line.outcome = Outcome.CHANGED if change.care else Outcome.NEW
    if child.whereabouts_protected and (change.care is None or change.of_contact):
        line.ask(
            "protected",
            _("Where this child lives is protected. Bring this in only if you are sure of it."),
            [candidate(child)],
        )
    if change.ended:
        again = _(
            "They are not a contact of this child any more. Bring this in only if they are one again."
        )
        line.ask("cares_no_more", again, [candidate(child)])
    if change.order and not change.ended:
        sure = _("An order keeps this child from them. Bring this in only if you are sure of it.")
        line.ask("barred", sure, [candidate(child)])
    _ask_whether_same(line, child, change)
    _remarks(line, change)
    mine = change.contact.pk if change.contact else None
    address = change.of_contact.get("email", "")
    if any(other.pk != mine for other in here.by_email.get(address, [])):
        line.say(
            "address_shared",
            will_share(),
            Weight.REMARK,
        )


def _ask_whether_same(line: Line, child: Pupil, change: FamilyChange) -> None:
    mine = change.contact.pk if change.contact else None
    others = [care for care, _order in change.also if care.contact_id != mine]
    orders = [order for care, order in change.also if care.contact_id == mine]
    like = change.perhaps or next(iter(orders), None)
    if like:
        person, found = like.contact, sentence_on(like, known_of(line, change.contact))
    elif others:
        person, found = others[0].contact, sentence_on_others(others)
    else:
        return
    sure = _("%(like)s If it is the same person, the order goes on.")
    who = [Candidate(child.public_id, str(person)), Candidate(ANOTHER, _("another person"))]
    line.ask("perhaps_barred", sure % {"like": found}, who)


def _is_told_no_more(change: FamilyChange) -> bool:
    """Whether what a line says of a person, over what is known, makes them no parent (Education Act 1996 s.576)."""
    known = {name: getattr(change.care, name) if change.care else None for name in OF_CARE}
    said = known | change.of_care
    return bool(change.of_care) and not is_parent(
        said["relationship"] or "",
        said["responsibility"] or "unknown",
        lives_with=bool(said["lives_with"]),
    )


def _remarks(line: Line, change: FamilyChange) -> None:
    if change.order or (change.care and change.care.order_type and change.of_care):
        line.say(
            "order", _("There is an order about this person. It stays as it is."), Weight.REMARK
        )
    if change.contact and change.contact.email and "email" in change.of_contact:
        line.say(
            "signs_in_elsewhere",
            _("They sign in with the new e-mail address from then on."),
            Weight.REMARK,
        )
    if _is_told_no_more(change):
        line.say(
            "no_parent",
            _("No parental responsibility, lives elsewhere: they are told nothing of SEN Support."),
            Weight.REMARK,
        )
    if not line.value("responsibility") and change.care is None:
        line.say(
            "responsibility_unknown",
            _(
                "The list does not say whether they have parental responsibility. It is kept as “not known”."
            ),
            Weight.REMARK,
        )
