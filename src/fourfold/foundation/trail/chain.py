"""Adding links to an organisation's chain, and walking it to see whether it is whole."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fourfold.foundation.scope.tenancy import needed_tenant
from fourfold.foundation.trail.models import ChainHead, TrailEntry, TrailSalt

Row = tuple[str, str, str, dict[str, object]]


@dataclass(frozen=True)
class Link:
    """What is to be written down: who (`actor`) did or saw what (`act`) to which subject, about which child.

    `rows` are (label, public id, what happened, fields); only a salted hash of the fields is kept.
    `once` is an id under which the link is written at most once.
    """

    at: datetime
    actor: str
    act: str
    subject_label: str
    subject: str
    child: str = ""
    rows: list[Row] = field(default_factory=list)
    once: str | None = None


@dataclass(frozen=True)
class Fault:
    """A place where a chain or a row is not as it was written: `where` in words, `what` is wrong."""

    where: str
    what: str


def content_digest(salt: str, fields: dict[str, object]) -> str:
    """The salted hash (HMAC-SHA256, hex) of a row's fields."""
    text = json.dumps(fields, sort_keys=True, default=str, ensure_ascii=False)
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def _digest(entry: TrailEntry) -> str:
    body = [
        entry.tenant_id,
        entry.position,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.act,
        entry.subject_label,
        entry.subject,
        entry.child,
        entry.rows,
        entry.once,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


def lock_chain() -> ChainHead:
    """Have the head of the chain of the tenant in scope for oneself until the caller's transaction ends."""
    heads = ChainHead.objects.select_for_update()
    head = heads.first()
    if head is None:
        ChainHead.objects.get_or_create(tenant_id=needed_tenant())
        head = heads.get()
    return head


def append(links: Iterable[Link]) -> list[TrailEntry]:
    """Add `links` to the chain of the tenant in scope, in order, within the caller's transaction."""
    tenant = needed_tenant()
    head = lock_chain()
    entries: list[TrailEntry] = []
    salts: list[TrailSalt] = []
    for link in links:
        salt = secrets.token_hex(16)
        entry = TrailEntry(
            tenant_id=tenant,
            position=head.position + 1,
            at=link.at,
            actor=link.actor,
            act=link.act,
            subject_label=link.subject_label,
            subject=link.subject,
            child=link.child,
            rows=[
                [label, public_id, what, content_digest(salt, fields)]
                for label, public_id, what, fields in link.rows
            ],
            once=link.once,
            previous=head.digest,
        )
        entry.digest = _digest(entry)
        head.position, head.digest = entry.position, entry.digest
        entries.append(entry)
        if link.rows:
            salts.append(TrailSalt(tenant_id=tenant, entry=entry, salt=salt))
    TrailEntry.objects.bulk_create(entries)
    TrailSalt.objects.bulk_create(salts)
    head.save()
    return entries


def walk() -> Iterator[Fault]:
    """The faults of the chain of the tenant in scope: links altered, missing, moved or cut off at the end."""
    position, previous = 0, ""
    for entry in TrailEntry.objects.order_by("position").iterator(chunk_size=2000):
        where = f"link {entry.position}"
        if entry.position != position + 1:
            yield Fault(where, f"follows link {position}: links are missing")
        if entry.previous != previous:
            yield Fault(where, "does not continue the link before it")
        if entry.digest != _digest(entry):
            yield Fault(where, "has been altered")
        position, previous = entry.position, entry.digest
    head = ChainHead.objects.first()
    if head is None and position:
        yield Fault("head", "is missing")
    if head is not None and (head.position, head.digest) != (position, previous):
        yield Fault("head", f"says {head.position} links; the chain has {position}")
