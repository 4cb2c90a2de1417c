"""The scope of one tenant: the net under the doors, and the setting that row-level security reads on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models
from django_scopes import ScopedManager as MakeScoped
from django_scopes import get_scope, scope
from django_scopes.exceptions import ScopeError
from django_scopes.manager import DisabledQuerySet

from fourfold.foundation.scope.writing import WrongTenant, must_be_writing


def active_tenant() -> int | None:
    """The database id of the tenant whose rows can be read now, or None."""
    value = get_scope().get("tenant")
    return value if isinstance(value, int) else None


def is_scoped() -> bool:
    """Whether what is read now is read of one tenant: one is in scope, and nobody turned the scope off."""
    return active_tenant() is not None and get_scope().get("_enabled", True) is True


def needed_tenant() -> int:
    """The database id of the tenant in scope. Raises `ScopeError` where there is none."""
    tenant = active_tenant()
    if tenant is None:
        raise ScopeError("A tenant needs to be in scope.")
    return tenant


def _tell_database(tenant: int | None) -> None:
    if connection.vendor != "postgresql" or connection.needs_rollback:
        return  # A transaction that is being rolled back takes the setting back with it.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.tenant', %s, false)",
            [str(tenant) if tenant is not None else ""],
        )


@contextmanager
def tenant_scope(tenant: int) -> Iterator[None]:
    """Read and write rows of `tenant` (database id of an organisation), and of no other, within the block."""
    before = active_tenant()
    with scope(tenant=tenant):
        _tell_database(tenant)
        try:
            yield
        finally:
            _tell_database(before)


class ClosedQuerySet(DisabledQuerySet):
    """What a tenant's table answers outside a scope: an error, for the methods that django-scopes leaves open too."""

    exists = DisabledQuerySet.error
    explain = DisabledQuerySet.error
    bulk_create = DisabledQuerySet.error
    bulk_update = DisabledQuerySet.error
    contains = DisabledQuerySet.error
    in_bulk = DisabledQuerySet.error
    create = DisabledQuerySet.error


class TenantQuerySet(models.QuerySet):
    """Rows of one tenant. Whatever changes many rows at once needs a verb at work, as saving one does."""

    def update(self, **values: object) -> int:
        """As Django's, within a verb. Prefer `compare_and_set`, which also writes the trail.

        Raises `WrongTenant` for a change of tenant: a row stays where it was written.
        """
        must_be_writing(active_tenant())
        if values.keys() & {"tenant", "tenant_id"}:
            raise WrongTenant("A row stays with its tenant.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, within a verb."""
        must_be_writing(active_tenant())
        return super().delete()

    def bulk_create(self, objs, *args, **kwargs):  # type: ignore[no-untyped-def]
        """As Django's, within a verb; every row must belong to the tenant in scope."""
        rows = list(objs)
        current = must_be_writing(active_tenant())
        for row in rows:
            row.before_write(current)
        made = super().bulk_create(rows, *args, **kwargs)
        for row in (
            rows
        ):  # After it is written, since only then has it the id that the trail's hash covers.
            row.remember_as_read()
            row.note_write(current, "created")
        return made

    def bulk_update(self, objs, fields, *args, **kwargs):  # type: ignore[no-untyped-def]
        """As Django's, within a verb; every row must belong to the tenant in scope."""
        rows = list(objs)
        current = must_be_writing(active_tenant())
        for row in rows:
            row.before_write(current)
        changed = super().bulk_update(rows, fields, *args, **kwargs)
        for row in rows:  # After it is written, and with what others wrote into its other columns.
            row.read_anew()
            row.note_write(current, "changed")
        return changed


class _Closing:
    """Makes a scoped manager answer with `ClosedQuerySet` where there is no scope."""

    def get_queryset(self) -> models.QuerySet:
        """The tenant's rows, or a set that raises `ScopeError` whatever is asked of it."""
        rows = super().get_queryset()  # type: ignore[misc]
        if isinstance(rows, DisabledQuerySet):
            return ClosedQuerySet(rows.model, using=rows._db, missing_scopes=rows.missing_scopes)
        return rows


_Scoped = type(MakeScoped(tenant="tenant"))
_Verbs = type(
    MakeScoped(tenant="tenant", _manager_class=models.Manager.from_queryset(TenantQuerySet))
)


class ScopedManager(_Closing, _Scoped):  # type: ignore[valid-type,misc]
    """The manager of a tenant's table that the machinery itself writes: trail, due rows, handled forms."""


class VerbManager(_Closing, _Verbs):  # type: ignore[valid-type,misc]
    """The manager of a tenant's table that verbs write: scoped, and closed to changes outside a verb."""
