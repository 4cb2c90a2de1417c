"""From which place a request comes, and what is counted for it."""

import pytest
from django.test import RequestFactory

from fourfold.foundation.access import throttle
from tests.cast import make_cast
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("proxies", "passed", "place"),
    [
        (0, "7.7.7.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "7.7.7.7", "7.7.7.7"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7 , 8.8.8.8", "7.7.7.7"),
        (2, "7.7.7.7", "10.0.0.1"),
        (1, "7.7.7.7, ", "10.0.0.1"),
    ],
)
def test_the_place_is_what_the_outermost_of_our_proxies_saw(settings, proxies, passed, place):
    settings.PROXIES = proxies
    more = {"HTTP_X_FORWARDED_FOR": passed} if passed else {}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **more)
    assert throttle.place_of(request) == place


def test_behind_a_proxy_one_place_that_tries_too_often_closes_the_door_to_itself_only(
    settings, monkeypatch
):
    make_cast()
    settings.PROXIES = 1
    monkeypatch.setattr(throttle, "MOST_FROM_ONE_PLACE", 3)

    def tries(number: int, place: str) -> int:
        typed = {"email": f"no{number}@elm.example", "password": "wrong"}
        said = f"1.1.1.{number}, {place}"
        answer = PageClient().post("/sign-in/staff/", typed, headers={"X-Forwarded-For": said})
        return int(answer.status_code)

    assert [tries(n, "7.7.7.7") for n in range(4)] == [422, 422, 422, 429]
    assert tries(5, "8.8.8.8") == 422


def test_links_asked_for_from_one_place_close_nothing(monkeypatch):
    monkeypatch.setattr(throttle, "MOST_FROM_ONE_PLACE", 3)
    request = RequestFactory().get("/")
    for number in range(5):
        throttle.failed(request, throttle.MAIL, f"one{number}")
    assert not throttle.is_locked(request, throttle.MAIL, "another")
    for _ in range(throttle.MAIL.most):
        throttle.failed(request, throttle.MAIL, "often")
    assert throttle.is_locked(request, throttle.MAIL, "often")
