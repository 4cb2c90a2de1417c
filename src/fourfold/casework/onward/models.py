"""Why a child is no longer here, and with it why a cycle ended without a next step of its own."""

from typing import ClassVar

from django.db import models

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Pupil
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow


class Leaving(TenantRow):
    """A child moved, left or died: from which day, who wrote it down, and the cycle that ended with it, if any."""

    kept: ClassVar[Kept] = Kept(
        "with_the_child", "It says why the child, and any support, is no longer here."
    )

    cycle = models.OneToOneField(
        Cycle, null=True, blank=True, on_delete=models.CASCADE, related_name="leaving"
    )
    pupil = models.ForeignKey(
        Pupil,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The child, where no cycle was open.",
    )
    on = models.DateField()
    reason = models.CharField(
        max_length=20, blank=True, help_text="A word of `domain.words.EndReason`."
    )
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cycle__isnull=True) ^ models.Q(pupil__isnull=True),
                name="left_a_cycle_or_none_was_open",
            )
        ]
