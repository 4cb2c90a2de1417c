"""How people of the cast sign in: staff by password and code app, families by the link that is mailed to them.

The pages of it are drawn and used once in a run for each kind of person, way of using a browser, and database. After
that the same forms are sent by the same browser profile without being drawn, but by who has come to such a page.
"""

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
from playwright.sync_api import APIResponse

from fourfold.foundation.access.models import User
from tests import databases, judged
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


def _at_a_browser(
    stage: Stage,
    name: str,
    *,
    width: int = WIDE,
    script: bool = True,
    keyboard: bool = False,
    judges: bool = True,
) -> Person:
    page = stage.person(width=width, script=script, pointer=not keyboard)
    kind = ByKeyboard if keyboard else Person
    return kind(stage, name, page, script, judges and script and not keyboard)


def comes(stage: Stage, name: str, **how) -> Person:
    """Somebody opens a browser at the start page, not signed in yet."""
    person = _at_a_browser(stage, name, **how)
    person.opens("/")
    return person


def signs_in(person: Person, place: Place | None = None) -> Person:
    """Sign in from the start page, as staff or as family, whichever `person` is."""
    here = place or person.stage.cast.elm
    is_staff = person.name in here.members
    how = (is_staff, person.script, person.page.viewport_size, databases.kind())
    way = judged.shape(type(person).__name__, *how)
    if "/sign-in/" not in person.page.url and judged.is_judged("sign-in", way):
        _undrawn(person, here, is_staff)
        return person
    if "/sign-in/" not in person.page.url:
        person.opens("/")
    if is_staff:
        _as_staff(person, here)
    else:
        _as_family(person, here.contacts[person.name].email)
    judged.note("sign-in", way)
    return person


def _address_of(person: Person, here: Place) -> str:
    return str(User.objects.get(pk=here.members[person.name].user_id).email)


def _next_code(person: Person) -> str:
    """A code works once, and for half a minute: wait for the next one to begin."""
    person.stage.later(seconds=61 - time.time() % 30)
    return code_now()


def _as_staff(person: Person, here: Place) -> None:
    person.follows("I work with children here")
    person.writes("E-mail address", _address_of(person, here))
    person.writes("Password", PASSWORD)
    person.presses("Sign in", exact=True)
    person.writes("Code", _next_code(person))
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


def _undrawn(person: Person, here: Place, is_staff: bool) -> None:
    """Send the forms of signing in as the person's browser would, and open the home page."""
    if is_staff:
        address = _address_of(person, here)
        second = _sends(person, "/sign-in/staff/", email=address, password=PASSWORD)
        assert second.url.endswith("/sign-in/second/"), second.url
        done = _sends(person, "/sign-in/second/", code=_next_code(person))
    else:
        address = here.contacts[person.name].email
        _sends(person, "/sign-in/family/", email=address)
        done = _sends(person, mailed_link(address))
    assert "/sign-in/" not in done.url or not is_staff, done.url
    person.opens("/")
    assert "/sign-in/" not in person.page.url, person.page.url


def _sends(person: Person, path: str, **written: str) -> APIResponse:
    """Send the form of the page at `path` with what is written into it. Returns the page that comes back."""
    asked = person.page.context.request
    page = asked.get(path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text())
    assert token, f"{page.url} has no form"
    answer = asked.post(page.url, form={"csrfmiddlewaretoken": token[1], **written})
    assert answer.ok, f"{answer.url}: {answer.status}"
    return answer


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
    return signs_in(_at_a_browser(stage, name, **how))


def family(stage: Stage, name: str, width: int = NARROW, **how) -> Person:
    """A parent at Elm, signed in, on a phone."""
    return signs_in(_at_a_browser(stage, name, width=width, **how))
