"""Readers of what families and children were asked and told us. What is not read yet is for first readers only."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.voice.choices import VIEWS
from fourfold.casework.voice.models import RECEIVED, RELEASED, Ask, Contribution
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.remembered import remembered

FIRST_READERS = frozenset({Role.SENCO, Role.SAFEGUARDING_LEAD})


def find_contribution(public_id: str) -> Contribution | None:
    """What was sent, by its public id, in the tenant in scope."""
    return (
        Contribution.objects.filter(public_id=public_id)
        .select_related("pupil", "contact", "author", "read_by")
        .first()
    )


@remembered
def holders(role: Role, on: date) -> list[Membership]:
    """Who holds a role here on a day, by name."""
    return list(
        Membership.objects.filter(live(on), live(on, "roles__"), roles__role=str(role)).order_by(
            "search_key", "pk"
        )
    )


def first_reader(on: date) -> Membership | None:
    """The named adult who reads first what children and families send: the SENCO, or None where nobody is."""
    return next(iter(holders(Role.SENCO, on)), None)


def to_read(actor: Actor) -> QuerySet[Contribution]:
    """What waits to be read by a named adult, the oldest first; nothing for whoever is none."""
    waiting = Contribution.objects.filter(state=RECEIVED).select_related(
        "pupil", "contact", "author"
    )
    if not actor.roles & FIRST_READERS:
        return waiting.none()
    return waiting.order_by("received_on", "pk")


def sent_by(actor: Actor, pupil: Pupil) -> QuerySet[Contribution]:
    """What this person sent about a child: when, and no more, so that nothing can be read over a shoulder."""
    return Contribution.objects.filter(pupil=pupil, author_id=actor.membership).order_by("-pk")


def views_of(pupil: Pupil, *, since: date, until: date | None = None) -> QuerySet[Contribution]:
    """The views of the child and the family that were read, received within two days, both included; newest first.

    For staff who see needs; a family member is never shown another's.
    """
    found = Contribution.objects.filter(
        pupil=pupil, about=VIEWS, state=RELEASED, received_on__gte=since
    )
    if until:
        found = found.filter(received_on__lte=until)
    return found.select_related("contact", "author", "read_by").order_by("-received_on", "-pk")


def asks_of(pupil: Pupil, *, since: date, until: date | None = None) -> QuerySet[Ask]:
    """Who was asked for views about a child between two days, both included; the newest first."""
    found = Ask.objects.filter(pupil=pupil, asked_on__gte=since)
    if until:
        found = found.filter(asked_on__lte=until)
    return found.select_related("contact", "asked_by").order_by("-asked_on", "-pk")


def person_id(row: Ask | Contribution) -> str:
    """Whose views: the contact's public id, or the child's own."""
    return row.contact.public_id if row.contact else row.pupil.public_id


def views_by_person(
    pupil: Pupil, *, since: date, until: date | None = None
) -> dict[str, dict[str, date]]:
    """By contact's (or the child's) public id: `views_asked_on` first, and `views_given_on` of what was read."""
    known: dict[str, dict[str, date]] = defaultdict(dict)
    for ask in asks_of(pupil, since=since, until=until):
        ask.pupil = pupil
        known[person_id(ask)]["views_asked_on"] = ask.asked_on
    for given in views_of(pupil, since=since, until=until):
        given.pupil = pupil
        known[person_id(given)].setdefault("views_given_on", given.received_on)
        known[person_id(given)].setdefault("views_asked_on", given.received_on)
    return dict(known)


def sent_about(children: Iterable[str]) -> QuerySet[Contribution]:
    """All that these children (public ids) or their families sent, read or not, oldest first."""
    return (
        Contribution.objects.filter(pupil__public_id__in=list(children))
        .select_related("pupil")
        .order_by("pk")
    )


def asked_and_waiting(contact: Contact) -> QuerySet[Ask]:
    """What this contact was asked for and has not answered since."""
    answered = Contribution.objects.filter(contact=contact, about=VIEWS)
    waiting = Q(contact=contact)
    for each in answered:
        waiting &= ~Q(pupil_id=each.pupil_id, asked_on__lte=each.received_on)
    return Ask.objects.filter(waiting).select_related("pupil").order_by("-asked_on")
