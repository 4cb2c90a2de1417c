"""What this room offers: the door to a message."""

from fourfold.foundation.access.doors import Door, register, standing_at_setting
from fourfold.foundation.notify.models import Message


def find_message(public_id: str) -> Message | None:
    """The message with that public id in the tenant in scope, or None."""
    return Message.objects.filter(public_id=public_id).select_related("to", "tenant").first()


register(Door("message", Message, find_message, standing_at_setting))
