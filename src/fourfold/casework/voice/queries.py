"""Readers of what families and children were asked and told us. What is not read yet is for first readers only."""

from collections import defaultdict
from datetime import date

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.people.ranking import Place, newest
from fourfold.casework.people.relations import barred_children
from fourfold.casework.voice.choices import CONCERN, PLAN, VIEWS
from fourfold.casework.voice.models import RECEIVED, RELEASED, Ask, Contribution
from fourfold.casework.voice.readers import FIRST_READERS, without_reader
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.scope.together import Question, ask_together, only, rows

# What was sent as it is, and of who sent it the name.
_OF_VIEWS = (
    *(each.name for each in Contribution._meta.concrete_fields),
    *(f"contact__{each}" for each in ("public_id", "tenant", "given_name", "family_name")),
)
# So many paragraphs of what was said stand beside what is written at most.
MOST_BESIDE = 6
# The rule by which what was sent is read by the next school day.
READ_FIRST = "read_contribution"


@only
def find_contribution(public_id: str) -> QuerySet[Contribution]:
    """What was sent, by its public id, in the tenant in scope."""
    return Contribution.objects.filter(public_id=public_id).select_related(
        "pupil", "contact", "author", "read_by"
    )


@rows
def to_read(actor: Actor, today: date) -> QuerySet[Contribution]:
    """What waits to be read by a named adult, the oldest first; nothing for who is none, or is kept from the child.

    To a senior leader what is about a child from whom an order keeps every other named adult.
    """
    waiting = Contribution.objects.filter(state=RECEIVED).select_related(
        "pupil", "contact", "author"
    )
    if not actor.roles & FIRST_READERS:
        if Role.SENIOR_LEADER not in actor.roles:
            return waiting.none()
        waiting = waiting.filter(pupil__in=without_reader(today))
    waiting = waiting.exclude(pupil__in=barred_children(actor, today))
    return waiting.order_by("received_on", "pk")


@rows
def views_to_read(actor: Actor, pupil: Pupil, today: date) -> QuerySet[Contribution]:
    """The views about one child among what waits for this actor to read, the oldest first."""
    return to_read.asking(actor, today).filter(pupil=pupil, about=VIEWS)


@rows
def sent_by(actor: Actor, pupil: Pupil) -> QuerySet[Contribution]:
    """What this person sent about a child, the newest first, with who read it: for a page of their own."""
    found = Contribution.objects.filter(pupil=pupil, author_id=actor.membership)
    return found.select_related("contact", "read_by").order_by("-pk")


@rows
def sent_told(actor: Actor, pupil: Pupil, first: range) -> QuerySet[Contribution, Place]:
    """Where the newest of the same stand in the story, but concerns and answers to a plan, which others tell."""
    found = sent_by.asking(actor, pupil).exclude(about__in=[CONCERN, PLAN])
    return newest(found, "received_on", first)


@rows
def sent_named(ids: frozenset[int], actor: Actor, pupil: Pupil) -> QuerySet[Contribution]:
    """Those of the same with these database ids."""
    return sent_by.asking(actor, pupil).filter(pk__in=ids)


def is_own(said: Contribution, actor: Actor) -> bool:
    """Whether a family member reads here what they said themselves: a parent beside a child writes the child's words.

    What a child says with somebody beside them is the child's, and shown to no other of the family (W9).
    """
    if said.contact is None:
        return Role.YOUNG_PERSON in actor.roles
    return said.contact.membership_id == actor.membership


@rows
def views_read(pupil: Pupil) -> QuerySet[Contribution]:
    """All views of the child and the family that were read, the newest first."""
    found = Contribution.objects.filter(pupil=pupil, about=VIEWS, state=RELEASED)
    found = found.select_related("contact").only(*_OF_VIEWS)
    return found.order_by("-received_on", "-pk")


@rows
def views_told(pupil: Pupil, first: range) -> QuerySet[Contribution, Place]:
    """Of the same views where the newest stand in the story."""
    return newest(views_read.asking(pupil), "received_on", first)


@rows
def views_named(ids: frozenset[int], pupil: Pupil) -> QuerySet[Contribution]:
    """Those of the same views with these database ids."""
    return views_read.asking(pupil).filter(pk__in=ids)


@rows
def newest_words(pupil: Pupil, since: date, until: date | None) -> QuerySet[Contribution]:
    """The newest of the same views in which somebody wrote something, as many as `MOST_BESIDE`, between two days."""
    nothing = dict.fromkeys(("words", "going_well", "hard", "would_help"), "")
    found = views_read.asking(pupil).filter(received_on__gte=since).exclude(**nothing)
    if until:
        found = found.filter(received_on__lte=until)
    return found[:MOST_BESIDE]


@rows
def last_own_words(pupil: Pupil, since: date) -> QuerySet[Contribution]:
    """What the child said last of the same views, if it came on a day or after it."""
    own = views_read.asking(pupil).filter(contact__isnull=True, received_on__gte=since)
    return own[:1]


@rows
def days_of_views(
    pupil: Pupil, until: date | None
) -> QuerySet[Contribution, tuple[str | None, date]]:
    """Whose views were read (a contact's public id; None: the child's own), and when the newest of each came.

    Only what came by a day, if one is said.
    """
    found = Contribution.objects.filter(pupil=pupil, about=VIEWS, state=RELEASED)
    if until:
        found = found.filter(received_on__lte=until)
    nth = Window(RowNumber(), partition_by="contact_id", order_by=F("received_on").desc())
    newest_of_each = found.annotate(nth=nth).filter(nth=1)
    return newest_of_each.values_list("contact__public_id", "received_on")


@rows
def words_read(sent: frozenset[str]) -> QuerySet[Contribution, tuple[str, str]]:
    """The words of these contributions (public ids) that a named adult has read, each with its public id."""
    found = Contribution.objects.filter(public_id__in=sent, state=RELEASED)
    return found.values_list("public_id", "words")


@rows
def asks_made(pupil: Pupil) -> QuerySet[Ask]:
    """All times at which somebody was asked for views about a child, the newest first."""
    found = Ask.objects.filter(pupil=pupil).select_related("contact", "asked_by", "message")
    return found.order_by("-asked_on", "-pk")


def asked_for_views(pupil: Pupil) -> list[Question]:
    """What the voices about a child are read from, to be asked with other things."""
    return [views_read.of(pupil), asks_made.of(pupil)]


def asked_for_days_of_views(pupil: Pupil, until: date | None) -> list[Question]:
    """What `views_by_person` is read from, to be asked with other things."""
    return [days_of_views.of(pupil, until), asks_made.of(pupil)]


def views_of(pupil: Pupil, *, since: date, until: date | None = None) -> list[Contribution]:
    """The views of the child and the family that were read, received within two days, both included; newest first.

    For staff who see needs; a family member is never shown another's.
    """
    last = until or date.max
    return [each for each in views_read(pupil) if since <= each.received_on <= last]


def asks_of(pupil: Pupil, *, since: date, until: date | None = None) -> list[Ask]:
    """Who was asked for views about a child between two days, both included; the newest first."""
    return [each for each in asks_made(pupil) if since <= each.asked_on <= (until or date.max)]


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
        if ask.reached_on:
            known[person_id(ask)]["views_asked_on"] = ask.reached_on
    for contact, received_on in days_of_views(pupil, until):
        if since <= received_on:
            whose = known[contact or pupil.public_id]
            whose["views_given_on"] = received_on
            whose.setdefault("views_asked_on", received_on)
    return dict(known)


# What of a contribution says that it is to be read, or was.
_OF_DUTY = (
    *("tenant", "public_id", "received_on", "read_on"),
    *("pupil", "pupil__tenant", "pupil__public_id"),
)


@rows
def sent_about(children: frozenset[str]) -> QuerySet[Contribution]:
    """All that these children (public ids) or their families sent, read or not, oldest first."""
    return (
        Contribution.objects.filter(pupil__public_id__in=children)
        .select_related("pupil")
        .only(*_OF_DUTY)
        .order_by("pk")
    )


@rows
def asks_to(whose: Contact | Pupil) -> QuerySet[Ask]:
    """What this contact, or this young person, was asked for, the newest first."""
    return Ask.objects.filter(**_of(whose)).select_related("pupil").order_by("-asked_on")


@rows
def views_from(whose: Contact | Pupil) -> QuerySet[Contribution]:
    """The views that this contact, or this young person, gave."""
    return Contribution.objects.filter(**_of(whose), about=VIEWS)


def _of(whose: Contact | Pupil) -> dict[str, object]:
    if isinstance(whose, Contact):
        return {"contact": whose}
    return {"contact": None, "pupil": whose}


def asked_and_waiting(whose: Contact | Pupil) -> list[Ask]:
    """What somebody of a family was asked for and has not answered since; nothing about a child who has left."""
    ask_together([asks_to.of(whose), views_from.of(whose)])
    last: dict[int, date] = {}
    for each in views_from(whose):
        last[each.pupil_id] = max(each.received_on, last.get(each.pupil_id, date.min))
    return [
        ask
        for ask in asks_to(whose)
        if ask.asked_on > last.get(ask.pupil_id, date.min) and ask.pupil.left_on is None
    ]
