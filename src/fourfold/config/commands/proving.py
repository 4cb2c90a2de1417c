"""``verify`` and ``due``: is the record as it was written, and does what is due follow from the facts?"""

import argparse
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from django.db import connection

from fourfold.config.commands import places
from fourfold.config.commands.base import (
    FINE,
    FOUND_SOMETHING,
    UNAVAILABLE,
    Command,
    Refused,
    say,
    show,
)
from fourfold.config.commands.late import late


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the folder of database and files (data)")
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def start(options: argparse.Namespace) -> None:
    """Make ready to read an installation. Raises `Refused` when there is none in the folder."""
    folder = places.any_folder(options.data, os.environ)
    if not (os.environ.get("FOURFOLD_DATABASE") or (folder / "fourfold.sqlite3").exists()):
        raise Refused(f"There is no system in {folder}; name its folder with --data.", UNAVAILABLE)
    demo = (folder / places.MARK).exists()
    places.use(folder, demo=demo, environ=os.environ)
    django.setup()
    if "access_organisation" not in connection.introspection.table_names():
        raise Refused(f"The system in {folder} has never been started.", UNAVAILABLE)


def _for_each(
    options: argparse.Namespace,
    what: str,
    ask: Callable[[], Iterable[str]],
    heads: dict[str, list] | None = None,
) -> int:
    """Ask each organisation, in its scope, hold the chains against `heads`, and print what was found."""
    start(options)
    scope = late("fourfold.foundation.scope.tenancy")
    organisations = late("fourfold.foundation.access.models").Organisation.objects.order_by("pk")
    found: dict[str, list[str]] = {}
    for organisation in organisations:
        say(f"{organisation.name} …")
        with scope.tenant_scope(organisation.pk):
            found[organisation.public_id] = list(ask())
    facts: dict[str, object] = {"organisations": len(found)}
    for whose, some in late("fourfold.foundation.act.night").against_heads(heads or {}).items():
        found.setdefault(whose, []).extend(f"{fault.where} {fault.what}" for fault in some)
    faults = [f"{whose}: {fault}" for whose, some in found.items() for fault in some]
    facts[what] = faults if options.json else ("\n".join(faults) or "none")
    show(facts, as_json=options.json)
    return FOUND_SOMETHING if faults else FINE


def _faults() -> Iterable[str]:
    chain = late("fourfold.foundation.trail.chain")
    rows = late("fourfold.foundation.trail.rows")
    for fault in (*chain.walk(), *rows.altered_rows()):
        yield f"{fault.where} {fault.what}"


def _differences() -> Iterable[str]:
    recompute = late("fourfold.foundation.due.recompute")
    for difference in recompute.differences():
        yield f"{difference.key} {difference.what}"


def _verify_options(parser: argparse.ArgumentParser) -> None:
    _options(parser)
    parser.add_argument(
        "--heads",
        metavar="FILE",
        help="a file of heads/ that was copied off the machine: is each chain still the one that it names?",
    )


def heads_in(path: Path) -> dict[str, list]:
    """The heads that a file names: position and digest by organisation. Raises `Refused` for any other file."""
    try:
        heads = json.loads(path.read_text(encoding="utf-8"))
        sound = all(isinstance(at, int) and isinstance(is_, str) for at, is_ in heads.values())
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).", UNAVAILABLE) from error
    except (ValueError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise Refused(f"{path} is not a file of heads, as the nightly run writes them to heads/.")
    return dict(heads)


def _verify(options: argparse.Namespace) -> int:
    heads = heads_in(Path(options.heads)) if options.heads else None
    return _for_each(options, "faults", _faults, heads)


VERIFY = Command(
    "verify",
    "walk each organisation’s trail and compare every row with what was last written of it",
    _verify_options,
    _verify,
)
DUE = Command(
    "due",
    "work out everything that is due from the facts, and compare; changes nothing",
    _options,
    lambda options: _for_each(options, "differences", _differences),
)
