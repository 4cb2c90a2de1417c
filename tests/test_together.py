"""Rows asked together are the rows that each queryset gives alone, in its order, for every type of field and reader."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext
from django_scopes.exceptions import ScopeError

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Care, Closure, Pupil
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.scope import arms
from fourfold.foundation.scope.made import CannotJoin, is_plain, text_reader
from fourfold.foundation.scope.parts import Cut, cut
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.together import ask_in_turns, ask_together, rows
from tests.prepared import prepared
from tests.test_page_queries import FEW, NOW, _filled

DAY = date(2026, 1, 12)
OF_EACH_TYPE = [
    (DAY, models.DateField()),
    (datetime(2026, 1, 12, 9, 30, 5, 120000, UTC), models.DateTimeField()),
    (time(9, 30), models.TimeField()),
    (Decimal("11.50"), models.DecimalField(max_digits=9, decimal_places=2)),
    (Decimal("-3.00"), models.DecimalField(max_digits=9, decimal_places=2)),
    (UUID(int=7), models.UUIDField()),
    ({"a": [1, None, "é"], "b": {"c": True}}, models.JSONField()),
    (True, models.BooleanField()),
    (False, models.BooleanField()),
    (None, models.BooleanField(null=True)),
    (b"\x00\xffsealed", models.BinaryField()),
    ("“Çağlar” \\ ' %s\n", models.TextField()),
    ("", models.CharField()),
    (0, models.IntegerField()),
    (1.5, models.FloatField()),
]


@pytest.fixture
def whole(db):
    """A setting with children at every depth, as verbs would have written it."""
    with time_machine.travel(NOW, tick=False):
        yield prepared("few rows", lambda: _filled(*FEW))


def answers_of(querysets):
    """The rows of several querysets, asked in one statement."""
    return arms.answers_of([arms.arm_or_none(each) for each in querysets])


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _values(row: object) -> object:
    """All that a row holds, with the rows that came with it."""
    if isinstance(row, tuple):
        return tuple(_plain(each) for each in row)
    if not isinstance(row, models.Model):
        return row
    held = {field.attname: _plain(row.__dict__.get(field.attname)) for field in row._meta.fields}
    as_read = {name: _plain(value) for name, value in row.__dict__.get("_as_read", {}).items()}
    came_with = {f.name for f in row._meta.fields} & row._state.fields_cache.keys()
    return (
        held,
        as_read,
        {name: _values(row._state.fields_cache[name]) for name in sorted(came_with)},
    )


def _same(querysets: Any) -> None:
    alone = [list(each) for each in querysets()]
    with CaptureQueriesContext(connection) as asked:
        together = answers_of(querysets())
    assert len(asked) == 1
    for one, other in zip(alone, together, strict=True):
        assert [_values(row) for row in one] == [_values(row) for row in other]
        assert [_types(row) for row in one] == [_types(row) for row in other]


def _types(row: object) -> object:
    if not isinstance(row, models.Model):
        return type(row)
    return [type(getattr(row, field.attname)) for field in row._meta.concrete_fields]


def _has_rows(model: type[models.Model]) -> bool:
    return model._default_manager.exists()


@pytest.mark.django_db
def test_every_table_reads_the_same_together_as_alone(whole):
    with tenant_scope(whole.pk):
        tables = [
            model
            for model in apps.get_models()
            if issubclass(model, TenantRow) and _has_rows(model)
        ]
        assert len(tables) > 15
        assert all(is_plain(model) for model in tables), "each is made by putting values into it"
        _same(lambda: [model._default_manager.order_by("-pk") for model in tables])


@pytest.mark.django_db
def test_a_value_of_each_type_comes_as_it_was(whole):
    values = [Value(value, output_field=field) for value, field in OF_EACH_TYPE]
    with tenant_scope(whole.pk):
        _same(
            lambda: [
                Closure.objects.order_by("pk"),
                Pupil.objects.values_list(*values).order_by("pk"),
            ]
        )
        _closures, (row, *_others) = answers_of(
            [Closure.objects.all(), Pupil.objects.values_list(*values)]
        )
    assert [_plain(each) for each in row] == [value for value, _field in OF_EACH_TYPE]


def test_every_type_of_field_that_there_is_can_be_read_from_text():
    of_tenants = [model for model in apps.get_models() if issubclass(model, TenantRow)]
    for model in of_tenants:
        for field in model._meta.concrete_fields:
            assert text_reader(field), (model, field)


@pytest.mark.django_db
def test_the_order_is_kept_and_what_was_selected_with_it(whole):
    with tenant_scope(whole.pk):
        plan = Plan.objects.first()
        _same(
            lambda: [
                Pupil.objects.order_by("-family_name", "pk"),
                plan.lines.select_related("given_by", "towards").order_by("position", "-pk"),
                Care.objects.select_related("contact__membership", "pupil").order_by(
                    "contact__sort_key"
                ),
                Cycle.objects.defer("stage").order_by("number", "pk"),
                Membership.objects.values_list("called", flat=True).order_by("-called"),
                Cycle.objects.values_list("pupil__given_name", "moves__on").order_by(
                    "pk", "moves__pk"
                ),
                Plan.objects.select_related("cycle__pupil", "cycle__lead").order_by("pk"),
            ]
        )
        (found,) = (
            each for each in answers_of([plan.lines.order_by("pk"), Closure.objects.all()])[:1]
        )
        assert all(line._state.fields_cache["plan"] is plan for line in found)


@pytest.mark.django_db
def test_what_cannot_have_rows_is_not_asked(whole):
    with tenant_scope(whole.pk):
        with CaptureQueriesContext(connection) as asked:
            assert answers_of([Pupil.objects.none(), Pupil.objects.filter(pk__in=[])]) == [[], []]
        assert len(asked) == 0


@pytest.mark.django_db
def test_rows_of_another_tenant_stay_out(whole):
    with tenant_scope(whole.pk):
        names = [
            Pupil.objects.values_list("public_id", flat=True),
            Membership.objects.values_list("pk", flat=True),
        ]
        pupils, _members = answers_of(names)
    other = Organisation.objects.create(name="Another", first_day=DAY)
    with tenant_scope(other.pk):
        assert answers_of([Pupil.objects.all(), Membership.objects.all()]) == [[], []]
    assert pupils


def test_nothing_is_asked_without_a_tenant():
    with pytest.raises(ScopeError):
        answers_of([Pupil.objects.all(), Membership.objects.all()])


@pytest.mark.django_db
def test_the_first_of_many_come_together_as_they_come_alone(whole):
    with tenant_scope(whole.pk):
        _same(
            lambda: [
                Pupil.objects.order_by("-sort_key", "-pk")[:2],
                Membership.objects.order_by("pk"),
                Pupil.objects.order_by("sort_key", "-pk")[1:3],
                SupportLine.objects.select_related("plan__cycle").order_by("-pk")[:3],
                Closure.objects.order_by("-pk").values_list("pk", flat=True)[:1],
            ]
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more",
    [lambda r: r[1:], lambda r: r.distinct(), lambda r: r.values("pk"), lambda r: r.reverse()],
)
def test_a_queryset_with_more_than_conditions_is_refused(whole, more):
    with tenant_scope(whole.pk), pytest.raises(CannotJoin):
        answers_of([more(Pupil.objects.order_by("pk")), Membership.objects.all()])


@rows
def born_before(day: date) -> QuerySet[Pupil]:
    """Children born before a day."""
    return Pupil.objects.filter(birth_date__lt=day).order_by("pk")


@rows
def lines_for(pupil: int) -> QuerySet[SupportLine]:
    """Lines of support of a child."""
    return SupportLine.objects.filter(plan__cycle__pupil_id=pupil).order_by("pk")


@pytest.mark.django_db
def test_a_reader_finds_what_was_asked_together_and_a_room_goes_on_from_there(whole):
    with tenant_scope(whole.pk):
        alone = born_before(DAY), [lines_for(pupil.pk) for pupil in born_before(DAY)]

        def room():
            yield [born_before.of(DAY)]
            yield [lines_for.of(pupil.pk) for pupil in born_before(DAY)]

        with remembering(), CaptureQueriesContext(connection) as asked:
            ask_in_turns([room(), room(), iter([[born_before.of(DAY)]])])
            assert (born_before(DAY), [lines_for(each.pk) for each in born_before(DAY)]) == alone
        assert len(asked) == 2
        with remembering(), CaptureQueriesContext(connection) as asked:
            ask_together([born_before.of(DAY), born_before.of(DAY)])
            ask_together([born_before.of(DAY)])
        assert len(asked) == 1


@pytest.mark.django_db
def test_outside_a_request_nothing_is_asked_ahead(whole):
    with tenant_scope(whole.pk), CaptureQueriesContext(connection) as asked:
        ask_in_turns([iter([[born_before.of(DAY)]])])
        ask_together([born_before.of(DAY)])
    assert len(asked) == 0


@rows
def all_but(so_many: int) -> QuerySet[Pupil]:
    """All children but the first: from a place on without end, which an arm cannot have."""
    return Pupil.objects.order_by("pk")[so_many:]


@pytest.mark.django_db
def test_a_reader_asked_alone_answers_as_it_does_outside_a_request(whole):
    with tenant_scope(whole.pk):
        outside = all_but(1), born_before(DAY)
        with remembering(), CaptureQueriesContext(connection) as asked:
            assert (all_but(1), born_before(DAY)) == outside
            assert (all_but(1), born_before(DAY)) == outside
        assert len(asked) == 2
        assert len(outside[0]) == Pupil.objects.count() - 1
        assert outside[1]


@rows
def by_name(setting: Organisation) -> QuerySet[Pupil]:
    """All children, the last of the alphabet first."""
    return Pupil.objects.filter(tenant=setting).order_by("-sort_key", "-pk")


@pytest.mark.django_db
def test_a_part_of_a_list_is_asked_with_how_many_there_are(whole):
    with tenant_scope(whole.pk):
        every = list(by_name(whole))
        assert len(every) > 1
        for _ in range(3):  # The sentence is written, learnt and kept.
            with remembering(), CaptureQueriesContext(connection) as asked:
                cuts = [cut(by_name.of(whole), page, 1) for page in (1, 2, 10_000, -1)]
            assert [each.page for each in cuts] == [1, 2, len(every), 1]
            for each in cuts:
                assert each.rows == [every[each.page - 1]]
                assert each.total == each.pages == len(every)
            assert len(asked) == 6  # The page that there is not: asked, counted, and the last.
        assert cut(born_before.of(date(1900, 1, 1)), 3, 2) == Cut([], 0, 1, 1)
        assert cut(by_name.of(whole), 1, 2) == cut(every, 1, 2)
