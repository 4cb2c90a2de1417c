"""Rows of tables that belong to no tenant, found by what only one of them has: every request begins with three such.

Django writes the sentence anew each time, which takes four times as long as asking it.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import connection
from django.db.models import Model

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
