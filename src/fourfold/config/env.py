"""The one typed reader of the environment. It refuses nonsense instead of guessing.

Every name starts with ``FOURFOLD_``. `read` collects them once; a name that nobody declared, or a value that
cannot be understood, raises `BadEnvironment` with a sentence that says which and what would be right.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from fourfold.config.oidc import BadProviders, Provider, read_providers

PREFIX = "FOURFOLD_"
ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class BadEnvironment(Exception):
    """An environment variable has a name or a value that Fourfold does not understand."""


@dataclass(frozen=True)
class Environment:
    """What the environment says, understood.

    `data` is the folder that holds the database, files and journals. `database` is Django's settings for one
    database. `address` is the public address (scheme and host) or empty on localhost. `demo` marks a
    demonstration. `mail` is the address of an SMTP server (``smtp://user:secret@host:port``) or empty, and `mail_from`
    the address from which mails come, which the two need together. `port` is where links lead on this machine while
    no public address is set. `providers` are those by
    which staff may sign in, from the JSON file that ``FOURFOLD_OIDC`` names.
    """

    data: Path
    database: dict[str, object]
    secret_key: str
    address: str
    demo: bool
    debug: bool
    mail: str
    mail_from: str
    proxies: int
    port: int
    providers: tuple[Provider, ...] = ()


def _yes_no(name: str, value: str) -> bool:
    if value in {"", "no"}:
        return False
    if value == "yes":
        return True
    raise BadEnvironment(f"{name} is “{value}”; it can be “yes” or “no”.")


def _number(name: str, value: str) -> int:
    if not value.isdigit():
        raise BadEnvironment(f"{name} is “{value}”; it should be a whole number, 0 or more.")
    return int(value)


# A page asks in two to five sentences, each its own; the driver keeps 128 prepared, less than there are pages.
CACHED_STATEMENTS = 512


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "fourfold.config.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "cached_statements": CACHED_STATEMENTS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; PRAGMA recursive_triggers=ON;"
            # What is sorted on the way to an answer takes a fifth less time than in files, and lies in none.
            " PRAGMA temp_store=MEMORY;",
        },
        "TEST": {"NAME": str(path.parent / "test-fourfold.sqlite3")},
    }


def _database(name: str, value: str, data: Path) -> dict[str, object]:
    if not value:
        return _sqlite(data / "fourfold.sqlite3")
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # A server that listens on a socket of the file system is named as libpq does: ?host=/folder
            "HOST": parts.hostname or "".join(parse_qs(parts.query).get("host", [])),
            "PORT": str(parts.port or ""),
        }
    raise BadEnvironment(
        f"{name} should begin with sqlite:/// or postgresql://; it begins with “{parts.scheme}”."
    )


def _providers(name: str, value: str) -> tuple[Provider, ...]:
    try:
        return read_providers(Path(value) if value else None)
    except BadProviders as error:
        raise BadEnvironment(f"{name}: {error}") from error


def _mail(name: str, server: str, sender: str) -> tuple[str, str]:
    """A mail server and the address from which mails come: both or neither."""
    if not server and not sender:
        return "", ""
    if urlsplit(server).scheme not in {"smtp", "smtps"} or not urlsplit(server).hostname:
        raise BadEnvironment(f"{name} should be smtp://user:secret@host:port, or smtps:// for TLS.")
    if not sender:
        raise BadEnvironment(
            f"{name}_FROM is missing: the address from which mails come, such as office@elm.example."
        )
    if not ADDRESS.fullmatch(parseaddr(sender)[1]) or "\n" in sender:
        raise BadEnvironment(
            f"{name}_FROM is “{sender}”; it should be an e-mail address, such as office@elm.example"
            " or Elm Primary <office@elm.example>."
        )
    return server, sender


def _secret(name: str, environ: Mapping[str, str]) -> str:
    """A secret itself, or, with _FILE, the first line of the file that holds it."""
    from_file = environ.get(f"{name}_FILE", "")
    if from_file:
        path = Path(from_file)
        if not path.is_file():
            raise BadEnvironment(f"{name}_FILE names a file that is not there: {path}.")
        return path.read_text(encoding="utf-8").splitlines()[0].strip()
    return environ.get(name, "")


KNOWN = {
    "DATA",
    "DATABASE",
    "DATABASE_FILE",
    "DATABASE_OWNER",
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "ADDRESS",
    "DEMO",
    "DEBUG",
    "MAIL",
    "MAIL_FILE",
    "MAIL_FROM",
    "PORT",
    "PROXIES",
    "HOME",
    "OIDC",
}


def read(environ: Mapping[str, str], here: Path) -> Environment:
    """Understand `environ`; `here` is the folder in which data lies when nothing else is said.

    Raises `BadEnvironment` for an unknown ``FOURFOLD_`` name or a value that makes no sense.
    """
    for name in environ:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in KNOWN:
            raise BadEnvironment(f"{name} is not a setting of Fourfold; see bin/fourfold --help.")

    def text(name: str) -> str:
        return environ.get(PREFIX + name, "").strip()

    data = Path(text("DATA") or here / "data").resolve()
    address = text("ADDRESS").rstrip("/")
    if address and not address.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise BadEnvironment(
            f"{PREFIX}ADDRESS is “{address}”; it should begin with https:// (or http://localhost)."
        )
    mail, mail_from = _mail(PREFIX + "MAIL", _secret(PREFIX + "MAIL", environ), text("MAIL_FROM"))
    return Environment(
        data=data,
        database=_database(PREFIX + "DATABASE", _secret(PREFIX + "DATABASE", environ), data),
        secret_key=_secret(PREFIX + "SECRET_KEY", environ),
        address=address,
        demo=_yes_no(PREFIX + "DEMO", text("DEMO")),
        debug=_yes_no(PREFIX + "DEBUG", text("DEBUG")),
        mail=mail,
        mail_from=mail_from,
        proxies=_number(PREFIX + "PROXIES", text("PROXIES") or "0"),
        port=_number(PREFIX + "PORT", text("PORT") or "8000"),
        providers=_providers(PREFIX + "OIDC", text("OIDC")),
    )
