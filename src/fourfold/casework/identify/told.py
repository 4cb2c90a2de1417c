"""What is said to whoever answered: what became of the message to whom was worried, and nothing before it is so."""

from django.utils.translation import gettext as _

from fourfold.foundation.notify.models import Message


def said_of_answer(message: Message) -> str:
    """That the answer stands, and how the `message` about it stands."""
    return _with(_("The answer is written down."), message)


def said_of_addition(message: Message) -> str:
    """That something stands below an answer, and how the `message` about it stands."""
    return _with(_("What you added stands below the answer."), message)


def _with(done: str, message: Message) -> str:
    words = {
        "stopped": _("No message about it goes to %(name)s. %(why)s"),
        "held": _("The message about it to %(name)s waits until somebody lets it out. %(why)s"),
    }
    on_its_way = _("A message about it is on its way to %(name)s.")
    if message.channel == "print":
        on_its_way = _("A message about it goes to %(name)s on paper: it is printed and given.")
    then = words.get(message.state, on_its_way) % {
        "name": message.to.called,
        "why": _(message.why) if message.why else "",
    }
    return f"{done} {then}"
