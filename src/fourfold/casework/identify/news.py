"""The letter that SEN Support starts, until whoever it was sent to has opened it here: a line on their home."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import Todo
from fourfold.casework.identify.models import Notice
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.notify.models import REACHED
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows


@rows
def letters_not_opened(actor: Actor) -> QuerySet[Notice]:
    """The letters that reached this very person by a message and that they have not opened, while the cycle goes on."""
    found = Notice.objects.filter(
        message__to_id=actor.membership,
        message__state__in=REACHED,
        message__seen_at__isnull=True,
        decision__cycle__ended_on__isnull=True,
    )
    return found.select_related("pupil", "contact", "message").order_by("pk")


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if actor.is_family:
        yield [letters_not_opened.of(actor)]


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """To a family: the letter that they have not opened yet."""
    if not actor.is_family:
        return
    here = setting_here().public_id
    for notice in letters_not_opened(actor):
        if may(Action.SEE_SHARED_PLAN, actor, notice):
            ids = {"setting": here, "notice": notice.public_id}
            yield Todo(
                what=_("Read the letter: SEN Support starts"),
                why=_("It is new, and you have not opened it here yet."),
                due_on=None,
                address=reverse("identify:notice", kwargs=ids),
                button=_("Read the letter"),
                child=notice.pupil.public_id,
                child_name=str(notice.pupil),
            )
