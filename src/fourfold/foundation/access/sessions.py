"""Sessions in the database as Django keeps them, read by a sentence that is not written anew each time."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from fourfold.config import clock
from fourfold.foundation.scope.whole import found_by

_session = found_by(Session, "session_key")


class SessionStore(db.SessionStore):
    """As Django's."""

    def _get_session_from_db(self) -> Session | None:  # the name of the method that Django calls
        # A key of ours is letters and digits; PostgreSQL would not even take every other text.
        known = self.session_key and self.session_key.isalnum()
        found = _session(self.session_key) if known else None
        if found is not None and found.expire_date > clock.now():
            return found
        self._session_key = None  # as Django does, so that a key nobody was given is not taken up
        return None
