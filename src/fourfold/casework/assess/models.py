"""What is known of a child: strengths, needs and observations, each as somebody wrote it down."""

from typing import ClassVar

from django.db import models

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Pupil
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow


class Line(TenantRow):
    """One line of the picture. It belongs to the child and carries on into the next cycle until it is taken out."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what support is planned from.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    taken_out_on = models.DateField(null=True, blank=True)

    class Meta(TenantRow.Meta):
        abstract = True


class Strength(Line):
    """What this child is good at, likes, or has come on in."""

    kept: ClassVar[Kept] = Kept("with_the_child", "Support builds on what a child can do.")


class Need(Line):
    """A need, in words about this child; the areas it lies in, any number (Code 6.27). Never a diagnosis."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what support is planned for.")

    areas = models.JSONField(default=list, help_text="Words of `domain.words.AreaOfNeed`.")


class Observation(Line):
    """What was seen of the child, where and when."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It shows on what the picture rests.")

    place = models.CharField(max_length=120)
    seen_on = models.DateField()
    part_of_day = models.CharField(max_length=60, blank=True)
