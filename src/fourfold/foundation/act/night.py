"""Once a day: compare what is due with the facts, bring it to the new day, and let the heads of the chains leave."""

import json
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings

from fourfold.config.clock import LONDON
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.due.models import NightReport
from fourfold.foundation.due.recompute import Difference, night
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import Fault, walk
from fourfold.foundation.trail.models import ChainHead, TrailEntry
from fourfold.foundation.trail.rows import altered_rows

log = structlog.get_logger(__name__)


def run_night(now: datetime) -> dict[str, list[Difference]]:
    """The nightly run for every organisation. Returns what differed, by the organisation's public id.

    A difference is a defect: it is kept as a `NightReport` and logged by ids and counts.
    """
    day = now.astimezone(LONDON).date()
    found: dict[str, list[Difference]] = {}
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            differences = night(day)
            _report(organisation, now, differences)
        if differences:
            found[organisation.public_id] = differences
            log.error("due rows differ", setting=organisation.public_id, count=len(differences))
    send_out_heads(now)
    return found


def _report(organisation: Organisation, now: datetime, differences: list[Difference]) -> None:
    """Keep what was found. A second run on a day adds to the first: the rows were put right, the finding stays."""
    report, _made = NightReport.objects.get_or_create(
        tenant_id=organisation.pk, day=now.astimezone(LONDON).date(), defaults={"at": now}
    )
    report.at = now
    report.differences += [[each.key, each.what] for each in differences]
    report.save()


def _heads_folder() -> Path:
    folder = Path(settings.DATA) / "heads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def send_out_heads(now: datetime) -> Path:
    """Write the heads of all chains to a dated file, to be copied off the machine. Returns the file."""
    heads = {}
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            head = ChainHead.objects.first()
            if head:
                heads[organisation.public_id] = [head.position, head.digest]
    path = _heads_folder() / f"{now.astimezone(LONDON).date().isoformat()}.json"
    path.write_text(json.dumps(heads, indent=1, sort_keys=True), encoding="utf-8")
    return path


def _against(public_id: str, position: int, digest: str) -> list[Fault]:
    """Whether an organisation's chain still holds the link whose digest had left the machine."""
    organisation = Organisation.objects.filter(public_id=public_id).first()
    if organisation is None:
        return [Fault("organisation", "is gone, although the head of its chain left the machine")]
    with tenant_scope(organisation.pk):
        link = TrailEntry.objects.filter(position=position).first()
    if position and (link is None or link.digest != digest):
        return [Fault(f"link {position}", "is not the one whose head left the machine")]
    return []


def against_heads(heads: dict[str, list]) -> dict[str, list[Fault]]:
    """Whether the chains still hold the links of a file of `send_out_heads`; by public id, only those with faults.

    A chain that was written anew, cut off, or taken away with its head and its organisation is found by this alone.
    """
    found = {public_id: _against(public_id, *head) for public_id, head in heads.items()}
    return {public_id: faults for public_id, faults in found.items() if faults}


def verify(heads: dict[str, list] | None = None) -> dict[str, list[Fault]]:
    """Walk every chain and compare every row with it; by public id of the organisation, only those with faults.

    `heads` is the content of a file of `send_out_heads`: with it a chain that was written anew is found too.
    """
    found: dict[str, list[Fault]] = {}
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            faults = [*walk(), *altered_rows()]
        if faults:
            found[organisation.public_id] = faults
    for public_id, more in against_heads(heads or {}).items():
        found[public_id] = [*found.get(public_id, []), *more]
    return found
