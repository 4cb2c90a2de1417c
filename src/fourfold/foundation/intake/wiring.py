"""What this room offers the rooms below it: the door to a file that was brought in, and how long it is kept."""

from fourfold.foundation.access.doors import Door, register, standing_at_setting
from fourfold.foundation.intake.models import KEPT_FOR, Intake
from fourfold.foundation.intake.queries import find_intake
from fourfold.foundation.retention.passing import passes

register(Door("intake", Intake, find_intake, standing_at_setting))

# The lines first: they hang on their file.
passes("intake.IntakeRow", "intake__at", KEPT_FOR)
passes("intake.Intake", "at", KEPT_FOR)
