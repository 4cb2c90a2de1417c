"""``demo`` and ``serve``: bring the database up to date, then web and worker under one parent."""

import argparse
import errno
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.core.management import call_command
from django.db import connections

from fourfold.config.commands import places
from fourfold.config.commands.base import FAILED, UNAVAILABLE, Command, Refused, say
from fourfold.config.commands.late import late
from fourfold.config.commands.supervisor import Program, supervise
from fourfold.config.worker import the_only_one

LOCAL = {"localhost", "127.0.0.1", "::1"}
TABLE = "access_organisation"


def must_be_free(host: str, port: int) -> None:
    """Raises `Refused` when nobody could listen on `port` of `host`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = {
                errno.EADDRINUSE: "is taken by another program",
                errno.EACCES: "may only be used by the administrator of this machine",
            }.get(error.errno or 0, f"cannot be used ({error.strerror})")
            raise Refused(f"Port {port} {why}; choose another with --port.", UNAVAILABLE) from error


def migrate() -> None:
    """Bring the database up to date: as its owner where one is named, since the application's role may not."""
    owner = os.environ.get("FOURFOLD_DATABASE_OWNER", "")
    if not owner:
        call_command("migrate", interactive=False, verbosity=0)
        connections.close_all()
        return
    environ = {**os.environ, "FOURFOLD_DATABASE": owner}
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise Refused(f"The database could not be brought up to date: {' '.join(last)}", FAILED)


def web(bind: str, options: argparse.Namespace) -> Program:
    """The web process: one with eight threads unless more processes are asked for."""
    words = [sys.executable, "-m", "gunicorn", "fourfold.config.wsgi:application"]
    words += ["--bind", bind, "--workers", str(options.processes), "--threads", "8"]
    words += ["--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "10"]
    words += ["--log-level", "warning"]
    if options.certificate:
        words += [
            "--certfile",
            options.certificate,
            "--keyfile",
            options.key or options.certificate,
        ]
    return Program("web", words)


def _serve(bind: str, address: str, options: argparse.Namespace, after: list[str]) -> int:
    programs = [
        web(bind, options),
        Program("worker", [sys.executable, "-m", "fourfold.config.worker"]),
    ]
    host, _, port = bind.rpartition(":")
    ask_at = f"{'https' if options.certificate else 'http'}://{host}:{port}/"
    lines = "\n".join([*after, f"Fourfold is at {address}/ (stop it with Ctrl-C)."])
    return supervise(programs, ready_at=ask_at, when_ready=lambda: say(lines))


# ---- demo ----


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port on localhost (8000)")
    parser.add_argument(
        "--pupils", type=int, default=0, help="fill it with about so many more plain pupils (0)"
    )
    parser.add_argument(
        "--one-setting", action="store_true", help="put those pupils into one setting, not many"
    )
    parser.add_argument("--seed", type=int, default=4, help="the same seed, the same data (4)")
    parser.add_argument("--data", metavar="DIR", help="the demonstration's folder")


def _make_demonstration(folder: Path, asked: dict[str, object]) -> list[str]:
    """Fill the demonstration unless it is filled as asked; returns who can sign in, a line each."""
    demo = late("fourfold.config.demo")
    made = folder / "made.json"
    if not made.exists():
        say("Making the demonstration's settings, staff and children …")
        demo.make(**asked)
        made.write_text(json.dumps(asked), encoding="utf-8")
    lines: list[str] = demo.who_can_sign_in()
    connections.close_all()
    return lines


def start_anew_if_asked_otherwise(folder: Path, asked: dict[str, object]) -> bool:
    """Empty a demonstration that was made with other numbers, or not to its end: everything in it is invented.

    Database, journals and chain heads go together: a look kept for one database has no place in the next. Returns
    whether it was emptied. Raises `Refused` while another demonstration runs on the folder.
    """
    made = folder / "made.json"
    if made.exists() and json.loads(made.read_text(encoding="utf-8")) == asked:
        return False
    with the_only_one(folder) as alone:
        if not alone:
            raise Refused(f"Another demonstration runs on {folder}; stop it first, or use --data.")
        for old in folder.iterdir():
            if old.is_dir():
                shutil.rmtree(old)
            elif old.name not in {places.MARK, "worker.lock"}:
                old.unlink()
    return True


def _demo(options: argparse.Namespace) -> int:
    if os.environ.get("FOURFOLD_DATABASE") or os.environ.get("FOURFOLD_DATABASE_FILE"):
        raise Refused(
            "A demonstration keeps its data in a folder of its own; unset FOURFOLD_DATABASE first."
        )
    must_be_free("127.0.0.1", options.port)
    folder = places.demonstration_folder(options.data, os.environ)
    address = f"http://localhost:{options.port}"
    os.environ["FOURFOLD_ADDRESS"], os.environ["FOURFOLD_PORT"] = "", str(options.port)
    places.use(folder, demo=True, environ=os.environ)
    asked: dict[str, object] = {
        "pupils": options.pupils,
        "one_setting": options.one_setting,
        "seed": options.seed,
    }
    start_anew_if_asked_otherwise(folder, asked)
    django.setup()
    migrate()
    options.processes, options.certificate = 1, None
    return _serve(f"127.0.0.1:{options.port}", address, options, _make_demonstration(folder, asked))


DEMO = Command(
    "demo",
    "serve a demonstration full of invented people on this machine",
    _demo_options,
    _demo,
)


# ---- serve ----


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument(
        "--address",
        default="",
        help="the public address, such as https://fourfold.elm.example; without it only this machine can reach it",
    )
    parser.add_argument("--data", metavar="DIR", help="the folder of database and files (data)")
    parser.add_argument(
        "--behind-proxy",
        action="store_true",
        help="a proxy on this machine speaks HTTPS and passes requests on, setting X-Forwarded-Proto",
    )
    parser.add_argument("--certificate", metavar="FILE", help="certificate chain for HTTPS (PEM)")
    parser.add_argument("--key", metavar="FILE", help="its private key, if not in the same file")
    parser.add_argument("--processes", type=int, default=1, help="web processes (1)")


def bind_for(address: str, options: argparse.Namespace) -> str:
    """Where to listen for what is asked. Raises `Refused` for what would carry children's data in the clear."""
    parts = urlsplit(address)
    if not address or (parts.scheme == "http" and parts.hostname in LOCAL):
        return f"127.0.0.1:{options.port}"
    if parts.scheme != "https" or not parts.hostname:
        raise Refused(
            f"{address} is not safe to serve: only https:// is, except on localhost."
            " Use --certificate, or --behind-proxy with a proxy that speaks HTTPS."
        )
    if options.behind_proxy:
        return f"127.0.0.1:{options.port}"
    for given in (options.certificate, options.key):
        if given and not Path(given).is_file():
            raise Refused(f"There is no file {given}.", UNAVAILABLE)
    if not options.certificate:
        raise Refused(
            f"{address} needs HTTPS: give a certificate with --certificate and --key,"
            " or say --behind-proxy when a proxy on this machine has one."
        )
    return f"0.0.0.0:{options.port}"


def must_not_debug(address: str, environ: Mapping[str, str]) -> None:
    """Raises `Refused` where strangers could reach pages that show the program's inside."""
    if environ.get("FOURFOLD_DEBUG") == "yes" and urlsplit(address).hostname not in {None, *LOCAL}:
        raise Refused(
            f"FOURFOLD_DEBUG=yes shows to anybody at {address} what is inside; unset it, or serve localhost only."
        )


def must_be_under_row_security() -> None:
    """Raises `Refused` for a role of PostgreSQL to which row-level security or the trail's triggers are no lock."""
    if connections["default"].vendor != "postgresql":
        return
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        passes_by = cursor.fetchone()[0]
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = %s"
            " AND pg_has_role(current_user, relowner, 'MEMBER'))",
            [TABLE],
        )
        owns = cursor.fetchone()[0]
    if passes_by or owns:
        why = "is a superuser or bypasses row-level security" if passes_by else "owns the tables"
        raise Refused(
            f"The role in FOURFOLD_DATABASE {why}: name one that does not, and the owner in FOURFOLD_DATABASE_OWNER."
        )


def must_have_another_owner(environ: Mapping[str, str]) -> None:
    """Raises `Refused` before the application's role makes the tables, and so becomes their owner."""
    there = connections["default"].introspection.table_names()
    on_postgresql = connections["default"].vendor == "postgresql"
    if on_postgresql and not environ.get("FOURFOLD_DATABASE_OWNER") and TABLE not in there:
        raise Refused(
            "This database has no tables yet: name the role that is to make and own them in FOURFOLD_DATABASE_OWNER."
        )


def how_to_begin(address: str) -> list[str]:
    """What to tell whoever started an empty system: where to set it up, and the code for it, which is made anew."""
    code = late("fourfold.casework.people.first").new_first_code()
    connections.close_all()
    if not code:
        return []
    return [
        f"Nobody works with this system yet. Set it up at {address}/begin/ with this code: {code}",
        "The code works once, and until the next start.",
    ]


def _serve_for_real(options: argparse.Namespace) -> int:
    address = (options.address or os.environ.get("FOURFOLD_ADDRESS", "")).rstrip("/")
    bind = bind_for(address, options)
    must_not_debug(address, os.environ)
    folder = places.real_folder(options.data, os.environ)
    must_be_free(bind.rpartition(":")[0], options.port)
    os.environ["FOURFOLD_ADDRESS"], os.environ["FOURFOLD_PORT"] = address, str(options.port)
    if options.behind_proxy:
        os.environ.setdefault("FOURFOLD_PROXIES", "1")
    places.use(folder, demo=False, environ=os.environ)
    django.setup()
    must_be_under_row_security()
    must_have_another_owner(os.environ)
    migrate()
    must_be_under_row_security()
    shown = address or f"http://localhost:{options.port}"
    return _serve(bind, shown, options, how_to_begin(shown))


SERVE = Command("serve", "serve for real use", _serve_options, _serve_for_real)
