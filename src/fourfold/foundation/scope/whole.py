"""Rows of tables that belong to no tenant, found by what only one of them has: every request begins with three such.

Django writes the sentence anew each time, which takes four times as long as asking it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from fourfold.foundation.scope.rows import TenantRow

M = TypeVar("M", bound=Model)


def found_by(model: type[M], name: str) -> Callable[[object], M | None]:
    """A reader that takes the value of a unique field and answers with the row that has it, or None.

    Raises `ValueError` for a tenant's table, which is read through its scope, and for a field that is not unique.
    """
    if issubclass(model, TenantRow) or not getattr(model._meta.get_field(name), "unique", False):
        raise ValueError(f"{model._meta.label}.{name} is not to be looked up without a scope.")
    written: dict[str, str] = {}

    def found(value: object) -> M | None:
        if value is None:
            return None
        if connection.vendor not in written:
            # With a value that every such field takes, so that no odd one of a request's shapes the sentence.
            asked = model._default_manager.filter(**{name: 1})
            written[connection.vendor] = asked.query.sql_with_params()[0]
        return next(iter(model._default_manager.raw(written[connection.vendor], [value])), None)

    return found


def _ready(value: object) -> object:
    """A value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def rows_by(asking: Callable[..., QuerySet[M]], *like: object) -> Callable[..., list[M]]:
    """A reader of rows whose sentence is written once, with the values `like`, and asked again with others.

    Each of `like` is a text or a moment that stands nowhere else in what is asked. Raises `ValueError` for a tenant's
    table, and where the sentence does not hold each of them.
    """
    written: dict[str, tuple[type[M], str, list[tuple[int | None, object]]]] = {}

    def write() -> tuple[type[M], str, list[tuple[int | None, object]]]:
        asked = asking(*like)
        sql, params = asked.query.sql_with_params()
        known = [_ready(value) for value in like]
        places = [(known.index(each) if each in known else None, each) for each in params]
        if issubclass(asked.model, TenantRow) or set(range(len(like))) - {
            at for at, _constant in places
        }:
            raise ValueError(f"{asked.model._meta.label} cannot be asked for by these values.")
        return asked.model, sql, places

    def found(*values: object) -> list[M]:
        if connection.vendor not in written:
            written[connection.vendor] = write()
        model, sql, places = written[connection.vendor]
        ready = [_ready(value) for value in values]
        params = [constant if at is None else ready[at] for at, constant in places]
        return list(model._default_manager.raw(sql, params))

    return found
