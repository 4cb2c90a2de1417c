"""What is put back for a test is what the verbs wrote, and no test sees another's changes to it."""

from django.db import transaction

from conftest import name_of_database
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Pupil
from fourfold.config.demo import cast as demonstration
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.night import verify
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests import databases
from tests.cast import make_cast
from tests.prepared import prepared


def _acts() -> list[tuple[str, str, str]]:
    found = []
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            entries = TrailEntry.objects.order_by("position")
            found += [
                (organisation.name, *each) for each in entries.values_list("act", "subject_label")
            ]
    return found


def test_the_cast_put_back_has_the_same_trail_as_one_made_anew_and_it_verifies(db):
    make_cast()
    put_back = _acts()
    assert verify() == {}
    names = {organisation.name for organisation in Organisation.objects.all()}
    assert names == {"Elm Primary", "Oak Primary", "Westmere Council"}
    demonstration.make_cast()
    assert _acts() == put_back * 2
    assert len(put_back) > 50


def test_verbs_go_on_from_what_was_put_back(db):
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "test")
        there = set(Pupil.objects.values_list("pk", flat=True))
        more = people.add_pupil(
            elm.organisation, actor=system, given_name="Ines", family_name="Costa", year_group="4"
        )
        assert more.pk not in there
        assert differences() == []
    assert verify() == {}


def test_what_one_test_changes_another_does_not_see(db):
    with transaction.atomic():
        make_cast().elm.children["Ayaan"].given_name = "Changed"
        transaction.set_rollback(True)
    elm = make_cast().elm
    assert elm.children["Ayaan"].given_name == "Ayaan"
    with tenant_scope(elm.organisation.pk):
        assert Pupil.objects.count() == len(elm.children)


def test_what_was_made_in_a_copy_does_not_collide_with_new_rows_elsewhere(own_database, tmp_path):
    """On PostgreSQL a copy has counters of its own: what was first made there is made anew here."""
    here = databases.in_use()
    with databases.copy(here, name_of_database("beside", tmp_path)):
        prepared("beside", lambda: demonstration.make_cast().elm)
    elm = prepared("beside", lambda: demonstration.make_cast().elm)
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "test")
        people.add_pupil(
            elm.organisation, actor=system, given_name="Ines", family_name="Costa", year_group="4"
        )


def test_what_is_due_stands_in_what_was_prepared_within_something_prepared(db):
    def within() -> object:
        prepared("inner", lambda: demonstration.make_cast().elm)
        return None

    with transaction.atomic():
        prepared("outer", within)
        transaction.set_rollback(True)
    elm = prepared("inner", lambda: demonstration.make_cast().elm)
    with tenant_scope(elm.organisation.pk):
        assert DueRow.objects.exists()
        assert differences() == []
