"""An order that keeps a child from somebody, and who may be the one it names though another row is theirs.

The rule is `domain.orders`. The verbs by hand and the lists that are brought in ask it here, and both alike: the order
goes on, unless a person says that it is somebody else.
"""

from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.relations import orders_in_force
from fourfold.domain.orders import By, Known, known_by, ways_alike
from fourfold.foundation.access.actors import live
from fourfold.foundation.design.format import listed
from fourfold.foundation.scope.names import search_key

OF_ORDER = ("order_type", "order_from", "order_to", "order_seen_by", "bars_all")


def order_on(care: Care) -> dict[str, Any]:
    """The fields of the order that a row of `Care` has."""
    return {name: getattr(care, name) for name in OF_ORDER}


def is_as_strict(said: dict[str, Any], order: dict[str, Any]) -> bool:
    """Whether an order that is `said` keeps everything from somebody for as long as the known one does."""
    until, known = said.get("order_to"), order["order_to"]
    return bool(said.get("bars_all")) and (until is None or (known is not None and known <= until))


def who_is(contact: Contact) -> Known:
    """By what a contact is known."""
    return known_as(str(contact), contact.email, contact.phone)


def known_as(called: str, email: str, phone: str) -> Known:
    """By what somebody is known who is written down with a name and ways to reach them."""
    return known_by(search_key(called)[:400], email, phone)


def known_here(said: Known) -> Contact | None:
    """The contact who has the name of who is known so and is reached as they are; the first written down, None if none.

    By a list it is the same person; by hand a person is asked.
    """
    called = Contact.objects.filter(search_key=said.name).order_by("pk")
    return next((one for one in called if len(ways_alike(who_is(one), said)) > 1), None)


def may_name(
    orders: Iterable[Care], said: Known, *, before: Known | None = None, apart_from: int | None
) -> list[Care]:
    """Those of `orders` that may name who is known so, the longest first; a contact's own are `apart_from` them.

    With `before`, by what they were known until now, only those that they have become like in one way more: what was
    asked once is not asked again.
    """
    found = []
    for order in orders:
        named = who_is(order.contact)
        was = ways_alike(named, before) if before else frozenset()
        if order.contact_id != apart_from and ways_alike(named, said) - was:
            found.append(order)
    return sorted(found, key=lambda order: order.order_to or date.max, reverse=True)


def orders_perhaps_about(pupil: Pupil, said: Known, on: date) -> list[Care]:
    """The orders that keep a child from somebody who may be known so; the longest first."""
    found = orders_in_force(on).filter(pupil=pupil).select_related("contact")
    return may_name(found, said, apart_from=None)


def order_about(
    pupil: Pupil, contact: Contact, on: date, *, another_person: bool = False
) -> dict[str, Any]:
    """The order that keeps a child from a contact, whichever row is theirs, as fields; {} if none.

    It is also of who may be the one whom it names, however they are said to belong to the child, unless somebody said
    that they are `another_person`.
    """
    own = orders_in_force(on).filter(pupil=pupil, contact=contact).order_by("-pk")
    like = [] if another_person else orders_perhaps_about(pupil, who_is(contact), on)
    return next((order_on(order) for order in [*own, *like]), {})


def come_upon(contact: Contact, said: Known, before: Known, on: date) -> list[tuple[Care, Care]]:
    """What a contact is to each child from whom an order keeps somebody whom they have become like; with that order.

    `said` is by what they are known from now on. A child from whom they are kept for as long already is left out.
    """
    cares = list(Care.objects.filter(live(on), contact=contact))
    orders = orders_in_force(on).filter(pupil__in=[care.pupil_id for care in cares])
    found = list(orders.select_related("contact").order_by(F("pk")))
    return newly_like(cares, found, said, before)


def newly_like(
    cares: Iterable[Care], orders: Iterable[Care], said: Known, before: Known
) -> list[tuple[Care, Care]]:
    """The same, of what one contact is to children, and of the orders about these: the longest order of each."""
    found = []
    for care in cares:
        of_child = [order for order in orders if order.pupil_id == care.pupil_id]
        like = may_name(of_child, said, before=before, apart_from=care.contact_id)
        if like and not is_as_strict(order_on(care), order_on(like[0])):
            found.append((care, like[0]))
    return found


def like_whom(
    cares: Iterable[Care],
    order: dict[str, Any],
    said: Known,
    *,
    before: Known | None = None,
    apart_from: int | None,
) -> list[Care]:
    """Those of `cares`, all of one child, of who may be the one known so whom an `order` about it names.

    Whoever is kept from it for as long already is left out. With `before` only those whom the one named has become
    like in one way more.
    """
    found = []
    for care in cares:
        other = who_is(care.contact)
        was = ways_alike(before, other) if before else frozenset()
        if care.contact_id != apart_from and ways_alike(said, other) - was:
            found.append(care)
    return [care for care in found if not is_as_strict(order_on(care), order)]


def goes_on_to(
    pupil: Pupil,
    order: dict[str, Any],
    said: Known,
    on: date,
    *,
    before: Known | None = None,
    apart_from: int | None,
) -> list[Care]:
    """The same, of everybody who is something to a child on a day: to them an order goes on that is written now.

    None for an order that keeps nothing from anybody, or not on that day.
    """
    if not order["bars_all"] or (order["order_to"] or on) < on:
        return []
    cares = Care.objects.filter(live(on), pupil=pupil).select_related("contact").order_by("pk")
    return like_whom(cares, order, said, before=before, apart_from=apart_from)


def come_upon_others(
    contact: Contact, said: Known, before: Known, on: date
) -> list[tuple[Care, Care]]:
    """What others are to a child from whom an order keeps a contact who has become like them; with that order."""
    orders = orders_in_force(on).filter(contact=contact).select_related("pupil").order_by("pk")
    return [
        (care, order)
        for order in orders
        for care in goes_on_to(
            order.pupil, order_on(order), said, on, before=before, apart_from=contact.pk
        )
    ]


def sentence_on_others(cares: Iterable[Care], kept: Container[int] = ()) -> str:
    """Who else may be the one whom an order names, as a sentence; nobody of a child who is `kept` from who reads it."""
    told = [care.contact for care in cares if care.pupil_id not in kept]
    if not told:
        return _("Somebody else here has the same name, e-mail address or telephone number.")
    names = listed(list(dict.fromkeys(map(str, told))))
    sentence = _(
        "Also a contact of this child, with the same name, e-mail address or telephone number: %(names)s."
    )
    return sentence % {"names": names}


def sentence_on(order: Care, said: Known) -> str:
    """By what somebody may be the one whom an order names, as a sentence."""
    ways = ways_alike(who_is(order.contact), said)
    if By.EMAIL in ways:
        return _("Somebody from whom an order keeps this child has the same e-mail address.")
    if By.PHONE in ways:
        return _("Somebody from whom an order keeps this child has the same telephone number.")
    return _("Somebody from whom an order keeps this child has the same name.")
