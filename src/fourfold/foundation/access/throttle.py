"""Lock-out: after so many failures within a quarter of an hour nothing more is tried until it has passed."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from fourfold.config import clock
from fourfold.foundation.access.models import Attempt
from fourfold.foundation.access.proofs import DAY, keyed

WINDOW = timedelta(minutes=15)
# A whole school may share one address on the network, so that its limit only stops machines.
MOST_FROM_ONE_PLACE = 200


@dataclass(frozen=True)
class Limit:
    """How many failures `what` may have within the window, for one person or thing tried."""

    what: str
    most: int


PASSWORD = Limit("password", 10)
SECOND = Limit("second", 8)
PERSONAL = Limit("personal", 5)
LETTER = Limit("letter", 10)
MAIL = Limit("mail", 5)
FIRST = Limit("first", 10)


def _keys(request: HttpRequest, limit: Limit, who: str) -> list[tuple[str, int]]:
    place = request.META.get("REMOTE_ADDR", "")
    return [
        (keyed("attempt", f"{limit.what}:{who}"), limit.most),
        (keyed("attempt", f"{limit.what}@{place}"), MOST_FROM_ONE_PLACE),
    ]


def is_locked(request: HttpRequest, limit: Limit, who: str) -> bool:
    """Whether there have been too many failures for `who` (what was typed), or from this place."""
    since = clock.now() - WINDOW
    return any(
        Attempt.objects.filter(key=key, at__gt=since).count() >= most
        for key, most in _keys(request, limit, who)
    )


def failed(request: HttpRequest, limit: Limit, who: str) -> None:
    """Note a failure. What is older than a day is forgotten."""
    now = clock.now()
    Attempt.objects.filter(at__lt=now - DAY).delete()
    Attempt.objects.bulk_create(
        [Attempt(key=key, at=now) for key, _most in _keys(request, limit, who)]
    )


def succeeded(request: HttpRequest, limit: Limit, who: str) -> None:
    """Forget the failures for `who`; those from the place stay."""
    Attempt.objects.filter(key=_keys(request, limit, who)[0][0]).delete()


def sentence() -> str:
    """What somebody who is locked out reads."""
    return _(
        "There have been too many tries. To keep others out, nothing more is tried for 15 minutes. Then try again."
    )
