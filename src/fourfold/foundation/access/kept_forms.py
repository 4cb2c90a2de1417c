"""Nothing that was typed is lost: a form that arrives after its session has ended is kept, sealed to its writer.

Each form of a signed-in person carries a signed note of whose it is (`note_for`). When it arrives without a
session, or with a token that has expired, what was typed is encrypted and stored, and offered after sign-in at the
page it was typed on. Files are not kept.
"""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from fourfold.config import clock
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.access.session import owner_of

FIELD = "kept_for"
NAME = "kept"
MOST_OF_ADDRESS = 300
SALT = "fourfold.kept-form"
NOT_KEPT = {"csrfmiddlewaretoken", FIELD, "once"}
SECRETS = ("password", "code", "secret", "credential")
LONGEST = 200_000
KEPT_FOR = timedelta(days=7)
SIGN_IN = "/sign-in/"


def address_of(request: HttpRequest) -> str:
    """The address of the page with its query, but for the kept form that it offers; without one that is too long."""
    asked = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    query = urlencode([(name, value) for name, value in asked if name != NAME])
    address = f"{request.path}?{query}" if query else request.path
    return address if len(address) <= MOST_OF_ADDRESS else request.path


def note_for(request: HttpRequest) -> str:
    """The signed note that a form carries, or an empty text when nobody is signed in."""
    owner = owner_of(request)
    return signing.dumps([owner, address_of(request)], salt=SALT) if owner else ""


def _noted(request: HttpRequest) -> tuple[str, str] | None:
    """Whose form this is and at which address it was opened, by the good note that it carries; otherwise None."""
    try:
        owner, address = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return owner, address


def _key(owner: str) -> Fernet:
    secret = hmac.new(settings.SECRET_KEY.encode(), f"{SALT}:{owner}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(secret.digest()))


def _may_be_kept(name: str) -> bool:
    return name not in NOT_KEPT and not any(word in name.casefold() for word in SECRETS)


def keep(request: HttpRequest) -> KeptForm | None:
    """Keep what `request` posts, if it carries a good note of whose it is; otherwise None."""
    noted = _noted(request)
    if noted is None:
        return None
    owner, address = noted
    typed = {name: request.POST.getlist(name) for name in request.POST if _may_be_kept(name)}
    text = json.dumps(typed)
    if len(text) > LONGEST:
        return None
    kept = KeptForm(
        owner=owner,
        path=address[:MOST_OF_ADDRESS],
        sealed=_key(owner).encrypt(text.encode()).decode(),
        at=clock.now(),
    )
    kept.save()
    return kept


def _kept_now() -> QuerySet[KeptForm]:
    return KeptForm.objects.filter(at__gt=clock.now() - KEPT_FOR)


def typed_in(kept: KeptForm, owner: str) -> QueryDict | None:
    """What was typed, for its owner; None for anybody else."""
    if not owner or kept.owner != owner:
        return None
    typed = json.loads(_key(owner).decrypt(kept.sealed.encode()))
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def offered_at(kept: KeptForm) -> str:
    """The address at which what was typed is offered again."""
    joined = "&" if "?" in kept.path else "?"
    return f"{kept.path}{joined}{urlencode({NAME: kept.public_id})}"


def waiting_for(request: HttpRequest) -> list[KeptForm]:
    """The forms that were kept for the person who is signed in and have not been sent since."""
    owner = owner_of(request)
    if not owner:
        return []
    return list(_kept_now().filter(owner=owner, used_at__isnull=True).order_by("-at")[:5])


def taken_up(request: HttpRequest) -> QueryDict | None:
    """What was typed in the kept form that the address names (``?kept=``), for seven days, if it is this person's."""
    public_id = request.GET.get(NAME, "")
    kept = _kept_now().filter(public_id=public_id).first() if public_id else None
    return typed_in(kept, owner_of(request)) if kept else None


def used(request: HttpRequest) -> None:
    """Mark the kept forms of this person for this page, as the form that was sent names it, as sent."""
    noted = _noted(request)
    address = noted[1] if noted else address_of(request)
    KeptForm.objects.filter(owner=owner_of(request), path=address, used_at__isnull=True).update(
        used_at=clock.now()
    )


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody who is not signed in to the sign-in page, and keep what they were sending."""
    kept = keep(request) if request.method == "POST" else None
    back = offered_at(kept) if kept else address_of(request)
    query = {"next": back} | ({"kept": "yes"} if kept else {})
    response = HttpResponseRedirect(f"{SIGN_IN}?{urlencode(query)}")
    response.status_code = 303
    return response


def token_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without a good token: keep what was typed and offer it again, signed in or not."""
    if not owner_of(request):
        return ask_to_sign_in(request)
    kept = keep(request)
    response = HttpResponseRedirect(offered_at(kept) if kept else address_of(request))
    response.status_code = 303
    return response
