"""``check``: is this installation well? Facts about it, and an exit code."""

import argparse
import io
import os
import sqlite3
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from fourfold.config import clock
from fourfold.config.commands import places
from fourfold.config.commands.base import FINE, FOUND_SOMETHING, Command, show
from fourfold.config.commands.late import late
from fourfold.foundation.act.ticks import last_tick

QUIET_FOR = 5 * 60  # seconds without a tick after which the worker counts as not running

NO_MAIL = (
    "No mail server is set up, so nobody gets an e-mail: each message waits to be printed and given."
    " Name the server in FOURFOLD_MAIL, and the sender in FOURFOLD_MAIL_FROM."
)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the folder of database and files (data)")
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    connection.ensure_connection()
    return f"PostgreSQL {connection.pg_version // 10000}"  # type: ignore[attr-defined]


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _faults() -> list[str]:
    said = io.StringIO()
    try:
        call_command("check", stdout=said, stderr=said)
    except SystemCheckError as error:
        return [line for line in str(error).splitlines() if line.strip()]
    return []


def _found_at_night() -> list[str]:
    """What the nightly runs of the last fourteen days found, a sentence for each organisation. Ids only."""
    scope, due = late("fourfold.foundation.scope.tenancy"), late("fourfold.foundation.due.queries")
    organisations = late("fourfold.foundation.access.models").Organisation.objects.order_by("pk")
    said = []
    for organisation in organisations:
        with scope.tenant_scope(organisation.pk):
            report = due.night_found(clock.today())
        if report:
            said.append(
                f"The nightly run of {report.day} found what is due in {organisation.public_id} otherwise than by"
                f" the facts ({len(report.differences)} differences) and put it right; run verify."
            )
    return said


def _run(options: argparse.Namespace) -> int:
    folder = places.any_folder(options.data, os.environ)
    demo = (folder / places.MARK).exists()
    places.use(folder, demo=demo, environ=os.environ)
    django.setup()
    wrong = _faults()
    facts: dict[str, object] = {
        "data": str(settings.DATA),
        "demonstration": demo,
        "python": sys.version.split()[0],
        "django": django.get_version(),
    }
    try:
        facts["database"] = _database()
        facts["migrations_waiting"] = waiting = _waiting_migrations()
        if waiting:
            wrong.append(f"{waiting} migrations wait; they run at the next start.")
        else:
            wrong += _found_at_night()
    except DatabaseError as error:
        facts["database"] = "unreachable"
        wrong.append(f"The database cannot be reached ({type(error).__name__}).")
    ticked = last_tick()
    facts["last_tick"] = ticked.isoformat() if ticked else None
    if ticked is None or (clock.now() - ticked).total_seconds() > QUIET_FOR:
        wrong.append("The worker has not ticked in the last five minutes: is it running?")
    # Not a fault: a setting may choose paper. But nobody should take it for sent.
    facts["mail"] = "leaves" if late("fourfold.foundation.act.deliver").mail_leaves() else NO_MAIL
    facts["wrong"] = wrong if options.json else ("; ".join(wrong) or "nothing")
    show(facts, as_json=options.json)
    return FOUND_SOMETHING if wrong else FINE


CHECK = Command("check", "say whether this installation is well", _options, _run)
