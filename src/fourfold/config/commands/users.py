"""``user``: who works where, an invitation that needs no mail, lost second factors, the end of a membership."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fourfold.config import clock
from fourfold.config.commands.base import FINE, Command, Refused, say, show
from fourfold.config.commands.late import late
from fourfold.config.commands.proving import start
from fourfold.domain.words import STAFF, Role

ROLES = tuple(sorted(str(role) for role in (*STAFF, Role.PROFESSIONAL)))
ACCESS = "fourfold.foundation.access"


def _role(role: str) -> str:
    """A role as it is typed, with its word where that is another."""
    word = str(Role(role).label)
    return role if word.lower() == role else f"{role} ({word})"


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the folder of database and files (data)")
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def _options(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(dest="what", metavar="what", required=True)
    lists = under.add_parser("list", help="who works where, as what")
    lists.add_argument("--setting", metavar="NAME", help="only there")
    invite = under.add_parser(
        "invite",
        help="print a link by which somebody chooses a password; it works once, for 7 days",
    )
    invite.add_argument("--setting", metavar="NAME", required=True)
    invite.add_argument("--email", required=True, help="the address for signing in")
    invite.add_argument("--name", help="how they are called there, such as “Ms Obi”")
    invite.add_argument(
        "--role",
        action="append",
        choices=ROLES,
        metavar="ROLE",
        help=f"what they are there; can be given more than once: {', '.join(map(_role, ROLES))}",
    )
    invite.add_argument("--address", default="", help="the public address of this system")
    end = under.add_parser("end", help="after today somebody can no longer come in there")
    end.add_argument("--setting", metavar="NAME", required=True)
    end.add_argument("--email", required=True, help="their address for signing in")
    end.add_argument("--now", action="store_true", help="at once, and sign them out everywhere")
    reset = under.add_parser(
        "reset-factors",
        help="let somebody who has lost passkey, code app and printed codes set up another",
    )
    reset.add_argument("email", metavar="EMAIL", help="their address for signing in")
    for one in (lists, invite, end, reset):
        _common(one)


def _settings(named: str | None) -> list[Any]:
    """The organisations, or the one named so or with that id. Raises `Refused` if there is none, or more than one."""
    everywhere = late(f"{ACCESS}.models").Organisation.objects.order_by("search_key", "pk")
    if not named:
        return list(everywhere)
    key = late("fourfold.foundation.scope.names").search_key(named)
    found = [one for one in everywhere if named == one.public_id or key == one.search_key]
    if not found:
        raise Refused(f"There is no setting called {named}; bin/fourfold user list names them.")
    if len(found) > 1:
        ids = ", ".join(one.public_id for one in found)
        raise Refused(f"{len(found)} settings are called {named}; give the id of one: {ids}.")
    return found


@contextmanager
def _in(setting: Any) -> Iterator[None]:
    with late("fourfold.foundation.scope.tenancy").tenant_scope(setting.pk):
        yield


def _system(setting: Any) -> Any:
    return late(f"{ACCESS}.actors").system_actor(setting.pk, "command-line")


def _people(setting: Any) -> list[dict[str, object]]:
    with _in(setting):
        members = late("fourfold.casework.people.staff").staff_here(clock.today())
    return [
        {
            "name": one.member.called,
            "email": one.member.user.email if one.member.user else "",
            "roles": [str(role) for role in one.roles],
            "until": one.member.valid_to,
            "password": bool(one.member.user and one.member.user.has_usable_password()),
        }
        for one in members
    ]


def _list(options: argparse.Namespace) -> int:
    settings = [
        {"setting": one.name, "id": one.public_id, "people": _people(one)}
        for one in _settings(options.setting)
    ]
    if options.json:
        show({"settings": settings}, as_json=True)
        return FINE
    if not settings:
        say("There is no setting yet.")
    for setting in settings:
        sys.stdout.write(f"{setting['setting']} ({setting['id']})\n")
        for person in setting["people"] or ():
            sys.stdout.write(f"  {_line(person)}\n")
    return FINE


def _line(person: dict[str, Any]) -> str:
    roles = ", ".join(Role(role).label for role in person["roles"])
    said = [person["name"], person["email"], roles]
    if person["until"]:
        said.append(f"until {person['until']}")
    if not person["password"]:
        said.append("no password yet")
    return " · ".join(said)


def _member(setting: Any, email: str) -> Any:
    members = late(f"{ACCESS}.models").Membership.objects.select_related("user")
    return members.filter(user__email=email.strip().lower()).first()


def _new_member(setting: Any, options: argparse.Namespace) -> None:
    """Put them among the people of the setting. Raises `Refused` if something is missing."""
    if not options.name or not options.role:
        raise Refused("Somebody new needs --name and at least one --role.")
    if "@" not in options.email.strip("@ "):
        raise Refused(f"{options.email} is not an e-mail address.")
    users = late(f"{ACCESS}.models").User.objects
    email = options.email.strip().lower()
    late("fourfold.foundation.act.organisations").add_member(
        setting,
        options.name,
        [Role(role) for role in dict.fromkeys(options.role)],
        actor=_system(setting),
        today=clock.today(),
        user=users.filter(email=email).first() or users.create_user(email),
    )


def _invite(options: argparse.Namespace) -> int:
    (setting,) = _settings(options.setting)
    transaction = late("django.db.transaction")
    with transaction.atomic(), _in(setting):
        member = _member(setting, options.email)
        if member is not None and member.valid_to is not None:
            raise Refused(
                f"{member.called} is a member of {setting.name} until {member.valid_to}, and is not invited again."
            )
        if member is None:
            _new_member(setting, options)
            member = _member(setting, options.email)
            say(f"{member.called} is among the people of {setting.name} from today on.")
        else:
            say(f"{member.called} is among the people of {setting.name} already; nothing changes.")
        link = late("fourfold.casework.people.first").invitation_address(member.user)
    address = options.address.rstrip("/")
    facts: dict[str, object] = {
        "setting": setting.name,
        "name": member.called,
        "email": member.user.email,
        "link": f"{address}{link}" if address else late(f"{ACCESS}.pages").absolute(link),
    }
    show(facts, as_json=options.json)
    say("The link works once, for seven days. Give it to that person and to nobody else.")
    return FINE


def _end(options: argparse.Namespace) -> int:
    (setting,) = _settings(options.setting)
    today = clock.today()
    with _in(setting):
        member = _member(setting, options.email)
        if member is None:
            raise Refused(f"Nobody of {setting.name} signs in with {options.email}.")
        if member.valid_to is not None:
            raise Refused(f"The membership of {member.called} ended on {member.valid_to} already.")
        late("fourfold.foundation.act.organisations").end_membership(
            setting, member, actor=_system(setting), today=today, now=options.now
        )
    facts: dict[str, object] = {
        "setting": setting.name,
        "name": member.called,
        "last_day": member.valid_to,
    }
    show(facts, as_json=options.json)
    return FINE


def _reset_factors(options: argparse.Namespace) -> int:
    """Wherever they are a member it stands on the trail; they are told by e-mail."""
    email = options.email.strip().lower()
    seats = late(f"{ACCESS}.models").Seat.objects.filter(user__email=email)
    settings = [seat.organisation for seat in seats.select_related("organisation").order_by("pk")]
    if not settings:
        raise Refused(f"Nobody signs in as staff with {options.email}.")
    with late("django.db.transaction").atomic():
        for setting in settings:
            with _in(setting):
                late("fourfold.foundation.act.organisations").reset_factors(
                    setting, _member(setting, email), actor=_system(setting)
                )
    late(f"{ACCESS}.mails").factors_reset(email)
    facts: dict[str, object] = {"email": email, "settings": [one.name for one in settings]}
    show(facts, as_json=options.json)
    say("They are signed out everywhere. After their password they set up another way at once.")
    return FINE


WHAT = {"list": _list, "invite": _invite, "end": _end, "reset-factors": _reset_factors}


def finish() -> None:
    """Leave the database."""
    late("django.db").connections.close_all()


def _run(options: argparse.Namespace) -> int:
    start(options)
    try:
        return WHAT[options.what](options)
    finally:
        finish()


USER = Command(
    "user",
    "list who works where, invite somebody, reset lost second factors, end a membership",
    _options,
    _run,
)
