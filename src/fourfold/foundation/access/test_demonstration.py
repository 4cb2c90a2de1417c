"""The way in of a demonstration: who is offered, and that there is none in real use."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from fourfold.casework.people.actions import add_care, add_contact, add_pupil, change_care
from fourfold.casework.people.models import Care
from fourfold.config import clock
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return PageClient()


def test_the_demonstration_lets_anybody_in_with_one_press_and_does_not_exist_in_real_use(
    cast, browser, settings
):
    ben = cast.elm.members["Ben"]
    press = {"setting": cast.elm.organisation.public_id, "who": ben.public_id}
    settings.DEMO = False
    assert "demonstration" not in browser.get("/sign-in/").content.decode()
    assert browser.get("/demonstration/").status_code == 404
    assert browser.post("/demonstration/", press).status_code == 404
    settings.DEMO = True
    with tenant_scope(cast.elm.organisation.pk):
        day, actor = clock.today(), cast.elm.actor("Ada", clock.today())
        for name in ("Anna", "Per"):
            names = {"given_name": name, "family_name": "Lund"}
            add_contact(cast.elm.organisation, actor=actor, today=day, **names)
        typed = add_pupil(
            cast.elm.organisation, actor=actor, birth_date=date(2017, 1, 1), given_name="Typed",
            family_name="Sincethen",
        )  # fmt: skip
        for name in ("Dilek", "Ivan"):
            add_care(typed, cast.elm.contacts[name], actor=actor, today=day, relationship="aunt")
        care = Care.objects.get(contact=cast.elm.contacts["Dev"])
        change_care(
            care,
            actor=actor,
            seen={},
            today=day,
            another_person=True,
            bars_all=True,
            order_from=day,
        )
    # The third time it is asked in sentences that were kept.
    for _ in range(3):
        offered = browser.get("/demonstration/").content.decode()
    assert "Dilek Khan" in offered
    said = " ".join(strip_tags(offered).split())
    assert "Parent or carer of Ayaan Khan" in said
    assert "an order keeps Rosa Márquez-O’Brien from them" in said
    for since in ("Lund", "Sincethen", "keeps Ayaan"):
        assert since not in said
    front = browser.get("/sign-in/").content.decode()
    for only_here in ("/demonstration/", "/demonstration/mail/"):
        assert f'href="{only_here}"' in front
    home = f"/at/{cast.elm.organisation.public_id}/"
    assert browser.post("/demonstration/", press).headers["Location"] == home
    assert browser.get("/").headers["Location"] == home
    dilek = cast.elm.contacts["Dilek"].membership.public_id
    assert browser.post("/demonstration/", press | {"who": dilek}).headers["Location"] == home
    assert "_auth_user_id" not in browser.session
    assert browser.post("/demonstration/", press | {"who": "x"}).status_code == 404
