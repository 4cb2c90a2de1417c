"""The first administrator of an empty system: a code that only who runs the server can read, and what it opens.

``bin/fourfold serve`` makes the code, prints it, and keeps a keyed hash of it in ``data/first-code``. It is used up by
founding the setting; from then on people are invited, and a code opens nothing any more.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest
from pathlib import Path

from django.conf import settings
from django.db import transaction

from fourfold.domain.words import Role, SettingKind
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.links import invitation
from fourfold.foundation.access.models import Membership, Organisation, Seat, User
from fourfold.foundation.access.proofs import is_spent, keyed, new_code, plain_code, spend
from fourfold.foundation.act.organisations import add_member, found_organisation
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.tenancy import tenant_scope

LENGTH = 12
FILE = "first-code"


class NotEmpty(Exception):
    """Somebody has begun already: there is a setting with a member of staff."""


@dataclass(frozen=True)
class Beginning:
    """What the first administrator says: the setting, its kind and first day, and who they are themselves."""

    setting: str
    kind: SettingKind
    first_day: date
    called: str
    email: str


def is_empty() -> bool:
    """Whether this is a system in real use in which nobody has ever been a member of staff anywhere."""
    return not settings.DEMO and not Seat.objects.exists()


def _path() -> Path:
    return Path(settings.DATA) / FILE


def _digest(code: str) -> str:
    return keyed("first-code", plain_code(code))


def forget_code() -> None:
    """There is no code any more."""
    _path().unlink(missing_ok=True)


def new_first_code() -> str:
    """A new code in place of the one before, in groups of four to be read; empty where the system is not empty."""
    if not is_empty():
        forget_code()
        return ""
    code = new_code(LENGTH)
    part = _path().with_name(f"{FILE}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_digest(code) + "\n")
    part.replace(_path())
    return " ".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def is_first_code(typed: str) -> bool:
    """Whether `typed` is the code that was printed last, and was not used."""
    try:
        kept = _path().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return False
    return compare_digest(kept, _digest(typed))


def _this_press(typed: str, once: str) -> str:
    return f"begun:{plain_code(typed)}:{once}"


def begin(said: Beginning, code: str, once: str, *, today: date) -> User:
    """Found the setting with its first administrator; the code is used up. Raises `NotEmpty` for who comes second.

    `once` is the token of the form, by which a second press of it is known (`begun_by`).
    """
    with transaction.atomic():
        # Of two at once the second waits here for the first, and then finds the code spent.
        if not spend(f"first-code:{plain_code(code)}") or not is_empty():
            raise NotEmpty
        spend(_this_press(code, once))
        setting = found_organisation(said.setting, said.kind, first_day=said.first_day)
        user = User.objects.filter(email=said.email.lower()).first()
        user = user or User.objects.create_user(said.email)
        with tenant_scope(setting.pk):
            add_first(setting, said.called, user, today=today)
    forget_code()
    return user


def add_first(setting: Organisation, called: str, user: User, *, today: date) -> Membership:
    """The administrator of a setting that has nobody yet, put there by the system."""
    actor = system_actor(setting.pk, "set-up")
    return add_member(setting, called, [Role.ADMINISTRATOR], actor=actor, today=today, user=user)


def begun_by(code: str, once: str, email: str) -> User | None:
    """Who was made by an earlier press of the very same form, and has chosen no password yet; else None."""
    if not once or not is_spent(_this_press(code, once)):
        return None
    user = User.objects.filter(email=email.strip().lower()).first()
    return user if user and not user.has_usable_password() else None


def invitation_address(user: User) -> str:
    """The address by which `user` chooses a password: works once, for seven days; the ones before stop working."""
    return reverse("access:invited", kwargs={"token": invitation(user)})
