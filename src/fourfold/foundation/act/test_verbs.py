"""The wrapper, the scope, the trail and the guards, on a real database."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes.exceptions import ScopeError

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact, Pupil, Term
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.verbs import NotAllowed
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import WrongTenant, WroteOutsideVerb
from fourfold.foundation.trail.chain import walk
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
