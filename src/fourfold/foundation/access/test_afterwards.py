"""What is done after the answer has left: nothing before, everything then, and what fails is shown to nobody."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from fourfold.foundation.access.afterwards import after
from fourfold.foundation.access.family_views import sign_in_family
from fourfold.foundation.access.models import SignInLink, User
from fourfold.foundation.access.staff_views import forgotten
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
WAYS = [
    (sign_in_family, "dilek@family.example"),
    (forgotten, "ben@elm.example"),
]


def asked(view, email: str) -> tuple[HttpResponse, list[str]]:
    """The answer, not closed yet, and what was asked of the database for it."""
    request = RequestFactory().post("/", {"email": email})
    request.session, request.user = SessionStore(), User()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = view(request)
    return answer, [query["sql"].split(" ")[0] for query in caught.captured_queries]


@pytest.mark.parametrize(("view", "known"), WAYS)
def test_for_a_known_address_nothing_more_is_done_before_the_answer_than_for_another(view, known):
    make_cast()
    answer, done = asked(view, known)
    assert answer.status_code == 200
    assert mail.outbox == []
    assert not SignInLink.objects.exists()
    stranger, done_for_stranger = asked(view, "nobody@nowhere.example")
    assert done == done_for_stranger
    answer.close()
    stranger.close()
    assert [each.to for each in mail.outbox] == [[known]]


def test_what_fails_after_the_answer_is_logged_by_its_kind_alone():
    def fails() -> None:
        raise ValueError("somebody@family.example")

    answer = after(HttpResponse("good"), fails)
    with capture_logs() as logged:
        answer.close()
    assert [each["error"] for each in logged] == ["ValueError"]
    assert "family.example" not in str(logged)
