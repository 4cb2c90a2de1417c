"""What signing in asks of this room: whether a family member has any child whom no order keeps from them."""

from fourfold.casework.people.models import Care, OwnAccount
from fourfold.casework.people.relations import bars_of
from fourfold.config import clock
from fourfold.domain.access import Bar
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Membership


def has_somebody_to_see(member: Membership) -> bool:
    """Whether the family member may sign in today: for their own account, or for a child not wholly barred to them."""
    if OwnAccount.objects.filter(membership=member).exists():
        return True
    today = clock.today()
    cares = Care.objects.filter(live(today), contact__membership=member)
    return any(Bar.EVERYTHING not in bars_of(care, today) for care in cares)
