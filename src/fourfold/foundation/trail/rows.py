"""Do the rows still say what the trail says was written? Finds what was changed behind the verbs' back."""

from collections.abc import Iterator

from django.apps import apps

from fourfold.foundation.scope.rows import TenantRow, written_fields
from fourfold.foundation.trail.chain import Fault, content_digest
from fourfold.foundation.trail.models import TrailEntry, TrailSalt


def _last_written() -> dict[tuple[str, str], tuple[str, str, str]]:
    """For each row that the trail knows: (what happened last, salted hash, salt or empty where it is gone)."""
    salts = dict(TrailSalt.objects.values_list("entry_id", "salt"))
    last: dict[tuple[str, str], tuple[str, str, str]] = {}
    entries = TrailEntry.objects.exclude(rows=[]).order_by("position").values_list("pk", "rows")
    for entry, rows in entries.iterator(chunk_size=2000):
        for label, public_id, what, digest in rows:
            last[label, public_id] = (what, digest, salts.get(entry, ""))
    return last


def altered_rows(skip: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Rows of the tenant in scope that were altered, added or removed by something other than a verb.

    `skip` holds labels of tables that are rebuilt from facts and checked elsewhere.
    """
    last = _last_written()
    seen: set[tuple[str, str]] = set()
    for model in apps.get_models():
        if not issubclass(model, TenantRow) or model._meta.label in skip:
            continue
        for row in model.objects.iterator(chunk_size=2000):
            key = (model._meta.label, row.public_id)
            seen.add(key)
            what, digest, salt = last.get(key, ("", "", ""))
            if what in {"", "removed"}:
                yield Fault(f"{key[0]} {key[1]}", "was added without a verb")
            elif not salt:
                yield Fault(f"{key[0]} {key[1]}", "cannot be compared: its link has lost its salt")
            elif content_digest(salt, written_fields(row)) != digest:
                yield Fault(f"{key[0]} {key[1]}", "was altered without a verb")
    for key, (what, _, _) in last.items():
        if key not in seen and what != "removed" and key[0] not in skip:
            yield Fault(f"{key[0]} {key[1]}", "was removed without a verb")
