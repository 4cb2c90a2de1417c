"""The verb by which it is noted that somebody of a family was told in another way that SEN Support ended."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fourfold.casework.people.models import Contact
from fourfold.casework.review.choices import ToldHow
from fourfold.casework.review.models import EndTold, SupportEnd
from fourfold.casework.review.telling import to_tell
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, verb


@verb("support.told", Action.END_CYCLE)
def tell_of_end(
    end: SupportEnd, contact: Contact | None, how: str, on: date, *, actor: Actor, today: date
) -> EndTold:
    """A carer, or the young person (`contact` None), was told that SEN Support ended: `how` is a word of `ToldHow`.

    A message that is on its way keeps nobody from speaking to them. Raises `Impossible` for who is not owed the news or
    was told, for another word, and for a day before the end or to come.
    """
    if how not in {str(each) for each in ToldHow}:
        raise Impossible(_("Choose how they were told."))
    if not end.on <= on <= today:
        raise Impossible(_("The day lies between the end of SEN Support and today."))
    wanted = contact.pk if contact else None
    if all(wanted != (each.contact.pk if each.contact else None) for each in to_tell(end, today)):
        raise Impossible(_("This person was told already, or is not among those who are told."))
    told = EndTold(end=end, contact=contact, on=on, how=how, by_id=actor.membership or None)
    try:
        with transaction.atomic():
            told.save()
    except IntegrityError:
        raise Impossible(_("This person has been told already.")) from None
    return told
