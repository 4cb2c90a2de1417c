"""The spine: one row per cycle of assess, plan, do, review, and one row for each of its moves."""

from typing import ClassVar

from django.db import models

from fourfold.casework.people.models import Pupil
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow


class Cycle(TenantRow):
    """One cycle of a child. Only `cycles.actions` changes its stage, by compare-and-set plus one inserted move."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the child's history of support.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=30, editable=False, db_index=True)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["pupil", "number"], name="cycle_numbers_once"),
            models.UniqueConstraint(
                fields=["pupil"],
                condition=models.Q(ended_on__isnull=True),
                name="one_open_cycle_per_child",
            ),
        ]


class Move(TenantRow):
    """One move of a cycle: from which stage to which, who, when, and what should have been there and was not."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who decided what when.")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField(max_length=40)
    frm = models.CharField(max_length=30, blank=True)
    to = models.CharField(max_length=30)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    because = models.TextField(blank=True, help_text="The reasons of a decision, in words.")
    passed_over = models.JSONField(default=list, help_text="Ids of what should have been there.")
    passed_because = models.TextField(blank=True, help_text="Why it was passed over.")
