"""What many tests begin with: made once in each process by the verbs, and put back row by row for each test.

Making the cast takes some 1,400 queries, putting its rows back some 30. The rows are those that the verbs wrote, trail
included; each test's transaction takes them away again.
"""

import pickle
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.sqlite3.base import adapt_date, adapt_datetime

from fourfold.config import clock
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.due.recompute import put_off_to_the_night, recompute_all
from fourfold.foundation.scope.tenancy import tenant_scope
from tests import databases

T = TypeVar("T")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class _Table:
    """A table and, if it is a tenant's, whose rows of it are meant (a database id)."""

    name: str
    tenant: int | None

    def rows(self) -> tuple[list[str], Rows]:
        """The columns and the rows as the database holds them."""
        mine = "" if self.tenant is None else f" WHERE tenant_id = {self.tenant}"
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{self.name}"{mine}')
            return [column[0] for column in cursor.description], cursor.fetchall()

    def insertion(self, columns: list[str]) -> str:
        """The sentence that writes one row as it was read."""
        names = ", ".join(f'"{column}"' for column in columns)
        holes = ", ".join(["%s"] * len(columns))
        return f'INSERT INTO "{self.name}" ({names}) VALUES ({holes})'


def _stored(value: Any) -> Any:
    """A day or a moment as SQLite stores it, where each writing would have to turn it into that."""
    if databases.kind() != "sqlite":
        return value
    if isinstance(value, datetime):
        return adapt_datetime(value)
    return adapt_date(value) if isinstance(value, date) else value


class _Put:
    """Writes the rows of several tables of one tenant, or of none, again and again."""

    def __init__(self, tables: list[tuple[_Table, list[str], Rows]]) -> None:
        """`tables` with the columns and rows of each. On PostgreSQL all of it becomes one script, sent at once."""
        self.tables = [
            (table.insertion(columns), [tuple(map(_stored, row)) for row in rows])
            for table, columns, rows in tables
        ]
        self.script = ""
        if databases.kind() == "postgresql":
            with connection.cursor() as cursor:
                written = (cursor.mogrify(how, row) for how, rows in self.tables for row in rows)
                self.script = ";".join(written)

    def __call__(self) -> None:
        """Write them."""
        with connection.cursor() as cursor:
            if self.script:
                cursor.execute(self.script)
                return
            for how, rows in self.tables:
                cursor.executemany(how, rows)


@dataclass(frozen=True)
class _Kept:
    """What was made, pickled, and the rows that it wrote by tenant."""

    made: bytes
    written: list[tuple[int | None, "_Put"]]


# By what it is, its day and the database in which it was made: that one, and copies of it, give out no number of those
# rows again.
_kept: dict[tuple[Hashable, date, str], _Kept] = {}


def _tables() -> Iterator[_Table]:
    """Every table, a tenant's once for each tenant: on PostgreSQL no more is to be seen at a time."""
    tenants = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    for model in apps.get_models(include_auto_created=True):
        name = model._meta.db_table
        if any(field.column == "tenant_id" for field in model._meta.concrete_fields):
            yield from (_Table(name, tenant) for tenant in tenants)
        else:
            yield _Table(name, None)


def _within(tenant: int | None) -> Any:
    return nullcontext() if tenant is None else tenant_scope(tenant)


def _written() -> dict[_Table, tuple[list[str], Rows]]:
    found = {}
    for table in _tables():
        with _within(table.tenant):
            found[table] = table.rows()
    return found


def _made(make: Callable[[], object]) -> object:
    """What `make` makes; what is due is worked out once, after the last of its verbs."""
    with put_off_to_the_night():
        made = make()
    for tenant in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with tenant_scope(tenant):
            recompute_all(clock.today())
    return made


def _prepare(make: Callable[[], object]) -> _Kept:
    with transaction.atomic():
        before = {table: set(rows) for table, (_, rows) in _written().items()}
        made = pickle.dumps(_made(make))
        written = defaultdict(list)
        for table, (columns, rows) in _written().items():
            if new := [row for row in rows if row not in before.get(table, set())]:
                written[table.tenant].append((table, columns, new))
        puts = [(tenant, _Put(tables)) for tenant, tables in written.items()]
        transaction.set_rollback(True)
    return _Kept(made, puts)


def prepared(what: Hashable, make: Callable[[], T]) -> T:
    """What `make` makes, with its rows in the database. `make` runs once for each `what` and day in a process.

    It is told apart by `what` and the day only, so `make` must not depend on anything that a test has changed.
    """
    keys = [(what, clock.today(), name) for name in databases.lineage()]
    kept = next((_kept[key] for key in keys if key in _kept), None)
    if kept is None:
        kept = _kept[keys[0]] = _prepare(make)
    with transaction.atomic():
        for tenant, put in kept.written:
            with _within(tenant):
                put()
    result: T = pickle.loads(kept.made)
    return result
