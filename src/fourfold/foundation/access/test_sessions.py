"""Sessions are read by a sentence of our own: what is no key, or is over, is nobody's session."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from fourfold.config import clock
from tests.page_client import PageClient
from tests.signed_in import as_person


def home(place):
    return f"/at/{place.organisation.public_id}/"


@pytest.mark.parametrize("key", ["\0" + "a" * 31, "' OR 1=1 --", "é" * 32, "a" * 400, "2" * 32])
def test_a_key_that_nobody_was_given_lets_nobody_in_and_is_no_error(cast, key):
    client = PageClient()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    answer = client.get(home(cast.elm))
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(reverse("access-outside:sign_in"))


def test_a_session_whose_day_is_over_lets_nobody_in(cast):
    amina = as_person(cast.elm, "Amina")
    assert amina.get(home(cast.elm)).status_code == 200
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert amina.get(home(cast.elm)).status_code == 303
