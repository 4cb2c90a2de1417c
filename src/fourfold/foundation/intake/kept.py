"""Lines about somebody kept from who reads a list: nothing of ours is shown with them, and they do not come in."""

from collections.abc import Container

from django.utils.translation import gettext as _

from fourfold.foundation.intake.lines import Outcome, Weight
from fourfold.foundation.intake.models import IntakeRow


def is_kept(row: IntakeRow, kept: Container[str]) -> bool:
    """Whether a line is about somebody, or may be, or tells of somebody, who is among the `kept` (public ids)."""
    return row.target in kept or any(one["id"] in kept for one in row.candidates)


def leave_to_others(row: IntakeRow) -> None:
    """The line is left out, with that reason and with only what the file itself says."""
    said = _("Somebody else here has to bring in the file for this line.")
    row.came_to, row.differences = str(Outcome.LEFT_OUT), []
    row.reasons = [{"code": "kept", "sentence": said, "weight": str(Weight.LEFT_OUT)}]
    row.candidates = [{"id": one["id"], "name": ""} for one in row.candidates]
