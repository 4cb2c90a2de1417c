"""Why a cycle ended here without a next step of its own."""

from typing import ClassVar

from django.db import models

from fourfold.casework.cycles.models import Cycle
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow


class Leaving(TenantRow):
    """A child moved, left or died in the middle of a cycle: from which day, and who wrote it down."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says why the support ended here.")

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="leaving")
    on = models.DateField()
    reason = models.CharField(
        max_length=20, blank=True, help_text="A word of `domain.words.EndReason`."
    )
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
