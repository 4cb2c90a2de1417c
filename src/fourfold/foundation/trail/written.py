"""Who wrote a row last, and when: as the trail has it."""

from collections.abc import Collection

from fourfold.foundation.trail.models import TrailEntry

# So many of the latest links are looked through: what made a form stale a moment ago is among them.
LATEST = 200


def last_written(rows: Collection[str], child: str) -> TrailEntry | None:
    """The latest link that wrote one of `rows` (public ids), which are about `child` (a public id, or empty)."""
    links = TrailEntry.objects.filter(child=child).exclude(rows=[]).order_by("-position")[:LATEST]
    return next(
        (link for link in links if {row for _what, row, *_rest in link.rows} & {*rows}), None
    )
