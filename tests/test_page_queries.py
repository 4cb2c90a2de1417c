"""A page asks as often for many rows as for few; `bench.pages` measures the same for every page there is."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import EVERYTHING, Todo, Untold
from fourfold.casework.do.models import Session
from fourfold.casework.identify import story as identify
from fourfold.casework.identify.models import Concern
from fourfold.casework.plan import news as plan_news
from fourfold.casework.plan.models import Plan, PlanVersion
from fourfold.casework.review import todos as review
from fourfold.config.demo.cast import hashed_password
from fourfold.config.demo.many import Shape, Sizes, make_many
from fourfold.config.demo.plain import Depth
from fourfold.desk.homes import groups_of
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.access.models import Membership, Organisation, User
from fourfold.foundation.access.session import THROUGH
from fourfold.foundation.act.night import verify
from fourfold.foundation.due.recompute import differences, night
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.prepared import prepared

NOW = date(2026, 3, 12)
FEW, MANY = (2, Depth(3, 5, 5, 5, 5)), (12, Depth(25, 200, 40, 200, 40))
# At most so many queries, five or six of them for sign-in and trail. Fewer is better; more is not let in unseen.
MOST = {
    "": 9,
    "due/": 8,
    "messages/": 7,
    "children/": 10,
    "today/": 7,
    "child/{child}/": 11,
    "children/{child}/support/": 10,
    "plans/{plan}/": 9,
    "plans/{plan}/share/": 10,
    "plans/{plan}/start/": 9,
    "cycle/{cycle}/looking-into-it/": 9,
    "cycle/{cycle}/picture/": 9,
    "cycles/{cycle}/review/": 10,
    "concern/{concern}/": 8,
    "shared-plans/{version}/": 9,
}


def _filled(size: int, depth: Depth) -> Organisation:
    """A setting of so many children, all in a cycle, the first with as much as `depth` says."""
    (setting,) = make_many(
        Sizes(size, True), seed=4, first_day=date(2025, 9, 2), today=NOW, password=hashed_password(),
        shape=Shape(1.0, 1, depth),
    )  # fmt: skip
    with tenant_scope(setting.pk):
        night(NOW)
    return setting


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _day(db):
    with time_machine.travel(NOW, tick=False):
        yield


# What a page says above a list of which it shows a part, with 25 lines of support and 40 concerns and words.
PARTS = {
    "plans/{plan}/": ["Showing 1 to 20 of 25"],
    "plans/{plan}/?page=2": ["Showing 21 to 25 of 25"],
    "children/{child}/support/": ["Showing 1 to 20 of 25"],
    "children/{child}/support/?page=2": ["Showing 21 to 25 of 25"],
    "cycle/{cycle}/looking-into-it/": ["Showing 1 to 20 of 40"],
    "cycle/{cycle}/looking-into-it/?concerns=2": ["Showing 21 to 40 of 40"],
    "cycle/{cycle}/picture/?voices=2": ["Showing 21 to 40 of 40"],
    "shared-plans/{version}/?page=2": ["Showing 21 to 25 of 25"],
    "shared-plans/{version}/helps/": ["Showing 1 to 20 of 25"],
    "child/{child}/": ["All 25 kinds of support", "Everything that is open", "The whole story"],
}
LONGEST = 80 * 1024


def _asked(setting: Organisation, page: str, who: str = "SENCO") -> int:
    client, address = _ready(setting, page, who)
    shown = client.get(address)
    assert shown.status_code == 200
    assert page not in OPEN_FOR or b'name="once"' in shown.content
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum("set_config" not in each["sql"] for each in asked)  # PostgreSQL is told the tenant.


# The form of a step that is over is not shown: the first child stands where the step can be made.
OPEN_FOR = ("plans/{plan}/share/", "plans/{plan}/start/")


def _make_it_open(page: str, cycle: Cycle, plan: Plan) -> None:
    if page in OPEN_FOR:
        with verb_at_work(cycle.tenant_id, "test"):
            plan.compare_and_set({}, number=2)
            if page.endswith("/start/"):
                cycle.compare_and_set({}, stage="shared")


def _ready(setting: Organisation, page: str, who: str = "SENCO") -> tuple[Client, str]:
    """The browser of the SENCO, or of who is named so, and the address of a page about the first child."""
    client = Client()
    with tenant_scope(setting.pk):
        staff = Membership.objects.filter(user__isnull=False).order_by("pk")
        person = next(each for each in staff if who in each.called)
        cycle = Cycle.objects.order_by("pk").first()
        plan = Plan.objects.get(cycle=cycle)
        ids = {
            "child": cycle.pupil.public_id,
            "cycle": cycle.public_id,
            "plan": plan.public_id,
            "concern": Concern.objects.filter(pupil=cycle.pupil).first().public_id,
            "version": PlanVersion.objects.get(plan=plan).public_id,
        }
        _make_it_open(page, cycle, plan)
        client.force_login(User.objects.get(pk=person.user_id), backend=THROUGH)
    return client, f"/at/{setting.public_id}/{page.format(**ids)}"


@pytest.mark.parametrize("page", PARTS)
def test_no_page_is_endless_and_each_says_how_much_there_is(page):
    client, address = _ready(prepared("many rows", lambda: _filled(*MANY)), page)
    shown = client.get(address).content
    assert len(shown) < LONGEST
    for words in PARTS[page]:
        assert words in shown.decode()


@pytest.mark.parametrize("page", MOST)
def test_a_page_asks_as_often_for_many_rows_as_for_few(page):
    with _taken_back():
        few = _asked(prepared("few rows", lambda: _filled(*FEW)), page)
    many = _asked(prepared("many rows", lambda: _filled(*MANY)), page)
    assert many <= few
    assert many <= MOST[page]


@pytest.mark.parametrize(("page", "most"), [("", 10), ("today/", 7)])
def test_so_do_the_pages_of_an_assistant_who_gives_support_to_many(page, most):
    with _taken_back():
        few = _asked(prepared("few rows", lambda: _filled(*FEW)), page, "Assistant")
    many = _asked(prepared("many rows", lambda: _filled(*MANY)), page, "Assistant")
    assert many <= few
    assert many <= most


@pytest.mark.parametrize("who", ["SENCO", "Teacher", "Assistant"])
def test_a_home_begins_as_the_whole_list_does_and_counts_all_of_it(who):
    """The database ranks, counts and cuts: not one line is told that is not shown, and none is forgotten."""
    setting = prepared("many rows", lambda: _filled(*MANY))
    with tenant_scope(setting.pk):
        staff = Membership.objects.filter(user__isnull=False).order_by("pk")
        actor = actor_of(next(each for each in staff if who in each.called), NOW)
        for day in (NOW, NOW + timedelta(days=3), NOW + timedelta(days=60)):
            whole = groups_of(actor, day)
            assert whole
            for most in (1, 4, 10):
                first = groups_of(actor, day, range(most))
                assert [each.todos[:most] for each in first] == [
                    each.todos[:most] for each in whole
                ]
                assert [len(each.todos) for each in first] == [len(each.todos) for each in whole]
                assert all(len(each.todos.told) <= most for each in first)


@pytest.mark.parametrize(
    ("finder", "who"), [(review, "SENCO"), (plan_news, "Assistant"), (identify, "SENCO")]
)
def test_a_finder_tells_the_first_of_each_kind_and_how_many_more_there_are(finder, who):
    setting = prepared("many rows", lambda: _filled(*MANY))
    with tenant_scope(setting.pk):
        staff = Membership.objects.filter(user__isnull=False).order_by("pk")
        actor = actor_of(next(each for each in staff if who in each.called), NOW)
        counted = []
        for first in (range(1), EVERYTHING):
            with remembering():
                found = list(finder.todos(actor, NOW, first))
            told = Counter(each.kind for each in found if isinstance(each, Todo))
            more = {each.kind: each.count for each in found if isinstance(each, Untold)}
            counted.append((told, more))
        (few, more), (everything, none) = counted
        assert not none
        assert more
        assert {kind: few[kind] for kind in more} == dict.fromkeys(more, 1)
        assert few + Counter(more) == everything


def test_the_plain_children_are_as_if_verbs_had_written_them():
    setting = prepared("many rows", lambda: _filled(*MANY))
    with tenant_scope(setting.pk):
        assert Cycle.objects.filter(stage="do").count() == MANY[0]
        assert Session.objects.count() >= 200
        assert differences() == []
    assert verify() == {}


def test_the_same_seed_makes_the_same_children():
    def made() -> list[str]:
        with _taken_back():
            setting = _filled(*FEW)
            with tenant_scope(setting.pk):
                said = Session.objects.order_by("pk").values_list("because", flat=True)
                return [str(cycle.pupil) for cycle in Cycle.objects.order_by("pk")] + list(said)

    assert made() == made()
