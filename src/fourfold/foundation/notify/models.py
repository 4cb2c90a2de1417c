"""The outbox: what is to be told to whom, by which channel, and whether it went."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models

from fourfold.foundation.design.format import as_date
from fourfold.foundation.scope.rows import Kept, TenantRow

# How a message can have reached its reader: it went out, or was printed and handed over.
REACHED = frozenset({"sent", "given"})
# How it can be on its way still: nobody needs to do anything twice.
ON_ITS_WAY = frozenset({"queued", "sending", "held", "to_print"})
# How it goes on paper, also where no mail server took it.
ON_PAPER = frozenset({"to_print", "given"})


class Message(TenantRow):
    """One message to one person by one channel. The payload holds ids and dates, never text about a child."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the proof that a person was told.")

    kind = models.CharField(max_length=60)
    to = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    child = models.CharField(max_length=14, blank=True, db_index=True)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default="queued", db_index=True)
    why = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    def child_public_id(self) -> str | None:
        """The child whom the message is about, if any."""
        return self.child or None

    @property
    def reached_at(self) -> datetime | None:
        """When it went to its reader, or was printed and handed over; None while neither is so."""
        return self.sent_at if self.state in REACHED else None

    @property
    def reached_on(self) -> date | None:
        """The day of that."""
        return as_date(self.reached_at) if self.reached_at else None

    @property
    def is_on_paper(self) -> bool:
        """Whether it goes to its reader on paper, or went so."""
        return self.channel == "print" or self.state in ON_PAPER

    @property
    def is_on_its_way(self) -> bool:
        """Whether it may still reach its reader without anybody's doing it anew."""
        return self.state in ON_ITS_WAY
