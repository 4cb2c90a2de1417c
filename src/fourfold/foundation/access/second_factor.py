"""The second factor of staff: a passkey, a code app or printed codes, all kept in the sign-in library's table.

Nothing here decides who gets in: `session.let_in` does, after one of these has been proved.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage

from fourfold.config import clock
from fourfold.foundation.access.models import User
from fourfold.foundation.access.proofs import plain_code, spend

Type = Authenticator.Type
NEW_SECRET, NEW_SEED = "new_totp_secret", "new_codes_seed"
FEW = 3


def _cipher() -> Fernet:
    key = hashlib.sha256(f"fourfold.second-factor:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Factors(DefaultMFAAdapter):
    """How the sign-in library keeps factors here: its secrets are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as it is used."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """How a passkey names the person: by an opaque id and their address."""
        named = super().get_public_key_credential_user_entity(user)
        return named | {"display_name": user.email}


@dataclass(frozen=True)
class Has:
    """Which factors somebody has set up; `codes_left` is None without printed codes."""

    passkeys: int
    app: bool
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether one was ever set up: a password alone then sets up no other, used up or not."""
        return bool(self.passkeys or self.app) or self.codes_left is not None

    @property
    def used_up(self) -> bool:
        """Whether there was one and none is left that can be proved."""
        return self.codes_left == 0 and not (self.passkeys or self.app)

    @property
    def few(self) -> bool:
        """Whether the printed codes are the only way and are running out."""
        return not (self.passkeys or self.app) and (self.codes_left or 0) <= FEW


def has(user: User) -> Has:
    """The factors of `user`."""
    rows = list(Authenticator.objects.filter(user_id=user.pk))
    printed = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    return Has(
        passkeys=sum(row.type == Type.WEBAUTHN for row in rows),
        app=any(row.type == Type.TOTP for row in rows),
        codes_left=len(printed.wrap().get_unused_codes()) if printed else None,
    )


def forget_all(user: User) -> None:
    """No factor of `user` works any more; after the password another is set up."""
    Authenticator.objects.filter(user_id=user.pk).delete()


def _used(row: Authenticator) -> None:
    row.last_used_at = clock.now()
    row.save(update_fields=["last_used_at"])


def proves_code(user: User, typed: str) -> str:
    """How a typed code proves `user`: ``app``, ``printed``, or empty when it does not. It works once."""
    code = plain_code(typed)
    rows = Authenticator.objects.filter(user_id=user.pk, type__in=[Type.TOTP, Type.RECOVERY_CODES])
    for row in rows.order_by("-type"):
        wrapped = row.wrap()
        if row.type == Type.TOTP:
            secret = Factors().decrypt(row.data["secret"])
            good = validate_totp_code(secret, code) and spend(f"totp:{user.pk}:{code}")
        else:
            good = wrapped.validate_code(code)
        if good:
            _used(wrapped.instance)
            return "app" if row.type == Type.TOTP else "printed"
    return ""


# ---- a code app ----


def new_app_secret(request: HttpRequest) -> str:
    """The secret that is being set up in this session."""
    secret: str = request.session.setdefault(NEW_SECRET, generate_totp_secret())
    request.session.modified = True
    return secret


def app_picture(user: User, secret: str) -> Markup:
    """The picture that a code app reads, as SVG without styles of its own."""
    picture = qrcode.make(Factors().build_totp_url(user, secret), image_factory=SvgPathImage)
    out = BytesIO()
    picture.save(out)
    text = out.getvalue().decode()
    # The same stands beside it in letters; the page names the picture.
    body = text[text.index("<svg") :].replace(
        "<svg", '<svg aria-hidden="true" focusable="false"', 1
    )
    return Markup(body)  # noqa: S704  (drawn here from numbers)


def set_up_app(request: HttpRequest, user: User, typed: str) -> bool:
    """Keep the code app if `typed` is its code now; otherwise change nothing."""
    secret, code = new_app_secret(request), plain_code(typed)
    if not validate_totp_code(secret, code) or not spend(f"totp:{user.pk}:{code}"):
        return False
    Authenticator.objects.filter(user_id=user.pk, type=Type.TOTP).delete()
    TOTP.activate(user, secret)
    del request.session[NEW_SECRET]
    return True


# ---- printed codes ----


def new_printed_codes(request: HttpRequest) -> list[str]:
    """The codes that are being set up in this session; kept for good once one of them was typed."""
    seed: str = request.session.setdefault(NEW_SEED, RecoveryCodes.generate_seed())
    request.session.modified = True
    codes: list[str] = RecoveryCodes(_printed(None, seed)).generate_codes()
    return codes


def _printed(user: User | None, seed: str) -> Authenticator:
    data = {"seed": Factors().encrypt(seed), "used_mask": 0}
    return Authenticator(user=user, type=Type.RECOVERY_CODES, data=data)


def set_up_printed(request: HttpRequest, user: User, typed: str) -> bool:
    """Keep the printed codes if `typed` is one of them, which is then used up; otherwise change nothing."""
    codes = new_printed_codes(request)
    if plain_code(typed) not in codes:
        return False
    Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).delete()
    row = _printed(user, request.session.pop(NEW_SEED))
    row.data["used_mask"] = 1 << codes.index(plain_code(typed))
    row.save()
    return True


# ---- a passkey ----


def passkey_to_make(user: User) -> str:
    """What the browser needs to make a passkey, as JSON."""
    return json.dumps(dict(passkeys.begin_registration(user, False)), default=dict)


def passkey_to_show(user: User) -> str:
    """What the browser needs to show a passkey of `user`, as JSON."""
    return json.dumps(dict(passkeys.begin_authentication(user)), default=dict)


def _read(typed: str) -> dict[str, Any] | None:
    try:
        credential = json.loads(typed)
    except ValueError:
        return None
    return credential if isinstance(credential, dict) else None


def set_up_passkey(user: User, typed: str, name: str) -> bool:
    """Keep the passkey that the browser made, if it answers what was asked in this session."""
    credential = _read(typed)
    if credential is None:
        return False
    try:
        passkeys.parse_registration_response(credential)
        passkeys.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        return False
    passkeys.WebAuthn.add(user, name[:60], credential)
    return True


def proves_passkey(user: User, typed: str) -> bool:
    """Whether the browser's answer proves a passkey of `user`, for what was asked in this session."""
    credential = _read(typed)
    if credential is None:
        return False
    try:
        passkeys.parse_authentication_response(credential)
        row = passkeys.complete_authentication(user, credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        return False
    _used(row)
    return True
