"""What was read once in a request is not read again, and never stands longer than what was read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import GroupPupil
from fourfold.casework.people.queries import calendar
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work

LATER = (date(2030, 1, 7), date(2030, 2, 1))


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def test_ten_buttons_ask_how_somebody_stands_to_a_child_once(elm):
    ben = elm.actor("Ben", clock.today())
    with remembering(), CaptureQueriesContext(connection) as asked:
        answers = [may(Action.SEE_NEEDS, ben, elm.children["Ayaan"]) for _ in range(10)]
    assert answers == [True] * 10
    assert len(asked) == 1


def test_outside_a_request_nothing_is_remembered(elm):
    with CaptureQueriesContext(connection) as once:
        calendar()
    with CaptureQueriesContext(connection) as twice:
        calendar()
        calendar()
    assert len(twice) == 2 * len(once) > 0


def test_what_a_verb_changed_is_seen_at_once(elm):
    ben, child = elm.actor("Ben", clock.today()), elm.children["Ayaan"]
    system = system_actor(elm.organisation.pk, "test")
    with remembering():
        assert may(Action.SEE_NEEDS, ben, child)
        sits = GroupPupil.objects.get(pupil=child, group=elm.groups["Kestrel"])
        with verb_at_work(elm.organisation.pk, "test.move"):
            sits.delete()
            assert not may(Action.SEE_NEEDS, ben, child)
        people.add_term(elm.organisation, "Later", *LATER, actor=system)
        assert not may(Action.SEE_NEEDS, ben, child)


def test_one_setting_is_never_told_what_another_was(cast):
    elm, oak = cast.elm.organisation, cast.oak.organisation
    with tenant_scope(elm.pk):
        people.add_term(elm, "Later", *LATER, actor=system_actor(elm.pk, "test"))
    with remembering():
        with tenant_scope(elm.pk):
            assert calendar().terms[-1].name == "Later"
        with tenant_scope(oak.pk):
            assert calendar().terms[-1].name != "Later"
