"""Readers: what was brought in, and what a file comes to."""

from django.db.models import QuerySet

from fourfold.foundation.intake.lines import Outcome
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.scope.together import only


@only
def find_intake(public_id: str) -> QuerySet[Intake]:
    """The intake with that public id in the tenant in scope, without its file, or None."""
    found = Intake.objects.filter(public_id=public_id)
    return found.defer("content").select_related("by")


def waiting(public_id: str) -> Intake | None:
    """The intake with that public id, as an address gives it, while it waits; None for every other."""
    found = find_intake(public_id) if public_id.isalnum() else None
    return found if found and found.state == "read" else None


def lately(most: int = 20) -> list[Intake]:
    """What was brought in lately, the newest first, without the files."""
    return list(
        Intake.objects.defer("content", "journal").select_related("by").order_by("-at")[:most]
    )


def rows_of(intake: Intake, outcome: Outcome | None = None) -> list[IntakeRow]:
    """The lines of a file in their order, all or those that came to `outcome`."""
    rows = IntakeRow.objects.filter(intake=intake).order_by("number")
    return list(rows.filter(came_to=str(outcome)) if outcome else rows)
