"""Who is signed in: half-way after a password, through after the second factor, or family; and until when."""

from datetime import datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, login, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from fourfold.config import clock
from fourfold.foundation.access.models import KeptForm, User

THROUGH = "fourfold.foundation.access.backends.PassedTheDoor"
FAMILY_SESSION = "family_memberships"
HALF = "half_way"
BY_LINK = "link"
BY_PROVIDER = "provider:"
BEGAN, SEEN, PROVED, HOW = "began_at", "seen_at", "proved_at", "signed_in_how"

HALF_LIFE = timedelta(minutes=10)
IDLE_STAFF = timedelta(minutes=60)
IDLE_FAMILY = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
# Set while the last printed code is used up and nothing else is set up: no page opens before something is.
MUST_SET_UP = "must_set_up"
# The time of the last request is written at most so often, since each writing is a write to the database.
GRAIN = timedelta(seconds=60)


def is_through(request: HttpRequest) -> bool:
    """Whether the session of a member of staff has come through the whole door, second factor included."""
    return bool(request.session.get(BACKEND_SESSION_KEY) == THROUGH)


def is_family(request: HttpRequest) -> bool:
    """Whether a family member is signed in."""
    return bool(request.session.get(FAMILY_SESSION))


# ---- staff ----


def begin_half(request: HttpRequest, user: User, how: str, onwards: str) -> None:
    """The password was right: remember whose it was, until the second factor is proved or ten minutes have passed."""
    logout(request)
    request.session[HALF] = {
        "user": user.pk,
        "at": clock.now().isoformat(),
        "how": how,
        "next": onwards,
    }


def half_way(request: HttpRequest) -> User | None:
    """Whose password was right in this session within the last ten minutes; they are not signed in."""
    half = request.session.get(HALF)
    if not half or clock.now() - datetime.fromisoformat(half["at"]) > HALF_LIFE:
        return None
    return User.objects.filter(pk=half["user"], is_active=True).first()


def onwards_of(request: HttpRequest) -> str:
    """Where somebody half-way wanted to go; empty if nowhere."""
    return str(request.session.get(HALF, {}).get("next", ""))


def let_in(request: HttpRequest, user: User, how: str) -> None:
    """Open the door to a member of staff who has proved everything. `how` is kept for the session.

    The only place where a session becomes one that the doors open to. Whatever the browser held before ends.
    """
    if request.session.get(SESSION_KEY) != str(user.pk) or not is_through(request):
        request.session.flush()
    login(request, user, backend=THROUGH)
    _begin(request, how)


def ask_to_set_up(request: HttpRequest, used_up: bool) -> None:
    """Note whether a way to sign in must be set up before any page opens, since the last one is used up."""
    if used_up:
        request.session[MUST_SET_UP] = True
    else:
        request.session.pop(MUST_SET_UP, None)


def must_set_up(request: HttpRequest) -> bool:
    """Whether a way to sign in must be set up first."""
    return bool(request.session.get(MUST_SET_UP))


# ---- families ----


def let_family_in(request: HttpRequest, members: dict[str, str], how: str) -> None:
    """Open the door to a family member: `members` are public ids of memberships by those of their settings."""
    logout(request)
    request.session.cycle_key()
    request.session[FAMILY_SESSION] = members
    _begin(request, how)


# ---- both ----


def _begin(request: HttpRequest, how: str) -> None:
    now = clock.now().isoformat()
    request.session[BEGAN] = request.session[SEEN] = now
    # A link shows only that somebody reads the mail of an address, which others may read as well; a provider may let
    # in whoever sits at the machine, without asking anything: it proves what it was asked to prove (`providers`).
    if how != BY_LINK and not how.startswith(BY_PROVIDER):
        request.session[PROVED] = now
    request.session[HOW] = how


def sign_out(request: HttpRequest) -> None:
    """End the session and everything in it."""
    logout(request)


def end_all_of(*, member: str = "", user: User | None = None) -> int:
    """End every session of the family member with that public id, or of `user`, half-way ones too; how many."""
    ended = 0
    for row in Session.objects.filter(expire_date__gt=clock.now()):
        held = row.get_decoded()
        is_of_member = bool(member) and member in held.get(FAMILY_SESSION, {}).values()
        whose = {held.get(SESSION_KEY), str(held.get(HALF, {}).get("user", ""))}
        if is_of_member or (user is not None and str(user.pk) in whose):
            row.delete()
            ended += 1
    return ended


def prove(request: HttpRequest) -> None:
    """Note that the person has just proved again who they are."""
    request.session[PROVED] = clock.now().isoformat()


def came_by_provider(request: HttpRequest, within: timedelta) -> bool:
    """Whether somebody signed in through a provider within so long: enough for a first second factor, no more."""
    began, how = request.session.get(BEGAN), str(request.session.get(HOW, ""))
    lately = began is not None and clock.now() - datetime.fromisoformat(began) <= within
    return how.startswith(BY_PROVIDER) and lately


def has_proved(request: HttpRequest, within: timedelta) -> bool:
    """Whether the person proved who they are within so long."""
    at = request.session.get(PROVED)
    return at is not None and clock.now() - datetime.fromisoformat(at) <= within


def end_if_over(request: HttpRequest) -> None:
    """End a session that was idle for too long or has lasted too long; otherwise note that it is in use."""
    session = request.session
    if not (session.get(SESSION_KEY) or session.get(FAMILY_SESSION)):
        return
    now = clock.now()
    began = datetime.fromisoformat(session.get(BEGAN) or now.isoformat())
    seen = datetime.fromisoformat(session.get(SEEN) or now.isoformat())
    idle = IDLE_FAMILY if is_family(request) else IDLE_STAFF
    if now - seen > idle or now - began > LONGEST:
        logout(request)
    elif BEGAN not in session or now - seen > GRAIN:
        session[BEGAN], session[SEEN] = began.isoformat(), now.isoformat()


def owner_of(request: HttpRequest) -> str:
    """Whose forms this session may keep and be offered: ``user:`` or ``member:`` with a public id, or nobody's."""
    if not hasattr(request, "session"):
        return ""  # a page that is drawn outside the middleware belongs to nobody
    if request.user.is_authenticated and is_through(request):
        return f"user:{request.user.public_id}"
    members = sorted(request.session.get(FAMILY_SESSION, {}).values())
    return f"member:{members[0]}" if members else ""


def may_take_up(request: HttpRequest, kept: str) -> bool:
    """Whether the kept form with that public id is this person's."""
    owner = owner_of(request)
    return bool(owner) and KeptForm.objects.filter(public_id=kept, owner=owner).exists()
