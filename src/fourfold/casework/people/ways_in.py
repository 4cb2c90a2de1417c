"""Readers: who of the families signs in here, whose family they are, and whom nothing lets in."""

from collections import defaultdict
from datetime import date

from fourfold.casework.people.models import Care, Contact, OwnAccount
from fourfold.casework.people.queries import parents_told
from fourfold.casework.people.relations import barred_children, families_barred, orders_in_force
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.scope.names import search_key


def contacts_with_way(actor: Actor, words: str, today: date, most: int) -> list[Contact]:
    """The first contacts with a sign-in whose names hold all of these words, but of children kept from `actor`."""
    found = Contact.objects.filter(membership__isnull=False)
    found = found.exclude(pk__in=families_barred(actor, today))
    for word in search_key(words).split():
        found = found.filter(search_key__contains=word)
    return list(found.order_by("sort_key")[:most])


def own_accounts_with_way(actor: Actor, words: str, today: date, most: int) -> list[OwnAccount]:
    """The same of the young people with an account of their own."""
    found = OwnAccount.objects.exclude(pupil__in=barred_children(actor, today))
    for word in search_key(words).split():
        found = found.filter(pupil__search_key__contains=word)
    return list(found.select_related("pupil").order_by("pupil__sort_key")[:most])


def find_own_account(public_id: str) -> OwnAccount | None:
    """The own account with that public id in the tenant in scope, or None."""
    return OwnAccount.objects.filter(public_id=public_id).select_related("pupil").first()


def whose_of(contacts: list[Contact]) -> dict[int, str]:
    """What each of these contacts is to which children, by database id: two of one name are told apart by it."""
    cares = Care.objects.filter(contact__in=contacts, valid_to__isnull=True)
    cares = cares.select_related("pupil").order_by("pupil__sort_key", "pk")
    said: dict[int, list[str]] = defaultdict(list)
    for care in cares:
        child = str(care.pupil)
        said[care.contact_id].append(
            f"{care.relationship}, {child}" if care.relationship else child
        )
    return {contact: "; ".join(each) for contact, each in said.items()}


def not_let_in(contacts: list[Contact], today: date) -> dict[int, bool]:
    """Those of these contacts who are told of no child here, so that nothing lets them in, by database id.

    With each, whether that is by a court order.
    """
    told = parents_told(today).filter(contact__in=contacts).values_list("contact_id", flat=True)
    others = {contact.pk for contact in contacts} - set(told)
    if not others:
        return {}
    barred = orders_in_force(today).filter(contact_id__in=others)
    by_order = set(barred.values_list("contact_id", flat=True))
    return {each: each in by_order for each in others}
