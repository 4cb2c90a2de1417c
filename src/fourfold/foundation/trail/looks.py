"""Looks at sensitive pages: kept in a journal at once, and added to the chain in batches by one writer.

A page that is only read takes no write lock on the database. The journal is a file beside the data; a look is in
it before the page is sent, and the worker moves looks to the chain within a second.
"""

import fcntl
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import structlog
from django.conf import settings
from django.db import transaction

from fourfold.foundation.scope.names import new_public_id
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import Link, append
from fourfold.foundation.trail.models import TrailEntry

log = structlog.get_logger("fourfold.looks")


def _folder() -> Path:
    folder = Path(settings.JOURNAL)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _locked() -> Iterator[Path]:
    folder = _folder()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def note_look(
    *, tenant: int, at: datetime, actor: str, what: str, label: str, subject: str, child: str
) -> None:
    """Write a look into the journal: ids and codes only."""
    line = json.dumps([new_public_id(), tenant, at.isoformat(), actor, what, label, subject, child])
    with _locked() as folder, (folder / "looks.jsonl").open("a+b") as journal:
        if journal.tell():
            journal.seek(-1, os.SEEK_END)
            if journal.read(1) != b"\n":  # A line before was torn: it takes none with it.
                journal.write(b"\n")
        journal.write(line.encode() + b"\n")


def _take(folder: Path) -> list[Path]:
    open_journal = folder / "looks.jsonl"
    if open_journal.exists():
        open_journal.rename(folder / f"taken-{new_public_id()}.jsonl")
    return sorted(folder.glob("taken-*.jsonl"))


def _is_here(tenant: int) -> bool:
    organisations = TrailEntry._meta.get_field("tenant").related_model
    return bool(organisations._base_manager.filter(pk=tenant).exists())


def _set_aside(path: Path) -> None:
    """Keep a copy of looks at an organisation that this database does not know: a backup was put back, perhaps."""
    copyfile(path, path.with_name(path.name.replace("taken-", "unknown-")))


def _link(line: bytes) -> tuple[int, Link]:
    """The organisation's database id and the link. Raises `ValueError` for a line that was torn."""
    once, tenant, at, actor, what, label, subject, child = json.loads(line)
    link = Link(
        at=datetime.fromisoformat(at),
        actor=actor,
        act=f"look:{what}",
        subject_label=label,
        subject=subject,
        child=child,
        once=once,
    )
    return tenant, link


def _read(path: Path) -> dict[int, list[Link]]:
    """The looks in a taken journal, by organisation. Torn lines (a full disk, a power cut) are kept in ``torn-…``."""
    by_tenant: dict[int, list[Link]] = defaultdict(list)
    torn: list[bytes] = []
    for line in path.read_bytes().splitlines():
        try:
            tenant, link = _link(line)
        except (ValueError, TypeError):
            torn.append(line)
        else:
            by_tenant[tenant].append(link)
    if torn:
        aside = path.with_name(path.name.replace("taken-", "torn-"))
        aside.write_bytes(b"\n".join(torn) + b"\n")
        log.error("torn lines in the journal of looks", count=len(torn), file=aside.name)
    return by_tenant


def drain() -> int:
    """Move the journal's looks to the chains. Returns how many were moved.

    A crash between the two leaves the taken file; its looks are written at most once, by their ids.
    """
    with _locked() as folder:
        taken = _take(folder)
    moved = 0
    for path in taken:
        for tenant, links in _read(path).items():
            if not _is_here(tenant):
                _set_aside(path)
                continue
            with tenant_scope(tenant), transaction.atomic():
                known = set(
                    TrailEntry.objects.filter(once__in=[link.once for link in links]).values_list(
                        "once", flat=True
                    )
                )
                fresh = [link for link in links if link.once not in known]
                append(fresh)
                moved += len(fresh)
        path.unlink(missing_ok=True)
    return moved
