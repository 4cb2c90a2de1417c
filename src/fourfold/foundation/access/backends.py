"""The mark of a session whose holder has come through the whole door, second factor included."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class PassedTheDoor(ModelBackend):
    """Never checks a password: a session bears this name only after `session.let_in`.

    A session made by a password alone, or by the sign-in library on its own, bears another name, and the door does
    not open to it (see `session.is_through`).
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:  # type: ignore[override]
        """Knows nobody by a password."""
        return
