"""Putting messages into the outbox, within the verb that they follow from."""

from typing import Any

from fourfold.config import clock
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify import gate
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import as_json, kinds


def queue(
    code: str, payload: Any, *, to: Membership, channel: str, child: str = "", address: str = ""
) -> Message:
    """Put one message to one person into the outbox.

    `channel` is ``email`` (with `address`), ``print`` or ``in_app``; `child` the public id of the child it is about.
    What the gate stops is kept as stopped, with the reason; what it holds waits for a person. Raises `KeyError` for
    an unknown kind and `TypeError` for a payload of another kind.
    """
    if not isinstance(payload, kinds()[code].payload):
        raise TypeError(f"{code} takes a {kinds()[code].payload.__name__}.")
    if channel == "email" and not address:
        channel = "print"
    message = Message(
        kind=code,
        to=to,
        child=child,
        channel=channel,
        address=address,
        payload=as_json(payload),
        queued_at=clock.now(),
    )
    answer = gate.held(message)
    if answer:
        message.state, message.why = ("stopped" if answer.stop else "held"), answer.why
    message.save()
    return message
