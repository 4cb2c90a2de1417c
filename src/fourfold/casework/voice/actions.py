"""The verbs on views: ask for them, give them, write down what was said, read first what came."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Contact, OwnAccount, Pupil
from fourfold.casework.people.queries import contact_of, informed_family, way_to
from fourfold.casework.voice.choices import VIEWS, AskedHow, Way
from fourfold.casework.voice.messages import ViewsAsked
from fourfold.casework.voice.models import RECEIVED, RELEASED, Ask, Contribution
from fourfold.casework.voice.readers import FIRST_READERS
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.outbox import queue


@dataclass(frozen=True)
class Said:
    """What somebody told us, in their own words; nothing in it is ever translated or put right."""

    going_well: str = ""
    hard: str = ""
    would_help: str = ""
    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    language: str = ""
    way: str = str(Way.WRITING)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was said."""
        return not any((self.going_well, self.hard, self.would_help, self.words, self.chosen))


@verb("views.ask", Action.ASK_VIEWS)
def ask_views(
    pupil: Pupil,
    contacts: list[Contact],
    *,
    child: bool,
    how: str,
    reply_by: date | None,
    actor: Actor,
    today: date,
) -> list[Ask]:
    """Ask carers, and the `child`, for their views; with `how` a message each of them gets one.

    Only carers who are entitled to be told things can be asked: an order that bars a contact bars this too. Raises
    `Impossible`, too where somebody is to be asked with a message whom none reaches: they would not have been asked.
    """
    entitled = {care.contact_id for care in informed_family(pupil, today)}
    if any(contact.pk not in entitled for contact in contacts):
        raise Impossible(_("One of these people cannot be asked."))
    if not contacts and not child:
        raise Impossible(_("Choose whom you ask."))
    asked = [*contacts, *([None] if child else [])]
    ways = {contact: way_to(pupil, contact) for contact in asked} if how == AskedHow.MESSAGE else {}
    for contact, way in ways.items():
        if way is None:
            words = _("%(name)s has no sign-in, so no message reaches them: ask in another way.")
            raise Impossible(words % {"name": contact.given_name if contact else pupil.given_name})
    asks: list[Ask] = []
    for contact in asked:
        ask = Ask(
            pupil=pupil,
            contact=contact,
            asked_by_id=actor.membership or None,
            asked_on=today,
            how=how,
            reply_by=reply_by,
        )
        if way := ways.get(contact):
            ask.message = queue(
                "views_asked",
                ViewsAsked(pupil.public_id, reply_by.isoformat() if reply_by else ""),
                to=way.member,
                channel=way.channel,
                child=pupil.public_id,
                address=way.address,
            )
        ask.save()
        asks.append(ask)
    return asks


def _receive(
    pupil: Pupil, contact: Contact | None, said: Said, about: str, *, actor: Actor, today: date
) -> Contribution:
    """What was said, as received; read at once when a first reader of the setting writes it down themselves."""
    if said.is_empty:
        raise Impossible(_("Nothing is written here yet: say something, or leave the page."))
    read = bool(actor.roles & FIRST_READERS)
    row = Contribution(
        pupil=pupil,
        contact=contact,
        author_id=actor.membership or None,
        about=about,
        way=said.way,
        language=said.language,
        going_well=said.going_well,
        hard=said.hard,
        would_help=said.would_help,
        words=said.words,
        chosen=said.chosen,
        received_on=today,
        state=RELEASED if read else RECEIVED,
        read_by_id=actor.membership if read else None,
        read_on=today if read else None,
    )
    row.save()
    return row


@verb("views.give", Action.GIVE_VIEWS)
def give_views(
    pupil: Pupil,
    said: Said,
    *,
    actor: Actor,
    today: date,
    of_child: bool = False,
    about: str = VIEWS,
) -> Contribution:
    """A family member, or the young person, says something; `of_child` when an adult writes beside the child.

    Raises `Impossible` when nothing was said.
    """
    own = OwnAccount.objects.filter(pupil=pupil, membership_id=actor.membership).exists()
    contact = None if of_child or own else contact_of(actor)
    if contact is None and not own and Role.FAMILY not in actor.roles:
        raise Impossible(_("This page is for the family."))
    return _receive(pupil, contact, said, about, actor=actor, today=today)


@verb("views.write_down", Action.WRITE_DOWN_VIEWS)
def write_down_views(
    pupil: Pupil,
    contact: Contact | None,
    said: Said,
    *,
    actor: Actor,
    today: date,
    about: str = VIEWS,
) -> Contribution:
    """Staff write down what a carer, or the child (`contact` None), said to them. Raises `Impossible`."""
    if contact and contact.pk not in {c.contact_id for c in informed_family(pupil, today)}:
        raise Impossible(_("This person cannot be asked."))
    return _receive(pupil, contact, said, about, actor=actor, today=today)


@verb("contribution.read", Action.READ_CONTRIBUTION)
def read_contribution(contribution: Contribution, *, actor: Actor, today: date) -> None:
    """A named adult has read it: from now on those who work with the child are shown it. Raises `Stale` if read."""
    contribution.compare_and_set(
        {"state": RECEIVED}, state=RELEASED, read_by_id=actor.membership or None, read_on=today
    )
