"""What this room offers: the door to a message."""

from django.db.models import QuerySet

from fourfold.foundation.access.doors import Door, register, standing_at_setting
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.together import only


@only
def find_message(public_id: str) -> QuerySet[Message]:
    """The message with that public id in the tenant in scope, or None."""
    return Message.objects.filter(public_id=public_id).select_related("to", "tenant")


register(Door("message", Message, find_message, standing_at_setting))
