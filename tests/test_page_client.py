"""The client refuses a page below the standard and lets everything else through."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from tests.page_client import BelowStandard, PageClient


def bad(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>No title, no language, no heading")


def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>not a page", content_type="text/plain")


urlpatterns = [path("bad/", bad), path("words/", words)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_below_the_standard_fails_the_test_that_fetched_it() -> None:
    with pytest.raises(BelowStandard, match="does not say its language"):
        PageClient().get("/bad/")


@override_settings(ROOT_URLCONF=__name__)
def test_what_is_no_page_passes() -> None:
    assert PageClient().get("/words/").content == b"<p>not a page"


def test_clients_share_an_application_where_middleware_finds_the_same_settings() -> None:
    one, other = PageClient(), PageClient()
    assert one.handler is other.handler
    assert PageClient(enforce_csrf_checks=True).handler is not one.handler
    with override_settings(SECURE_HSTS_SECONDS=7):
        assert PageClient().handler is not one.handler
