"""The mark of a session whose holder has come through the whole door, second factor included."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from fourfold.foundation.access.models import User
from fourfold.foundation.scope.whole import found_by

_user = found_by(User, "id")


class PassedTheDoor(ModelBackend):
    """Never checks a password: a session bears this name only after `session.let_in`.

    A session made by a password alone, or by the sign-in library on its own, bears another name, and the door does
    not open to it (see `session.is_through`).
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:  # type: ignore[override]
        """Knows nobody by a password."""
        return

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, by database id; None for one whose account is closed."""
        user = _user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
