"""The wrapper, the scope, the trail and the guards, on a real database."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes.exceptions import ScopeError

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact, Pupil, Term
from fourfold.config import clock
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.verbs import NotAllowed
from fourfold.foundation.intake.models import Intake
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import WrongTenant, WroteOutsideVerb, verb_at_work
from fourfold.foundation.trail.chain import Link, append, walk
from fourfold.foundation.trail.models import TrailEntry
from fourfold.foundation.trail.rows import altered_rows

DAY = date(2025, 11, 5)


def test_without_a_scope_every_question_is_refused(cast):
    for ask in (
        lambda: list(Pupil.objects.all()),
        lambda: Pupil.objects.exists(),
        lambda: Pupil.objects.explain(),
        lambda: Pupil.objects.count(),
        lambda: Pupil.objects.bulk_create([]),
        lambda: Pupil._base_manager.exists(),
        lambda: Pupil.objects.filter(pk=1).update(given_name="x"),
    ):
        with pytest.raises(ScopeError):
            ask()


def test_a_setting_sees_its_own_children_only(cast):
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.count() == 4
    with tenant_scope(cast.oak.organisation.pk):
        assert [p.given_name for p in Pupil.objects.all()] == ["Nia"]


def test_rows_are_written_by_verbs_only(cast):
    with tenant_scope(cast.elm.organisation.pk):
        child = cast.elm.children["Ayaan"]
        child.given_name = "Other"
        with pytest.raises(WroteOutsideVerb):
            child.save()
        with pytest.raises(WroteOutsideVerb):
            Pupil.objects.filter(pk=child.pk).update(given_name="Other")
        with pytest.raises(WroteOutsideVerb):
            child.delete()


def test_a_row_is_never_tied_to_another_setting(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", DAY)
        with pytest.raises(WrongTenant):
            people.put_in_group(
                cast.elm.groups["Kestrel"], cast.oak.children["Nia"], actor=ada, today=DAY
            )
        with pytest.raises(WrongTenant):
            people.put_in_group(
                cast.oak.groups["Wren"], cast.oak.children["Nia"], actor=ada, today=DAY
            )


def test_who_may_not_is_refused_with_a_sentence_and_nothing_changes(cast):
    with tenant_scope(cast.elm.organisation.pk):
        before = TrailEntry.objects.count()
        ben = cast.elm.actor("Ben", DAY)
        with pytest.raises(NotAllowed) as refused:
            people.add_pupil(cast.elm.organisation, actor=ben, given_name="A", family_name="B")
        assert refused.value.sentence
        assert TrailEntry.objects.count() == before
        assert Pupil.objects.count() == 4


def test_of_two_at_once_one_learns_that_it_came_second(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", DAY)
        child = cast.elm.children["Leo"]
        seen = {"given_name": "Leo"}
        people.change_pupil(child, actor=ada, seen=seen, given_name="Leonard")
        with pytest.raises(Stale):
            people.change_pupil(child, actor=ada, seen=seen, given_name="Lee")
        assert Pupil.objects.get(pk=child.pk).given_name == "Leonard"


def test_the_chain_is_whole_and_rows_say_what_was_written(cast):
    for place in (cast.elm, cast.oak):
        with tenant_scope(place.organisation.pk):
            assert TrailEntry.objects.count() > 10
            assert list(walk()) == []
            assert list(altered_rows()) == []


def test_the_trail_holds_no_text_of_a_child(cast):
    with tenant_scope(cast.elm.organisation.pk):
        text = str(list(TrailEntry.objects.values_list("rows", "act", "subject")))
        for word in ("Ayaan", "Khan", "dilek", "Prohibited"):
            assert word not in text


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_itself_refuses_to_change_or_remove_the_trail(cast):
    with tenant_scope(cast.elm.organisation.pk):
        for statement in (
            "UPDATE trail_trailentry SET act = 'x'",
            "DELETE FROM trail_trailentry",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                _sql(statement)
        assert list(walk()) == []


def test_a_row_changed_added_or_removed_by_sql_is_reported(cast):
    with tenant_scope(cast.elm.organisation.pk):
        _sql("UPDATE people_term SET last_day = '2025-12-01' WHERE name = 'Autumn 2025'")
        _sql("UPDATE people_contact SET email = 'x@y.example' WHERE given_name = 'Dev'")
        contact = Contact.objects.get(given_name="Ivan")
        _sql("DELETE FROM people_care WHERE contact_id = %s", contact.pk)
        found = {(fault.where.split()[0], fault.what.split()[1]) for fault in altered_rows()}
        assert found == {
            ("people.Term", "altered"),
            ("people.Contact", "altered"),
            ("people.Care", "removed"),
        }


def test_nested_verbs_are_one_link(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", DAY)
        before = TrailEntry.objects.count()
        people.add_contact(
            cast.elm.organisation, actor=ada, today=DAY, given_name="New", family_name="Person"
        )
        entry = TrailEntry.objects.order_by("-position").first()
        assert TrailEntry.objects.count() == before + 1
        assert {row[0] for row in entry.rows} == {
            "access.Membership",
            "access.RoleHeld",
            "people.Contact",
        }


def test_a_verb_that_fails_in_the_middle_leaves_nothing(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", DAY)
        members = Membership.objects.count()
        with pytest.raises(TypeError):
            people.add_contact(
                cast.elm.organisation,
                actor=ada,
                today=DAY,
                given_name="New",
                family_name="Person",
                no_such_field=1,
            )
        assert Membership.objects.count() == members


def test_terms_may_not_overlap(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", DAY)
        count = Term.objects.count()
        with pytest.raises(Exception, match="overlap"):
            people.add_term(
                cast.elm.organisation, "Extra", date(2025, 9, 5), date(2025, 9, 9), actor=ada
            )
        assert Term.objects.count() == count


def test_two_who_write_different_columns_keep_both_and_raise_no_alarm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = cast.elm.actor("Ada", DAY)
        one, other = (Pupil.objects.get(given_name="Leo") for _ in range(2))
        people.change_pupil(one, actor=ada, seen={"year_group": one.year_group}, year_group="6")
        people.change_pupil(other, actor=ada, seen={"given_name": "Leo"}, given_name="Lee")
        assert (other.year_group, other.given_name) == ("6", "Lee")
        assert list(altered_rows()) == []


def test_saving_a_row_writes_only_what_was_changed_since_it_was_read(cast):
    with tenant_scope(cast.elm.organisation.pk):
        tenant = cast.elm.organisation.pk
        one, other, third = (Pupil.objects.get(given_name="Leo") for _ in range(3))
        with verb_at_work(tenant, "test"):
            one.year_group = "6"
            one.save()
            other.given_name = "Lee"
            other.save()
            third.save()
        now = Pupil.objects.get(pk=one.pk)
        assert (now.year_group, now.given_name) == ("6", "Lee")
        assert (third.year_group, third.given_name) == ("6", "Lee")


def test_a_list_that_was_changed_in_place_is_saved(cast):
    with tenant_scope(cast.elm.organisation.pk), verb_at_work(cast.elm.organisation.pk, "test"):
        intake = Intake(
            kind="children", file_name="a.csv", content=b"a", sha256="", encoding="utf-8",
            at=clock.now(), read_as_of=DAY,
        )  # fmt: skip
        intake.save()
        intake.counts["new"] = 3
        intake.save()
        again = Intake.objects.get(pk=intake.pk)
        assert again.counts == {"new": 3}
        again.counts["new"] = 4
        again.save()
        assert Intake.objects.get(pk=intake.pk).counts == {"new": 4}


def test_a_row_that_was_removed_meanwhile_is_not_brought_back_by_saving(cast):
    with tenant_scope(cast.elm.organisation.pk), verb_at_work(cast.elm.organisation.pk, "test"):
        term = Term.objects.create(name="Extra", first_day=DAY, last_day=DAY)
        other = Term.objects.get(pk=term.pk)
        term.delete()
        other.name = "Other"
        with pytest.raises(Stale):
            other.save()
        assert not Term.objects.filter(pk=other.pk).exists()


def test_the_database_refuses_to_change_or_remove_a_salt(cast):
    with tenant_scope(cast.elm.organisation.pk):
        for statement in ("UPDATE trail_trailsalt SET salt = 'x'", "DELETE FROM trail_trailsalt"):
            with pytest.raises(DatabaseError), transaction.atomic():
                _sql(statement)
        assert list(altered_rows()) == []


def test_a_row_whose_last_link_has_no_salt_is_reported(cast):
    with tenant_scope(cast.elm.organisation.pk):
        child = cast.elm.children["Leo"]
        (link,) = append([Link(clock.now(), "a", "x", "people.Pupil", child.public_id)])
        rows = [["people.Pupil", child.public_id, "changed", "0" * 64]]
        TrailEntry.objects.bulk_create(
            [TrailEntry(**{**_values(link), "position": link.position + 1, "rows": rows})]
        )
        (found,) = altered_rows()
        assert "people.Pupil" in found.where
        assert "salt" in found.what


def _values(link: TrailEntry) -> dict[str, object]:
    return {f.attname: getattr(link, f.attname) for f in link._meta.fields if f.name != "id"}


@pytest.mark.only_sqlite(reason="INSERT OR REPLACE is a sentence of SQLite alone.")
@pytest.mark.parametrize("asks", ["ON", "OFF"])
def test_a_link_or_salt_cannot_be_replaced(cast, asks):
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA recursive_triggers").fetchone()
    _sql(f"PRAGMA recursive_triggers={asks}")
    try:
        for table, same in (
            ("trail_trailentry", "id"),
            ("trail_trailentry", "tenant_id, position"),
            ("trail_trailsalt", "id"),
            ("trail_trailsalt", "entry_id"),
        ):
            _refuses_to_replace(table, same)
    finally:
        _sql(f"PRAGMA recursive_triggers={before}")


def _refuses_to_replace(table: str, same: str) -> None:
    columns = connection.introspection.get_table_description(connection.cursor(), table)
    names = [column.name for column in columns if same == "id" or column.name != "id"]
    listed = ", ".join(names)
    values = listed.replace("digest", "'forged'").replace("salt", "'forged'")
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        _sql(f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {values} FROM {table} LIMIT 1")


@pytest.mark.only_sqlite(reason="A pragma of SQLite.")
def test_the_triggers_on_delete_are_asked_by_a_replace_too(cast):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
