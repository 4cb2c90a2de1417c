"""How a family signs in, as tests do it: a link by mail, the code of their own, a code on paper."""

import re

from django.core import mail

from fourfold.casework.people import actions as people
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.codes import make_sign_in_code
from fourfold.foundation.access.session import FAMILY_SESSION
from fourfold.foundation.scope.tenancy import tenant_scope

DILEK = "dilek@family.example"


def link_for(browser, address=DILEK) -> str:
    before = len(mail.outbox)
    answer = browser.post("/sign-in/family/", {"email": address})
    assert answer.status_code == 200
    assert len(mail.outbox) == before + 1
    return re.search(r"http://[^/]+(/sign-in/link/\S+)", mail.outbox[-1].body)[1]


def own_code(answer) -> str:
    return re.search(r'translate="no">([a-z]{6})</p>', answer.content.decode())[1]


def sign_in(browser, address=DILEK) -> str:
    return own_code(browser.post(link_for(browser, address)))


def who_is_in(browser) -> dict:
    return browser.session.get(FAMILY_SESSION, {})


def another_contact(place, child, given, email, family="Khan"):
    with tenant_scope(place.organisation.pk):
        system = system_actor(place.organisation.pk, "set-up")
        day = place.organisation.first_day
        contact = people.add_contact(
            place.organisation,
            actor=system,
            today=day,
            given_name=given,
            family_name=family,
            email=email,
        )
        of = {"actor": system, "today": day, "relationship": "carer"}
        people.add_care(place.children[child], contact, another_person=True, **of)
    return contact


def paper_for(place, contact) -> str:
    with tenant_scope(place.organisation.pk):
        return make_sign_in_code(contact.membership)
