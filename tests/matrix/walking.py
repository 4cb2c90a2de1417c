"""Going to an address as somebody, and seeing what came back and what was written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fourfold.foundation.scope.tenancy import tenant_scope
from tests.matrix.addresses import Address
from tests.matrix.made import Made
from tests.matrix.subjects import OTHER_PARTS, QUERIES

# Written for nobody's data: sessions, and what is kept, sealed, of a form whose session had ended.
NOT_DATA = ("django_session", "access_keptform")
_WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
_CHANGES = (
    re.compile(rb"[A-Za-z0-9+/_-]{20,}={0,2}"),  # nonces and tokens
    re.compile(rb"\b[23456789bcdfghjkmnpqrstvwxz]{14}\b"),  # public ids
)


def ids_for(address: Address, made: Made) -> dict[str, str]:
    """What stands in the address when it is about `made`."""
    ids = {part: str(made.get(kind).public_id) for part, kind in address.doors.items()}
    others = OTHER_PARTS.get(address.name, {})
    return ids | {part: say(made) for part, say in others.items()}


def path(address: Address, made: Made, *, setting: str = "", **other: str) -> str:
    """The path of an address about `made`; `setting` and `other` take the place of its own ids."""
    with tenant_scope(made.place.organisation.pk):
        ids = ids_for(address, made) | other
        asked = QUERIES[address.name](made) if address.name in QUERIES else {}
    kwargs = {"setting": setting or made.place.organisation.public_id} | ids
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse(address.name, kwargs=kwargs) + (f"?{query}" if query else "")


class Wrote:
    """The tables that were written to, as the database was told."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let the sentence through, and note what it writes to."""
        found = _WRITES.match(sql)
        if found and found.group(2) not in NOT_DATA:
            self.tables.append(found.group(2))
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Wrote]:
    """Within the block, note every table that is written to, whoever's tenant it is."""
    wrote = Wrote()
    with connection.execute_wrapper(wrote):
        yield wrote


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens within the block is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counts(tenants: list[int]) -> dict[int, tuple[int, ...]]:
    """How many rows of each tenant every table has, in one sentence for each tenant."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if any(field.column == "tenant_id" for field in model._meta.concrete_fields)
    ]
    numbers = ", ".join(f'(SELECT count(*) FROM "{name}" WHERE tenant_id = %s)' for name in tables)
    found = {}
    for tenant in tenants:
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(f"SELECT {numbers}", [tenant] * len(tables))
            found[tenant] = tuple(cursor.fetchone())
    return found


def visit(client: Client, address: str, method: str = "get", **data: Any) -> HttpResponse:
    """Read an address or send a form to it; an error of the view is raised here."""
    return getattr(client, method)(address, **data)


def same(response: HttpResponse) -> tuple[int, str, bytes]:
    """What an answer says, without what differs from one asking to the next: nonces, tokens and public ids."""
    body = bytes(response.content)
    for changing in _CHANGES:
        body = changing.sub(b"*", body)
    where = re.sub(r"[a-z0-9]{14}", "*", response.headers.get("Location", ""))
    return response.status_code, where, body


def all_of(response: HttpResponse) -> str:
    """Everything that came back, the page and its headers, but for random letters that may spell a name by chance."""
    body = bytes(response.content)
    for changing in _CHANGES:
        body = changing.sub(b"*", body)
    headers = {k: v for k, v in response.headers.items() if k != "Content-Security-Policy"}
    return body.decode(errors="replace") + str(headers)
