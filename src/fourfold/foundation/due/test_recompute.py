"""Duties are worked out from facts, and whatever else puts them into the table is found out at night."""

import json
import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import calendar
from fourfold.config.demo.cast import Cast, make_cast
from fourfold.domain.rulebook import NATIONAL, Setting, Trigger, after_days
from fourfold.foundation.act import set_aside
from fourfold.foundation.act.night import run_night, send_out_heads, verify
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.due import registry
from fourfold.foundation.due.models import DueDay, DueRow, NightReport
from fourfold.foundation.due.queries import night_found
from fourfold.foundation.due.recompute import differences, night, recompute_all
from fourfold.foundation.due.registry import Asked, Duty
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import lock_chain
from fourfold.foundation.trail.models import ChainHead

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


def test_rows_that_are_wrong_in_different_columns_are_all_brought_in_line(cast):
    with tenant_scope(cast.elm.organisation.pk):
        one, other, *_rest = (row.pk for row in DueRow.objects.order_by("pk"))
        _sql("UPDATE due_duerow SET due_on = '2027-01-01' WHERE id = %s", one)
        _sql("UPDATE due_duerow SET state = 'met', owner = 'nobody' WHERE id = %s", other)
        assert len(differences()) == 3
        recompute_all(date(2025, 9, 9))
        assert differences() == []


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


def test_the_check_cannot_be_switched_off_by_removing_its_day(cast):
    with tenant_scope(cast.elm.organisation.pk):
        DueDay.objects.all().delete()
        assert [each.what for each in differences()] == ["is missing, though there are duties"]


def test_a_second_run_on_a_day_forgets_nothing_and_it_is_shown_for_a_fortnight(cast):
    with tenant_scope(cast.elm.organisation.pk):
        elm = cast.elm.organisation.pk
        assert night_found(date(2025, 9, 10)) is None
        _sql("UPDATE due_duerow SET due_on = '2027-01-01' WHERE tenant_id = %s", elm)
    for hour in (2, 3):
        run_night(datetime(2025, 9, 10, hour, tzinfo=UTC))
    run_night(datetime(2025, 9, 11, 2, tzinfo=UTC))
    with tenant_scope(elm):
        for today in (date(2025, 9, 11), date(2025, 9, 23)):
            found = night_found(today)
            assert found.day == date(2025, 9, 10)
            assert len(found.differences) == 4
        assert night_found(date(2025, 9, 24)) is None


def _heads(settings, tmp_path) -> dict:
    settings.DATA = tmp_path
    path = send_out_heads(datetime(2025, 9, 10, 2, tzinfo=UTC))
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_chain_that_is_gone_with_its_head_is_found_by_the_heads_that_left(
    cast, settings, tmp_path
):
    heads = _heads(settings, tmp_path)
    assert verify(heads) == {}
    elm, oak = cast.elm.organisation.public_id, cast.oak.organisation.public_id
    with tenant_scope(cast.elm.organisation.pk):
        ChainHead.objects.all().delete()
    changed = heads | {oak: [heads[oak][0], "0" * 64], "nobody": [3, "0" * 64]}
    changed[elm] = [heads[elm][0] + 5, heads[elm][1]]
    found = verify(changed)
    assert found.keys() == {elm, oak, "nobody"}
    assert {fault.where for fault in found[elm]} >= {"head", f"link {changed[elm][0]}"}
    assert "is gone" in found["nobody"][0].what


def test_what_was_set_aside_is_taken_up_again_by_its_own_child_only(cast):
    with tenant_scope(cast.elm.organisation.pk):
        amina = cast.elm.actor("Amina", JOINED)
        rosa, leo = cast.elm.children["Rosa"], cast.elm.children["Leo"]
        key = DueRow.objects.get(child=rosa.public_id).key
        set_aside.set_aside(rosa, key, "Moves away.", actor=amina, today=JOINED)
        assert DueRow.objects.get(key=key).state == "waived"
        with pytest.raises(Impossible):
            set_aside.take_up_again(leo, key, actor=amina, today=JOINED)
        assert DueRow.objects.get(key=key).state == "waived"
        assert set_aside.take_up_again(rosa, key, actor=amina, today=JOINED) == 1
        assert DueRow.objects.get(key=key).state == "open"
        with pytest.raises(Impossible):
            set_aside.take_up_again(rosa, key, actor=amina, today=JOINED)


@pytest.mark.only_postgresql(reason="On SQLite one connection writes at a time anyway.")
def test_the_night_waits_for_who_is_writing(own_database):
    cast = make_cast()
    elm = cast.elm.organisation.pk
    seen: list[str] = []

    def write() -> None:
        with tenant_scope(elm), transaction.atomic():
            lock_chain()
            seen.append("locked")
            locked.set()
            started.wait(20)
            while not _somebody_waits():
                pass
            seen.append("written")
        connection.close()

    locked, started = threading.Event(), threading.Event()
    other = threading.Thread(target=write)
    other.start()
    locked.wait(20)
    started.set()
    with tenant_scope(elm):
        night(date(2025, 9, 9))
        seen.append("night")
    other.join()
    assert seen == ["locked", "written", "night"]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
