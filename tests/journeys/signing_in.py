"""How people of the cast sign in: staff by password and code app, families by the link that is mailed to them."""

import re
import time

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.mail import EmailMessage

from fourfold.foundation.access.models import User
from tests.cast import PASSWORD, Cast, Place
from tests.journeys.people import ByKeyboard, Person
from tests.journeys.stage import NARROW, WIDE, Stage, all_is_answered

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WITHOUT_ONE = (
    "otto@oak.example"  # sets a second factor up in the browser, in the journey that is about it
)


def give_code_apps(cast: Cast) -> None:
    """Everybody of the staff but one has a code app, kept as the page that sets one up keeps it."""
    for user in User.objects.exclude(email=WITHOUT_ONE):
        TOTP.activate(user, SECRET)


def code_now(secret: str = SECRET) -> str:
    """What the code app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def comes(
    stage: Stage,
    name: str,
    *,
    width: int = WIDE,
    script: bool = True,
    keyboard: bool = False,
    judges: bool = True,
) -> Person:
    """Somebody opens a browser at the start page, not signed in yet."""
    page = stage.person(width=width, script=script, pointer=not keyboard)
    kind = ByKeyboard if keyboard else Person
    person = kind(stage, name, page, script, judges and script and not keyboard)
    person.opens("/")
    return person


def signs_in(person: Person, place: Place | None = None) -> Person:
    """Sign in from the start page, as staff or as family, whichever `person` is."""
    here = place or person.stage.cast.elm
    if person.page.url.endswith("about:blank") or "/sign-in/" not in person.page.url:
        person.opens("/")
    if person.name in here.members:
        _as_staff(person, here)
    else:
        _as_family(person, here.contacts[person.name].email)
    return person


def _as_staff(person: Person, here: Place) -> None:
    user = User.objects.get(pk=here.members[person.name].user_id)
    person.follows("I work with children here")
    person.writes("E-mail address", user.email)
    person.writes("Password", PASSWORD)
    person.presses("Sign in", exact=True)
    # A code works once, and for half a minute: wait for the next one to begin.
    person.stage.later(seconds=61 - time.time() % 30)
    person.writes("Code", code_now())
    person.presses("Go on")
    person.does_not_see("Your second step")


def _as_family(person: Person, address: str) -> None:
    person.follows("I am family, or it is about me")
    person.writes("Your e-mail address", address)
    person.presses("Send me a link")
    person.sees("Look into your e-mail")
    person.opens(mailed_link(address))
    person.presses("Sign in", exact=True)
    if person.offered("Go on"):  # on a first device their own code is shown
        person.follows("Go on", exact=True)


def letters() -> list[EmailMessage]:
    """The mails that have left; those of signing in leave after the page was answered."""
    all_is_answered()
    return mail.outbox


def mailed_link(address: str) -> str:
    """The path of the sign-in link in the newest mail to `address`."""
    letter = next(each for each in reversed(letters()) if each.to == [address])
    found = re.search(r"/sign-in/link/\S+", letter.body)
    assert found, letter.body
    return found[0]


def staff(stage: Stage, name: str, **how) -> Person:
    """A member of staff at Elm, signed in."""
    return signs_in(comes(stage, name, **how))


def family(stage: Stage, name: str, width: int = NARROW, **how) -> Person:
    """A parent at Elm, signed in, on a phone."""
    return signs_in(comes(stage, name, width=width, **how))
