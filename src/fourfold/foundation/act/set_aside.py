"""A person says, with a reason, why a duty is not done, or until when it waits. It never just disappears."""

from datetime import date

from django.utils.translation import gettext as _

from fourfold.domain.access import Action
from fourfold.domain.rulebook import NATIONAL
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.due.models import DueRow, SetAside
from fourfold.foundation.scope.rows import TenantRow


def _child_of(subject: TenantRow | Organisation) -> str:
    return "" if isinstance(subject, Organisation) else subject.public_id


@verb("due.set_aside", Action.WAIVE_DUE)
def set_aside(
    subject: TenantRow | Organisation,
    key: str,
    reason: str,
    *,
    actor: Actor,
    today: date,
    until: date | None = None,
) -> SetAside:
    """Set the duty `key` aside for good, or `until` a day on which it is open again.

    `subject` is the child whom the duty is about, or the setting. Raises `Impossible` without a reason, for a duty
    that is not open or that its rule lets nobody set aside, or for a day gone by.
    """
    child = _child_of(subject)
    if not reason.strip():
        raise Impossible(_("Say why, so that whoever reads this later understands."))
    if until is not None and until <= today:
        raise Impossible(_("The day to look again has to be in the future."))
    duty = DueRow.objects.filter(key=key, child=child, state__in=["open", "undated"]).first()
    if duty is None:
        raise Impossible(_("This is not open any more; the page you saw may be old."))
    if not NATIONAL.rule(duty.rule, duty.trigger_date).may_set_aside:
        raise Impossible(_("This cannot be set aside: a named adult has to read it."))
    row = SetAside(
        key=key, child=child, reason=reason, by_id=actor.membership, on=today, until=until
    )
    row.save()
    return row


@verb("due.take_up", Action.WAIVE_DUE)
def take_up_again(subject: TenantRow | Organisation, key: str, *, actor: Actor, today: date) -> int:
    """Make a duty of `subject` that was set aside open again. Returns how many reasons were withdrawn.

    Raises `Impossible` where nothing of that key is set aside for this child, or for the setting.
    """
    child = _child_of(subject)
    rows = list(SetAside.objects.filter(key=key, child=child, withdrawn_on__isnull=True))
    if not rows:
        raise Impossible(_("This is not set aside any more; the page you saw may be old."))
    for row in rows:
        row.compare_and_set({"withdrawn_on": None}, withdrawn_on=today)
    return len(rows)
