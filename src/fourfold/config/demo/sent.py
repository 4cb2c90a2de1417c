"""The messages of the stories leave on the days of which these tell, and not all when the demonstration is made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from fourfold.casework.plan.models import VersionShare
from fourfold.casework.review.models import Invitation, RecordGiven, SupportEnd
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.deliver import deliver_one
from fourfold.foundation.act.verbs import NotAllowed, verb
from fourfold.foundation.notify.models import Message

AFTERNOON = time(15, tzinfo=UTC)


@verb("demonstration.date", None)
def _date(message: Message, *, actor: Actor, at: datetime) -> None:
    """Let a message have been written at a moment gone by. Only the demonstration does this, as the system."""
    if not actor.is_system:
        raise NotAllowed(_("Only the demonstration itself can do this."))
    message.compare_and_set({"state": "queued"}, queued_at=at)


def _days() -> Iterator[tuple[int, date | None]]:
    """Of each message of the stories (database id) the day of which they tell."""
    yield from VersionShare.objects.values_list("message_id", "version__shared_on")
    yield from RecordGiven.objects.values_list("message_id", "review__held_on")
    yield from Invitation.objects.values_list("message_id", "on")
    ends = dict(SupportEnd.objects.values_list("public_id", "on"))
    for message in Message.objects.filter(kind="support.ended"):
        yield message.pk, ends.get(message.payload["ended"])


def send_in_their_time(setting: Organisation, today: date) -> None:
    """Send what was written before `today` in the scope of a setting, the oldest first; the rest is the worker's."""
    actor, days = system_actor(setting.pk, "demonstration"), dict(_days())
    waiting = Message.objects.filter(state="queued", pk__in=[key for key in days if key])
    gone_by = [(day, each) for each in waiting if (day := days[each.pk]) and day < today]
    for day, message in sorted(gone_by, key=lambda each: (each[0], each[1].pk)):
        at = datetime.combine(day, AFTERNOON)
        _date(message, actor=actor, at=at)
        deliver_one(message, actor, at)
