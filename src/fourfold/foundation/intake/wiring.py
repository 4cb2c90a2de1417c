"""What this room offers the rooms below it: the door to a file that was brought in."""

from fourfold.foundation.access.doors import Door, register, standing_at_setting
from fourfold.foundation.intake.models import Intake
from fourfold.foundation.intake.queries import find_intake

register(Door("intake", Intake, find_intake, standing_at_setting))
