"""Databases for tests: one that is migrated once, and copies of it for tests that commit for real.

On PostgreSQL the owner migrates and copies, and the tests connect as the application's role, which is neither owner
nor superuser. Nothing is ever flushed: the trail's triggers refuse that, in tests too.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, connections

from fourfold.config.env import read

ROOT = Path(__file__).resolve().parents[1]
_copied_from: dict[str, str] = {}


def kind() -> str:
    """``sqlite`` or ``postgresql``."""
    return connection.vendor


def in_haste() -> None:
    """Let SQLite leave the writing to the system: what tests write is thrown away, in a power cut too."""
    options = connections.settings["default"].get("OPTIONS", {})
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )


def _owner() -> dict[str, Any]:
    there = {"FOURFOLD_DATABASE": os.environ["FOURFOLD_DATABASE_OWNER"]}
    return dict(read(there, ROOT).database)


def _as_owner(sentence: str) -> None:
    owner = _owner()
    with psycopg.connect(
        dbname=owner["NAME"], user=owner["USER"], host=owner["HOST"], autocommit=True
    ) as server:
        server.execute(sentence)


@contextmanager
def _settings(**values: object) -> Iterator[None]:
    """Point Django's connections, of every thread, elsewhere within the block."""
    there = connections.settings["default"]
    before = {name: there[name] for name in values}
    connections.close_all()
    there.update(values)
    try:
        yield
    finally:
        connections.close_all()
        there.update(before)


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect to the database in use as the role that owns its tables, within the block."""
    with _settings(USER=_owner()["USER"]):
        yield


def remove(name: str) -> None:
    """Remove the database `name` if it is there.

    On PostgreSQL one that the server itself is tidying up at this moment stays, as nobody but a superuser may stop
    that; the whole server goes with the run.
    """
    if kind() == "postgresql":
        with suppress(psycopg.errors.InsufficientPrivilege):
            _as_owner(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)


def migrate(name: str) -> None:
    """Make a database `name` (a path on SQLite), brought up to date."""
    remove(name)
    owner = {}
    if kind() == "postgresql":
        _as_owner(f'CREATE DATABASE "{name}"')
        owner = {"USER": _owner()["USER"]}
    with _settings(NAME=name, **owner):
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def migrated(name: str) -> Iterator[None]:
    """Use a new database `name` (a path on SQLite), brought up to date, within the block; it is removed after."""
    migrate(name)
    with _settings(NAME=name):
        yield
    remove(name)


@contextmanager
def copy(original: str, name: str) -> Iterator[None]:
    """Use a copy of the database `original`, called `name`, within the block; it is removed after."""
    with copied(original, name):
        yield
    remove(name)


@contextmanager
def copied(original: str, name: str) -> Iterator[None]:
    """Use a copy of the database `original`, called `name`, within the block; it stays."""
    connections.close_all()
    remove(name)
    if kind() == "postgresql":
        _as_owner(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    else:
        with closing(sqlite3.connect(original)) as old, closing(sqlite3.connect(name)) as new:
            old.backup(new)
    _copied_from[name] = original
    with _settings(NAME=name):
        yield


def lineage() -> Iterator[str]:
    """The database in use, the one that it is a copy of, and so on."""
    name: str | None = in_use()
    while name is not None:
        yield name
        name = _copied_from.get(name)


def in_use() -> str:
    """The name of the database in use."""
    return str(connections.settings["default"]["NAME"])
