"""Nothing that was typed is lost: a form that arrives after its session has ended is kept, sealed to its writer.

Each form of a signed-in person carries a signed note of whose it is (`note_for`). When it arrives without a
session, or with a token that has expired, what was typed is encrypted and stored, and offered after sign-in at the
page it was typed on. Each text stays until its writer sends it or discards it, for seven days at most. Files are not
kept.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from fourfold.config import clock
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.access.session import owner_of
from fourfold.foundation.scope.whole import rows_by

FIELD = "kept_for"
NAME = "kept"
MOST_OF_ADDRESS = 300
SALT = "fourfold.kept-form"
NOT_KEPT = {"csrfmiddlewaretoken", FIELD, NAME, "once"}
HIDDEN = {"seen", "showed"}
SECRETS = ("password", "code", "secret", "credential")
LONGEST = 200_000
KEPT_FOR = timedelta(days=7)
SIGN_IN = "/sign-in/"
# What a choice or a date sends, which says nothing to whoever reads it.
CODE = re.compile(r"[a-z0-9_.:-]*")


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


def is_answer(name: str) -> bool:
    """Whether a value of that name was given by the writer, and does not only travel with each form."""
    return name not in NOT_KEPT


def _may_be_kept(name: str) -> bool:
    return is_answer(name) and not any(word in name.casefold() for word in SECRETS)


def keep(request: HttpRequest) -> KeptForm | None:
    """Keep what `request` posts, if it carries a good note of whose it is; otherwise None.

    The same text twice is kept once. It stands for the kept text from which it was gone on with, which is done with.
    """
    noted = _noted(request)
    if noted is None:
        return None
    owner, address = noted
    typed = {name: request.POST.getlist(name) for name in request.POST if _may_be_kept(name)}
    text = json.dumps(typed)
    if len(text) > LONGEST:
        return None
    path = address[:MOST_OF_ADDRESS]
    for waiting in _kept_now().filter(owner=owner, path=path, used_at__isnull=True):
        if _opened(waiting) == typed:
            return waiting
    sealed = _key(owner).encrypt(text.encode()).decode()
    kept = KeptForm(owner=owner, path=path, sealed=sealed, at=clock.now())
    kept.save()
    _done_with(request, owner)
    return kept


def _opened(kept: KeptForm) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(_key(kept.owner).decrypt(kept.sealed.encode()))
    return found


def _kept_now() -> QuerySet[KeptForm]:
    return _kept_since(clock.now() - KEPT_FOR)


def _kept_since(since: datetime) -> QuerySet[KeptForm]:
    return KeptForm.objects.filter(at__gt=since)


def _waiting(since: datetime, owner: str) -> QuerySet[KeptForm]:
    return _kept_since(since).filter(owner=owner, used_at__isnull=True).order_by("-at", "-pk")


def _of_page(since: datetime, owner: str, path: str, public_id: str) -> QuerySet[KeptForm]:
    waits = Q(path=path, used_at__isnull=True)
    found = _kept_since(since).filter(waits | Q(public_id=public_id), owner=owner)
    return found.order_by("-at", "-pk")


# Every page asks one of them: Django writing it anew would take longer than the answer.
_ONCE = datetime(1900, 1, 1, tzinfo=UTC)
_waiting_of = rows_by(_waiting, _ONCE, "owner")
_kept_at = rows_by(_of_page, _ONCE, "owner", "path", "id")


def _called(public_id: str) -> str:
    """An id as it can be asked of every database; empty for what is none."""
    return public_id if public_id.isalnum() else ""


def _done_with(request: HttpRequest, owner: str) -> None:
    """The kept text that the form which was sent goes on from, if it is this person's, waits no longer."""
    public_id = _called(request.POST.get(NAME, ""))
    if public_id:
        KeptForm.objects.filter(owner=owner, public_id=public_id, used_at__isnull=True).update(
            used_at=clock.now()
        )


def typed_in(kept: KeptForm, owner: str) -> QueryDict | None:
    """What was typed, for its owner; None for anybody else."""
    if not owner or kept.owner != owner:
        return None
    data = QueryDict(mutable=True)
    for name, values in _opened(kept).items():
        data.setlist(name, values)
    return data


def offered_at(kept: KeptForm, path: str = "") -> str:
    """The address at which what was typed is offered again: where it was typed, or at another `path`."""
    path = path or kept.path
    joined = "&" if "?" in path else "?"
    return f"{path}{joined}{urlencode({NAME: kept.public_id})}"


def waiting_for(request: HttpRequest) -> list[KeptForm]:
    """The forms that were kept for the person who is signed in and have not been sent since."""
    owner = owner_of(request)
    if not owner:
        return []
    return _waiting_of(clock.now() - KEPT_FOR, owner)


@dataclass(frozen=True)
class KeptHere:
    """What is kept for a page: the text that its address names (``?kept=``), and the others that wait."""

    taken_up: KeptForm | None
    waiting: list[KeptForm]


def kept_here(request: HttpRequest) -> KeptHere:
    """What is kept for the page at which somebody is, if it is this person's."""
    owner, public_id = owner_of(request), _called(request.GET.get(NAME, ""))
    if not owner:
        return KeptHere(None, [])
    found = _kept_at(clock.now() - KEPT_FOR, owner, address_of(request), public_id)
    named = next((each for each in found if each.public_id == public_id), None)
    return KeptHere(named, [each for each in found if each is not named])


IsOver = Callable[[HttpRequest, KeptForm], bool]
_over: list[IsOver] = []


def register_over(ask: IsOver) -> None:
    """Let an upper room say whether a kept text cannot be sent any more, which only it can know."""
    _over.append(ask)


def is_over(request: HttpRequest, kept: KeptForm) -> bool:
    """Whether a kept text cannot be sent any more: it can only be read and discarded."""
    return any(ask(request, kept) for ask in _over)


def own_kept(request: HttpRequest, public_id: str) -> KeptForm | None:
    """What is kept under `public_id` and waits, if it is this person's."""
    return next((each for each in waiting_for(request) if each.public_id == public_id), None)


def texts_in(kept: KeptForm) -> list[str]:
    """What was typed in words, in order: no hidden value, and no chosen answer."""
    typed = [(name, value) for name, values in _opened(kept).items() for value in values]
    return [value for name, value in typed if name not in HIDDEN and not CODE.fullmatch(value)]


def words_sent(request: HttpRequest) -> list[str]:
    """What somebody has just typed on a form of their own, in words; nothing of a form that is not noted as theirs."""
    noted, owner = _noted(request), owner_of(request)
    if noted is None or not owner or noted[0] != owner:
        return []
    names = [name for name in request.POST if _may_be_kept(name) and name not in HIDDEN]
    typed = [value for name in names for value in request.POST.getlist(name)]
    return [value for value in typed if not CODE.fullmatch(value)]


def used(request: HttpRequest) -> None:
    """Mark the kept text from which the form that was sent went on as sent; every other one stays."""
    _done_with(request, owner_of(request))


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
