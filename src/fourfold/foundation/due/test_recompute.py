"""Duties are worked out from facts, and whatever else puts them into the table is found out at night."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import calendar
from fourfold.config.demo.cast import Cast, make_cast
from fourfold.domain.rulebook import NATIONAL, Setting, Trigger, after_days
from fourfold.foundation.act.night import run_night, verify
from fourfold.foundation.due import registry
from fourfold.foundation.due.models import DueRow, NightReport
from fourfold.foundation.due.recompute import differences, night
from fourfold.foundation.due.registry import Asked, Duty
from fourfold.foundation.scope.tenancy import tenant_scope

JOINED = date(2025, 9, 8)


def _provider(asked: Asked):
    """A duty for each child: first support so many school days after joining."""
    setting = Setting(asked.today, calendar(), date(2025, 9, 2), NATIONAL)
    for child in Pupil.objects.filter(public_id__in=asked.children):
        if child.joined_on:
            due = after_days(
                "first_support", Trigger("joined", child.joined_on, child.public_id), setting
            )
            yield Duty(due, "people.Pupil", child.public_id)


@pytest.fixture
def cast(db, monkeypatch) -> Cast:
    monkeypatch.setattr(registry, "_providers", {"first_support": _provider})
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        night(date(2025, 9, 9))
    return cast


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def test_a_verb_brings_the_duties_of_its_child_in_line(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", JOINED)
        assert DueRow.objects.count() == 4
        child = cast.elm.children["Leo"]
        before = DueRow.objects.get(child=child.public_id).due_on
        people.change_pupil(child, actor=ada, seen={"given_name": "Leo"}, joined_on=JOINED)
        after = DueRow.objects.get(child=child.public_id)
        assert after.due_on > before
        assert after.trigger_date == JOINED


def test_nothing_differs_when_only_verbs_have_written(cast):
    with tenant_scope(cast.elm.organisation.pk):
        assert differences() == []
        assert night(date(2026, 1, 20)) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE due_duerow SET due_on = '2027-01-01' WHERE child = %s", "due_on is"),
        ("UPDATE due_duerow SET state = 'met' WHERE child = %s", "state is"),
        ("DELETE FROM due_duerow WHERE child = %s", "is missing"),
    ],
)
def test_a_duty_altered_or_removed_by_sql_is_reported(cast, statement, what):
    with tenant_scope(cast.elm.organisation.pk):
        _sql(statement, cast.elm.children["Rosa"].public_id)
        found = differences()
        assert len(found) == 1
        assert what in found[0].what


def test_a_duty_added_by_sql_is_reported(cast):
    with tenant_scope(cast.elm.organisation.pk):
        row = DueRow.objects.first()
        row.pk, row.key = None, "first_support:nobody::2025-09-02"
        DueRow.objects.bulk_create([row])
        assert [each.what for each in differences()] == ["has no fact behind it"]


def test_a_term_date_changed_by_sql_is_reported(cast):
    with tenant_scope(cast.elm.organisation.pk):
        _sql("UPDATE people_term SET last_day = '2025-09-12' WHERE name = 'Autumn 2025'")
        assert len([each for each in differences() if "due_on" in each.what]) == 4


def test_the_night_keeps_what_it_found_and_mends_the_table(cast):
    with tenant_scope(cast.elm.organisation.pk):
        _sql(
            "UPDATE due_duerow SET due_on = '2027-01-01' WHERE tenant_id = %s",
            cast.elm.organisation.pk,
        )
    found = run_night(datetime(2025, 9, 10, 2, tzinfo=UTC))
    assert set(found) == {cast.elm.organisation.public_id}
    with tenant_scope(cast.elm.organisation.pk):
        report = NightReport.objects.get(day=date(2025, 9, 10))
        assert len(report.differences) == 4
        assert "Rosa" not in str(report.differences)
        assert differences() == []
    assert verify() == {}
