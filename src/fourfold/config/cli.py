"""The command line: ``bin/fourfold``. Each command is a file's; this finds the one that was asked for."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from fourfold.config.commands import places
from fourfold.config.commands.base import EXIT_CODES, FAILED, Command, Refused, say
from fourfold.config.commands.checking import CHECK
from fourfold.config.commands.keeping import BACKUP, RESTORE
from fourfold.config.commands.proving import DUE, VERIFY
from fourfold.config.commands.serving import DEMO, SERVE
from fourfold.config.commands.users import USER
from fourfold.config.env import BadEnvironment, read
from fourfold.config.frames import with_room

COMMANDS: tuple[Command, ...] = (DEMO, SERVE, CHECK, USER, VERIFY, DUE, BACKUP, RESTORE)
INTRODUCTION = "Fourfold runs SEN Support: assess, plan, do, review, on one shared record."


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    whole = argparse.ArgumentParser(
        prog="bin/fourfold",
        description=INTRODUCTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    under = whole.add_subparsers(dest="command", metavar="command", required=True)
    for command in COMMANDS:
        one = under.add_parser(
            command.name,
            help=command.help,
            description=command.help.capitalize() + ".",
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.options(one)
        one.set_defaults(run=command.run)
    return whole


@with_room
def main(words: Sequence[str] | None = None) -> int:
    """Run the command that `words` (or the command line) ask for, and return its exit code."""
    options = parser().parse_args(words)
    os.umask(places.OTHERS)
    try:
        read(os.environ, Path.cwd())
        code: int = options.run(options)
    except (Refused, BadEnvironment) as refusal:
        say(str(refusal))
        return refusal.code if isinstance(refusal, Refused) else Refused("").code
    except (ImproperlyConfigured, DatabaseError, OSError) as error:
        say(f"It failed: {error}")
        return FAILED
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
