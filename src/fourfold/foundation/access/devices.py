"""Which browsers a family member has used before; a new one is told to them and to their setting."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fourfold.config import clock
from fourfold.foundation.access.addresses import Holder
from fourfold.foundation.access.models import KnownDevice
from fourfold.foundation.access.proofs import keyed, new_token
from fourfold.foundation.scope.tenancy import tenant_scope

COOKIE = "device"
A_YEAR = 60 * 60 * 24 * 365
Teller = Callable[[Holder], None]
_tellers: list[Teller] = []


def on_new_device(teller: Teller) -> Teller:
    """Let a room tell the contact and the setting that a new device was used (called in the setting's scope)."""
    _tellers.append(teller)
    return teller


def _hash(token: str) -> str:
    return keyed("device", token)


def is_known(request: HttpRequest, memberships: Sequence[str]) -> bool:
    """Whether somebody with one of these memberships has signed in with this browser before."""
    token = request.COOKIES.get(COOKIE, "")
    return (
        bool(token)
        and KnownDevice.objects.filter(token=_hash(token), membership__in=memberships).exists()
    )


def forget(membership: str) -> None:
    """Every browser is new again for this membership."""
    KnownDevice.objects.filter(membership=membership).delete()


def remember(request: HttpRequest, response: HttpResponse, holders: Sequence[Holder]) -> None:
    """Know this browser from now on, and tell of it where it is new."""
    token = request.COOKIES.get(COOKIE, "") or new_token()
    for holder in holders:
        _row, is_new = KnownDevice.objects.get_or_create(
            token=_hash(token),
            membership=holder.membership,
            defaults={"organisation": holder.setting, "made_at": clock.now()},
        )
        if is_new:
            with tenant_scope(holder.setting.pk):
                for teller in _tellers:
                    teller(holder)
    response.set_cookie(
        COOKIE,
        token,
        max_age=A_YEAR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
