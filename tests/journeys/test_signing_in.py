"""The way in: a second factor is set up in the browser and asked for from then on; families by their link."""

import pytest
from playwright.sync_api import CDPSession

from tests.cast import PASSWORD
from tests.journeys.people import Person
from tests.journeys.signing_in import code_now, comes, family, signs_in, staff
from tests.journeys.stage import NARROW, WIDE, Stage


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_a_second_factor_nobody_of_the_staff_is_in(stage: Stage, width: int) -> None:
    otto = comes(stage, "Otto", width=width)
    otto.follows("I work with children here")
    otto.writes("E-mail address", "otto@oak.example")
    otto.writes("Password", PASSWORD)
    otto.presses("Sign in", exact=True)
    otto.is_at("Signing in: your second step")
    otto.goes_home()
    otto.is_at("Sign in")
    otto.follows("I work with children here")
    otto.writes("E-mail address", "otto@oak.example")
    otto.writes("Password", PASSWORD)
    otto.presses("Sign in", exact=True)
    otto.follows("Use a code app on your telephone")
    if width == WIDE:
        otto.shows("second-factor")
    secret = otto.page.locator("main strong").inner_text()
    otto.writes("The six digits that the app shows now", code_now(secret.replace(" ", "")))
    otto.presses("Use this app")
    otto.is_at("Your home page")
    otto.sees("Oak Primary", "Nia Okafor")
    otto.does_not_see("Ayaan")


@pytest.mark.requirement("W7")
def test_a_parent_comes_in_by_the_mailed_link_and_sees_her_child(stage: Stage) -> None:
    dilek = comes(stage, "Dilek", width=NARROW)
    dilek.shows("sign-in")
    signs_in(dilek)
    dilek.sees("Ayaan Khan", "If something worries you now")
    dilek.shows("home-of-a-parent")
    family(stage, "Dev").sees("Ayaan Khan")


def _has_a_device_with_passkeys(person: Person) -> tuple[CDPSession, str]:
    """A device that makes and shows passkeys, as Chromium plays one; the person’s finger is always on it."""
    session = person.page.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def _gives_the_password(ben: Person) -> None:
    ben.follows("I work with children here")
    ben.writes("E-mail address", "ben@elm.example")
    ben.writes("Password", PASSWORD)
    ben.presses("Sign in", exact=True)
    ben.is_at("Your second step")


def test_a_teacher_adds_a_passkey_and_signs_in_with_it_and_not_with_anothers(stage: Stage) -> None:
    ben = staff(stage, "Ben")
    session, device = _has_a_device_with_passkeys(ben)
    ben.follows("Signing in: your second step")
    ben.follows("Use a passkey on this device or a key")
    ben.presses("Use a passkey")
    ben.sees("You have a passkey.", "You have a code app.")
    ben.shows("passkey-added")
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert len(kept) == 1

    ben.follows("Go to your home page")
    ben.presses("Sign out")
    ben.follows("Sign in again")
    _gives_the_password(ben)
    # A device that has none of Ben’s passkeys does not let him in.
    session.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    ben.presses("Use a passkey")
    ben.sees("The passkey was not accepted. Try again, or use a code.")
    ben.does_not_see("Ayaan")
    session.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": kept[0]})
    ben.presses("Use a passkey")
    ben.is_at("Your home page")
    ben.sees("Mr Ben Hall", "Ayaan Khan")
