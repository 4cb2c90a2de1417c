"""The second lock: with the scope taken away, the database itself shows and takes nothing of another tenant."""

from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from fourfold.casework.people.models import Pupil
from fourfold.foundation.access.row_security import tenant_tables
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import WrongTenant, verb_at_work
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import Cast, make_cast

on_postgresql = pytest.mark.only_postgresql(
    reason="Row-level security; on SQLite the guards of the scope, below, are the only net."
)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def _ask(sentence: str, values: list | None = None) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sentence, values or [])
        return cursor.fetchall() if cursor.description else [cursor.rowcount]


@contextmanager
def _refused(words: str):
    """Within the block the database refuses, with `words`."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def _tables() -> list[str]:
    return [model._meta.db_table for model in tenant_tables()]


@contextmanager
def _only_told_the_database(tenant: int | None):
    """The first lock is off: Django’s scopes let everything through, the database alone knows the tenant."""
    with scopes_disabled():
        _ask("SELECT set_config('app.tenant', %s, false)", ["" if tenant is None else str(tenant)])
        try:
            yield
        finally:
            _ask("SELECT set_config('app.tenant', '', false)")


def _unprotected(tables: list[str]) -> list[str]:
    """Those of `tables` that have no forced policy for every command, reading and writing."""
    rows = _ask(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polcmd = '*' "
        "AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL"
    )
    return sorted(set(tables) - {name for (name,) in rows})


@on_postgresql
def test_every_table_of_a_tenant_has_a_forced_policy(db):
    assert _unprotected(_tables()) == []
    assert _unprotected(["access_user"]) == ["access_user"]


def test_no_table_between_two_others_is_without_a_tenant():
    """A many-to-many table of Django’s making would have no tenant, no scope and no policy."""
    made = [m for m in apps.get_models(include_auto_created=True) if m._meta.auto_created]
    assert [m._meta.label for m in made if m.__module__.startswith("fourfold.")] == []


@on_postgresql
def test_the_application_is_neither_owner_nor_superuser_nor_can_become_one(db):
    assert _ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False)]
    owners = _ask(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public' "
        "AND pg_has_role(current_user, tableowner, 'MEMBER')"
    )
    assert owners == []


@on_postgresql
@pytest.mark.parametrize("told", ["nothing", "raw"])
def test_without_a_tenant_there_is_nothing_in_any_table(cast, told):
    with _only_told_the_database(None):
        if told == "raw":
            found = [t for t in _tables() if _ask(f"SELECT 1 FROM {t} LIMIT 1")]
        else:
            found = [m.__name__ for m in tenant_tables() if m._base_manager.all()[:1]]
    assert found == []


@on_postgresql
def test_with_a_tenant_there_are_its_own_rows_alone(cast):
    elm, seen = cast.elm.organisation.pk, 0
    with _only_told_the_database(elm):
        for table in _tables():
            tenants = [tenant for (tenant,) in _ask(f"SELECT DISTINCT tenant_id FROM {table}")]
            assert tenants in ([], [elm]), table
            seen += bool(tenants)
        names = set(Pupil._base_manager.values_list("given_name", flat=True))
    assert seen >= 12
    assert "Ayaan" in names
    assert "Nia" not in names


@on_postgresql
def test_no_row_can_be_moved_or_copied_to_another_tenant(cast):
    elm, oak = cast.elm.organisation.pk, cast.oak.organisation.pk
    tried = 0
    with _only_told_the_database(elm):
        for model in tenant_tables():
            table = model._meta.db_table
            if not _ask(f"SELECT 1 FROM {table} LIMIT 1"):
                continue
            tried += 1
            names = [f.column for f in model._meta.local_fields if f.column != "id"]
            values = ", ".join("%s" if name == "tenant_id" else name for name in names)
            with _refused("row-level security"):
                _ask(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} LIMIT 1",
                    [oak],
                )
            with _refused("row-level security|trail cannot"):
                _ask(f"UPDATE {table} SET tenant_id = %s", [oak])
    assert tried >= 12


@on_postgresql
def test_another_tenants_rows_can_be_neither_changed_nor_removed(cast):
    elm, oak = cast.elm.organisation.pk, cast.oak.organisation.pk
    with _only_told_the_database(elm):
        for table in _tables():
            assert _ask(
                f"UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = %s", [oak]
            ) == [0]
            assert _ask(f"DELETE FROM {table} WHERE tenant_id = %s", [oak]) == [0]


@on_postgresql
@pytest.mark.parametrize(
    "sentence",
    [
        "ALTER TABLE people_pupil DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_pupil NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY of_tenant ON people_pupil",
        "CREATE POLICY all_of_it ON people_pupil USING (true)",
        "ALTER TABLE trail_trailentry DISABLE TRIGGER ALL",
        "DROP TRIGGER trail_no_change ON trail_trailentry",
        "DROP FUNCTION trail_refuses() CASCADE",
        "TRUNCATE trail_trailentry CASCADE",
        "TRUNCATE people_pupil CASCADE",
        "SET session_replication_role = replica",
        "SET ROLE fourfold_owner",
        "ALTER ROLE fourfold_app BYPASSRLS",
    ],
)
def test_the_application_cannot_open_the_lock(db, sentence):
    with pytest.raises(ProgrammingError) as why, transaction.atomic():
        _ask(sentence)
    assert isinstance(why.value.__cause__, psycopg.errors.InsufficientPrivilege)


@on_postgresql
def test_turning_the_lock_off_for_a_session_gives_an_error_and_no_rows(cast):
    with _only_told_the_database(cast.elm.organisation.pk), _refused("row-level security"):
        _ask("SET LOCAL row_security = off")
        _ask("SELECT * FROM people_pupil")


@pytest.mark.parametrize(
    "sentence", ["UPDATE trail_trailentry SET act = 'x'", "DELETE FROM trail_trailentry"]
)
def test_the_trail_can_be_neither_changed_nor_removed(cast, sentence):
    with tenant_scope(cast.elm.organisation.pk):
        before = TrailEntry.objects.count()
        assert before
        with _refused("trail cannot be changed"):
            _ask(sentence)
        assert TrailEntry.objects.count() == before


def _rows() -> list[type[TenantRow]]:
    return [model for model in tenant_tables() if issubclass(model, TenantRow)]


def test_outside_a_scope_every_manager_refuses_every_question(cast):
    answered = []
    for model in tenant_tables():
        for manager in (model._default_manager, model._base_manager):
            for question in ("count", "exists", "first"):
                try:
                    getattr(manager.all(), question)()
                except ScopeError:
                    continue
                answered.append((model._meta.label, question))
    assert answered == []


def test_within_a_scope_no_manager_gives_a_row_of_another_tenant(cast):
    elm, oak = cast.elm.organisation.pk, cast.oak.organisation.pk
    with scope(tenant=oak), tenant_scope(oak):
        others = {m: set(m._base_manager.values_list("pk", flat=True)) for m in tenant_tables()}
    assert sum(map(bool, others.values())) >= 12
    with tenant_scope(elm):
        for model, keys in others.items():
            assert not model._base_manager.filter(pk__in=keys).exists()
            assert not model._default_manager.filter(tenant_id=oak).exists()


def test_no_row_is_saved_in_changed_to_or_removed_from_another_tenant(cast):
    elm, oak = cast.elm.organisation.pk, cast.oak.organisation.pk
    nia, ayaan = cast.oak.children["Nia"], cast.elm.children["Ayaan"]
    with tenant_scope(elm), verb_at_work(elm, "test.wrong_tenant"):
        for wrong in (nia.save, nia.delete, lambda: Pupil(tenant_id=oak, given_name="x").save()):
            with pytest.raises(WrongTenant):
                wrong()
        with pytest.raises(WrongTenant):
            Pupil.objects.bulk_create([Pupil(tenant_id=oak, given_name="x")])
        with pytest.raises(WrongTenant):
            Pupil.objects.filter(pk=ayaan.pk).update(tenant_id=oak)
        with pytest.raises(WrongTenant):
            ayaan.compare_and_set({"given_name": "Ayaan"}, tenant=cast.oak.organisation)
    with tenant_scope(oak):
        assert list(Pupil.objects.values_list("given_name", flat=True)) == ["Nia"]


@on_postgresql
def test_the_database_forgets_the_tenant_after_each_block_and_each_error(cast):
    elm, oak = cast.elm.organisation.pk, cast.oak.organisation.pk
    told = "SELECT current_setting('app.tenant', true)"
    with tenant_scope(elm):
        with pytest.raises(ZeroDivisionError):
            _stumble_within(oak)
        assert _ask(told) == [(str(elm),)]
    assert _ask(told) in ([("",)], [(None,)])


def _stumble_within(tenant: int) -> None:
    with tenant_scope(tenant):
        assert _ask("SELECT current_setting('app.tenant', true)") == [(str(tenant),)]
        raise ZeroDivisionError
