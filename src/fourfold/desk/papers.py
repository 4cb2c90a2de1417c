"""What is to be printed and given, could not be sent, or waits for a person: a line on the home of who may do it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import Todo
from fourfold.casework.people.relations import children_barred
from fourfold.domain.words import N_, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows

WHO: Final = frozenset({Role.SENCO, Role.ADMINISTRATOR})
# What to do, and why, for each state in which messages wait for a person.
WAITS: Final[dict[str, tuple[str, str]]] = {
    "to_print": (
        N_("Messages to print and give: %(n)s"),
        N_("They go on paper, and count from when they were given."),
    ),
    "held": (
        N_("Messages to be let out: %(n)s"),
        N_("Where a child lives or goes to school is protected: a person looks first."),
    ),
    "failed": (
        N_("Messages that could not be sent: %(n)s"),
        N_("Send them again, or tell the people another way."),
    ),
}


@rows
def waiting_for_a_person(actor: Actor, today: date) -> QuerySet[Message, tuple[str, str]]:
    """State and public id of the messages that wait for somebody, the oldest first.

    None about a child whom an order keeps from the actor: as in the outbox.
    """
    found = Message.objects.filter(state__in=list(WAITS)).order_by("pk")
    found = found.exclude(child__in=children_barred(actor, today))
    return found.values_list("state", "public_id")


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if actor.roles & WHO:
        yield [waiting_for_a_person.of(actor, today)]


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """A line for each state in which messages wait for a person, for the SENCO and the office."""
    if not actor.roles & WHO:
        return
    here = setting_here().public_id
    waiting: dict[str, list[str]] = defaultdict(list)
    for state, public_id in waiting_for_a_person(actor, today):
        waiting[state].append(public_id)
    for state, messages in waiting.items():
        what, why = WAITS[state]
        at = {"setting": here}
        yield Todo(
            what=_(what) % {"n": len(messages)},
            why=_(why),
            due_on=None,
            address=reverse("desk:message", kwargs={**at, "message": messages[0]})
            if len(messages) == 1
            else f"{reverse('desk:outbox', kwargs=at)}?state={state}",
            button=_("See to them"),
        )
