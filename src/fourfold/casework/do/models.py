"""Sessions of support: each given, or not and why, by whom and when it was said; and the ones taken back."""

from typing import ClassVar

from django.db import models

from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.models import SupportLine
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow

WITH_THE_CHILD = Kept("with_the_child", "It says what support was really given.")


class Session(TenantRow):
    """One session of a line of support on one day: given, or not and why (D2). It is never changed, only taken back.

    `tap` is the id of the press that logged it, so that a press that arrives twice counts once; one press may log a
    whole group, each child with a row. `nth` tells sessions of one line on one day apart. `stands` is false once the
    session was taken back, and then there is a row that says who did it.
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sessions")
    line = models.ForeignKey(SupportLine, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField()
    nth = models.PositiveSmallIntegerField(default=1)
    planned = models.BooleanField(default=True, help_text="No: it was extra.")
    delivered = models.BooleanField()
    because = models.CharField(max_length=12, blank=True, help_text="A word of NotDelivered.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 5.")
    count = models.IntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    logged_at = models.DateTimeField()
    tap = models.CharField(max_length=64)
    stands = models.BooleanField(default=True, editable=False)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["line", "tap"], name="a_tap_once"),
            models.UniqueConstraint(
                fields=["line", "on", "nth"],
                condition=models.Q(stands=True),
                name="one_session_that_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(delivered=True, because="")
                | (models.Q(delivered=False) & ~models.Q(because="")),
                name="given_or_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["line", "on"], name="sessions_of_a_line"),
            models.Index(fields=["tenant", "on"], name="sessions_of_a_day"),
        ]


class TakenBack(TenantRow):
    """A session was logged by mistake: who took it back and when. The session itself stays."""

    kept: ClassVar[Kept] = WITH_THE_CHILD

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="taken_back")
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    def child_public_id(self) -> str | None:
        """The child whom the session was about."""
        return self.session.child_public_id()
