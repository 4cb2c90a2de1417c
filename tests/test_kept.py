"""A sentence kept for a reader asks exactly what the reader would write anew, for every reader and other people."""

import gc
import inspect
import random
import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django_scopes import scopes_disabled

from fourfold.casework.assess.models import Need, Strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.queries import children_named, children_of
from fourfold.casework.people.register import children_in
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.casework.review.models import Review
from fourfold.desk.duties import all_duties_about, duties_here
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.scope import kept
from fourfold.foundation.scope.arms import Arm, arm_or_none
from fourfold.foundation.scope.made import CannotJoin
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.together import Rows, ask_together, rows
from tests.prepared import prepared
from tests.test_page_queries import FEW, NOW, _filled

# An empty list goes to PostgreSQL in a wrapper that is equal to nothing but itself.
ANEW_ON_POSTGRES = {"night_reports"}
OF_TESTS = "tests."
# So many arguments are tried with each reader, each once more with other ids; more where there are more of a kind.
AT_LEAST = 6


@pytest.fixture
def whole(db):
    """A setting with children at every depth; no sentence is kept before a test, nor after it."""
    kept.forget_sentences()
    with time_machine.travel(NOW, tick=False):
        setting = prepared("few rows", lambda: _filled(*FEW))
        with tenant_scope(setting.pk):
            yield setting
    kept.forget_sentences()


def _actors(setting: Organisation) -> list[Actor]:
    members = list(Membership.objects.order_by("pk")[:3])
    return [
        Actor(setting.pk, member.pk, member.public_id, member.called, frozenset(roles))
        for roles in ([Role.SENCO], [Role.TEACHER], [Role.ASSISTANT], [Role.FAMILY], [])
        for member in members
    ]


def _values(setting: Organisation) -> dict[str, list[Any]]:
    """Several arguments of each type that a reader takes."""

    def some(model: Any) -> list[Any]:
        return [*model.objects.order_by("pk")[:2], *model.objects.order_by("-pk")[:2]]

    pupils, plans, lines = some(Pupil), some(Plan), some(SupportLine)
    members = some(Membership)
    some_ids = [
        *(frozenset({each.pk}) for each in plans),
        frozenset(each.pk for each in lines),
        frozenset(),
    ]
    return {
        "Pupil": pupils,
        "Cycle": some(Cycle),
        "Plan": plans,
        "Contact": some(Contact),
        "Contact | Pupil": [*some(Contact), *pupils],
        "Review": [Review(pk=5), Review(pk=6)],
        "SupportLine": lines,
        "Membership": members,
        "Care": some(Care),
        "Actor": _actors(setting),
        "Role": [Role.SENCO, Role.TEACHER],
        "date": [NOW, NOW + timedelta(days=40)],
        "date | None": [NOW, None],
        "bool": [True, False],
        "range": [range(10), range(50)],
        "type[Line]": [Need, Strength],
        "tuple[str, ...]": [(), ("decide_support",), tuple(each.public_id for each in pupils)],
        "int": [each.pk for each in (*pupils, *plans)] + [0],
        "int | None": [None, *(each.pk for each in members), 0],
        "str": [each.public_id for each in pupils],
        "frozenset[int]": some_ids,
        "frozenset[int] | None": [None, *some_ids],
        "frozenset[str]": [frozenset({each.public_id}) for each in (*plans, *members)]
        + [frozenset(each.public_id for each in plans), frozenset()],
    }


def _readers() -> list[Rows[Any, Any]]:
    """Every reader of rows that there is, in whatever module a page is answered by."""
    assert get_resolver().url_patterns
    gc.unfreeze()  # A web process that started in a test of its own has hidden what there was.
    found = {each.asking: each for each in gc.get_objects() if type(each) is Rows}
    return [
        reader for asking, reader in found.items() if not asking.__module__.startswith(OF_TESTS)
    ]


def _arguments(reader: Rows[Any, Any], values: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    parameters = inspect.signature(reader.asking).parameters.values()
    kinds = [
        re.sub(r"\w+\.", "", inspect.formatannotation(each.annotation))
        for each in parameters
        if each.default is inspect.Parameter.empty
    ]
    of_each = [values[kind] for kind in kinds]
    drawn = random.Random(reader.asking.__qualname__)
    shuffled = [drawn.sample(each, len(each)) for each in of_each]
    found = []
    for nth in range(max([AT_LEAST, *(len(each) for each in of_each)])):
        # Every value comes, and two lists of one length do not go hand in hand.
        one = tuple(each[(nth + nth // len(each)) % len(each)] for each in shuffled)
        found += [one, tuple(map(partial(_another, drawn), one, of_each))]
    return found


def _another(drawn: random.Random, value: Any, values: list[Any]) -> Any:
    """Another value, or the same, for which the same sentence is asked."""
    return drawn.choice([each for each in values if kept._shape(each) == kept._shape(value)])


def _asks(arm: Arm | None) -> object:
    if arm is None:
        return None
    below = [(field, sorted(others)) for field, others in arm.known]
    types = [type(each) for each in arm.params]
    return arm.sql, arm.params, types, below, arm.making.columns, arm.using


def _ask_twice(reader: Rows[Any, Any], args: tuple[Any, ...]) -> None:
    """A sentence is kept when it is asked the second time."""
    for _ in range(2):
        with remembering():
            kept.arm_for(reader.asking, args)


NOT_KEPT = object()


def _kept_and_anew(asking: kept.Asking, args: tuple[Any, ...], *, is_first: bool) -> Any:
    """What is kept for these arguments, and what is written anew for them; `NOT_KEPT` if nothing is kept.

    They are asked as if they had been asked once before. What that writes, when it learns the sentence, is not written
    once more for the comparison, but for the first of a reader (`is_first`), which shows that it is the same.
    """
    key = kept._key(asking, args, kept._of_args(args)[0])
    is_learnt_now, anew = key not in kept._kept, None
    if is_learnt_now:
        kept._asked.add(hash(key))
        with remembering():
            anew = kept.arm_for(asking, args)
    try:
        found = kept.kept_for(asking, args)
    except LookupError:
        return NOT_KEPT
    if is_first or not is_learnt_now:
        anew = arm_or_none(asking(*args))
    return _asks(found), _asks(anew)


def test_what_is_kept_asks_what_would_be_written_anew_for_every_reader(whole):
    values = _values(whole)
    readers = _readers()
    assert len(readers) > 40
    again = 0
    never = set()
    for reader in readers:
        hits = 0
        for args in _arguments(reader, values):
            both = _kept_and_anew(reader.asking, args, is_first=not hits)
            if both is NOT_KEPT:
                continue
            hits += 1
            assert both[0] == both[1], (reader.asking, args)
        again += hits
        never |= set() if hits else {reader.asking.__name__}
    assert again > 500
    assert never <= ANEW_ON_POSTGRES


def test_the_parts_of_a_list_that_are_kept_are_those_that_would_be_written_anew(whole):
    values = _values(whole)
    again = 0
    for reader in (children_in, duties_here, all_duties_about, children_of):
        first = set()
        for args in _arguments(reader, values):
            for ask, asked in (
                (reader.in_part, (range(2), *args)),
                (reader.in_part, (range(2, 4), *args)),
                (reader.how_many, args),
            ):
                both = _kept_and_anew(ask, asked, is_first=ask not in first)
                if both is NOT_KEPT:
                    continue
                first.add(ask)
                assert both[0] == both[1], (ask, asked)
                again += 1
    assert again > 150


def test_the_rows_are_those_of_the_person_asked_about(whole):
    with remembering():
        for pupil in Pupil.objects.order_by("pk"):
            plan = plan_about(pupil)
            ask_together([cycles_about.of(pupil), lines_below.of(plan)])
            assert [each.pk for each in cycles_about(pupil)] == [
                each.pk for each in Cycle.objects.filter(pupil=pupil).order_by("pk")
            ]
            assert lines_below(plan) == list(plan.lines.order_by("pk"))
            assert all(line._state.fields_cache["plan"] is plan for line in lines_below(plan))
    (one, *_others) = Pupil.objects.order_by("pk")
    assert kept.kept_for(cycles_about.asking, (one,))


def plan_about(pupil: Pupil) -> Plan:
    """The last plan about a child."""
    return Plan.objects.filter(cycle__pupil=pupil).order_by("-pk")[0]


@rows
def cycles_about(pupil: Pupil) -> QuerySet[Cycle]:
    """The cycles of a child."""
    return Cycle.objects.filter(pupil=pupil).order_by("pk")


@rows
def lines_below(plan: Plan) -> QuerySet[SupportLine]:
    """The lines of a plan."""
    return plan.lines.order_by("pk")


@rows
def born_with(pupil: Pupil) -> QuerySet[Pupil]:
    """Children born on the same day as a child: depends on more than the id."""
    return Pupil.objects.filter(birth_date=pupil.birth_date)


@rows
def next_to(pupil: int) -> QuerySet[Pupil]:
    """The child after a child: a value that is worked out."""
    return Pupil.objects.filter(pk=pupil + 1)


@rows
def listed_before(pupil: Pupil) -> QuerySet[Cycle]:
    """Reads on the way to what it asks."""
    return Cycle.objects.filter(pk__in=list(Cycle.objects.values_list("pk", flat=True)))


@rows
def even_only(pupil: int) -> QuerySet[Pupil]:
    """Another sentence for some ids."""
    found = Pupil.objects.filter(pk=pupil)
    return found if pupil < kept.FIRST else found.order_by("-pk")


@rows
def until_now(pupil: int) -> QuerySet[Pupil]:
    """A moment that passes."""
    return Pupil.objects.filter(pk=pupil, birth_date__lte=datetime.now(UTC))


@pytest.mark.parametrize("reader", [born_with, next_to, listed_before, even_only, until_now])
def test_a_reader_that_depends_on_more_than_ids_is_not_kept(whole, reader):
    (pupil, *_others) = Pupil.objects.order_by("pk")
    args = (pupil,) if "Pupil" in str(inspect.signature(reader.asking)) else (pupil.pk,)
    _ask_twice(reader, args)
    with pytest.raises(LookupError):
        kept.kept_for(reader.asking, args)


@rows
def is_oneself(actor: Actor, person: str) -> QuerySet[Membership]:
    """Whether somebody is the very person, which only they are told."""
    found = Membership.objects.filter(public_id=person)
    return found if actor.public_id == person else found.none()


def test_whether_two_ids_are_one_is_not_forgotten(whole):
    for actor in _actors(whole)[:3]:
        for other in _actors(whole)[:3]:
            arm = kept.arm_for(is_oneself.asking, (actor, other.public_id))
            assert (arm is not None) == (actor.public_id == other.public_id)


def test_a_sentence_stays_with_its_tenant(whole):
    pupil = Pupil.objects.order_by("pk")[0]
    assert kept.arm_for(cycles_about.asking, (pupil,))
    other = Organisation.objects.create(name="Another", first_day=date(2026, 1, 12))
    with tenant_scope(other.pk):
        with pytest.raises(LookupError):
            kept.kept_for(cycles_about.asking, (pupil,))
        assert other.pk in kept.arm_for(cycles_about.asking, (pupil,)).params
    with scopes_disabled():
        kept.arm_for(cycles_about.asking, (pupil,))
        with pytest.raises(LookupError):
            kept.kept_for(cycles_about.asking, (pupil,))


def test_what_cannot_be_joined_is_refused_again_and_again(whole):
    @rows
    def but_the_first(pupil: int) -> QuerySet[Pupil]:
        return Pupil.objects.filter(pk__gt=pupil)[1:]

    for _time in range(2):
        with pytest.raises(CannotJoin):
            kept.arm_for(but_the_first.asking, (1,))


def test_the_first_time_asks_as_often_as_the_second_when_it_is_learnt_and_the_third(whole):
    pupil = Pupil.objects.order_by("pk")[0]
    counts = []
    for _time in range(3):
        with remembering(), CaptureQueriesContext(connection) as asked:
            ask_together([cycles_about.of(pupil), listed_before.of(pupil)])
        counts.append(len(asked))
    assert counts == [2, 2, 2]


def test_what_was_asked_once_is_remembered_by_a_number_however_many_ids_it_names(whole):
    children = frozenset(f"child{n}" for n in range(400))
    with remembering():
        children_named(children)
    assert {type(each) for each in kept._asked} == {int}
