"""Lock-out: after so many failures within a quarter of an hour nothing more is tried until it has passed."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
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
    """How many failures `what` may have within the window, for one person or thing tried.

    `by_place` says whether failures from one place of the network are counted together as well.
    """

    what: str
    most: int
    by_place: bool = True


PASSWORD = Limit("password", 10)
SECOND = Limit("second", 8)
# For one link or one session, never for the person: else whoever shares a mailbox could keep them out.
PERSONAL = Limit("personal", 5)
# Never by the word alone: everybody of a setting types the same, and a stranger would close the door to all of them.
# A code of eight signs of 27 (2.8e11) is not guessed by the tries that one place has.
LETTER_CODE = Limit("letter code", 5)
# What was asked for and sent counts here, not what failed: a place where many ask is no attack.
MAIL = Limit("mail", 5, by_place=False)
PRESENT = Limit("present password", 10)
FIRST = Limit("first", 10)


def place_of(request: HttpRequest) -> str:
    """The address on the network from which a request comes, as the outermost of our own proxies saw it.

    Each proxy adds whom it heard at the right of X-Forwarded-For, so that with `n` of ours the n-th from the right is
    true; what stands left of it anybody can write.
    """
    near = str(request.META.get("REMOTE_ADDR", ""))
    passed = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    proxies = settings.PROXIES
    return passed[-proxies] or near if 0 < proxies <= len(passed) else near


def _keys(request: HttpRequest, limit: Limit, who: str) -> list[tuple[str, int]]:
    counted = [(keyed("attempt", f"{limit.what}:{who}"), limit.most)]
    if limit.by_place:
        place = f"{limit.what}@{place_of(request)}"
        counted.append((keyed("attempt", place), MOST_FROM_ONE_PLACE))
    return counted


def is_locked(request: HttpRequest, limit: Limit, who: str) -> bool:
    """Whether there have been too many failures for `who` (what was typed), or from this place."""
    since = clock.now() - WINDOW
    return any(
        Attempt.objects.filter(key=key, at__gt=since).count() >= most
        for key, most in _keys(request, limit, who)
    )


def failed(request: HttpRequest, limit: Limit, who: str) -> bool:
    """Note a failure; True if it was the one that locks. What is older than a day is forgotten."""
    now = clock.now()
    Attempt.objects.filter(at__lt=now - DAY).delete()
    Attempt.objects.bulk_create(
        [Attempt(key=key, at=now) for key, _most in _keys(request, limit, who)]
    )
    return is_locked(request, limit, who)


def is_first_of_the_day(what: str) -> bool:
    """Whether `what` was not asked of within a day; from now on it was."""
    key, now = keyed("attempt", f"first:{what}"), clock.now()
    if Attempt.objects.filter(key=key, at__gt=now - DAY).exists():
        return False
    Attempt.objects.bulk_create([Attempt(key=key, at=now)])
    return True


def succeeded(request: HttpRequest, limit: Limit, who: str) -> None:
    """Forget the failures for `who`; those from the place stay."""
    Attempt.objects.filter(key=_keys(request, limit, who)[0][0]).delete()


def sentence() -> str:
    """What somebody who is locked out reads."""
    return _(
        "There have been too many tries. To keep others out, nothing more is tried for 15 minutes. Then try again."
    )
