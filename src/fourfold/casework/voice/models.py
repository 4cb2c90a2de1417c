"""What families and children were asked and told us: received first, shown once a named adult has read it."""

from datetime import date
from typing import ClassVar

from django.db import models

from fourfold.casework.people.models import Contact, Pupil
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Kept, TenantRow

RECEIVED = "received"
RELEASED = "released"


class Ask(TenantRow):
    """One person is asked for their views: a carer (`contact`), or the child (`contact` is None).

    They were asked when `message` reached them; where there is none, on the day `asked_on`.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It shows who was asked, and when.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField()
    how = models.CharField(max_length=20, help_text="A word of `choices.AskedHow`.")
    reply_by = models.DateField(null=True, blank=True)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    @property
    def reached_on(self) -> date | None:
        """The day on which this person was asked; None while the message is on its way, or failed."""
        return self.message.reached_on if self.message else self.asked_on

    @property
    def is_on_its_way(self) -> bool:
        """Whether a message may still bring it."""
        return self.message is not None and self.message.is_on_its_way


class Contribution(TenantRow):
    """What a carer (`contact`) or the child (`contact` is None) told us, in their own words.

    `author` is who typed it: the person, or somebody beside them. Until `read_on` nobody else is shown it.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the family's and the child's own voice.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    author = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(max_length=20, help_text="views, concern, plan or review.")
    way = models.CharField(max_length=20, help_text="A word of `choices.Way`.")
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47, such as tr.")
    going_well = models.TextField(blank=True)
    hard = models.TextField(blank=True)
    would_help = models.TextField(blank=True)
    words = models.TextField(blank=True)
    chosen = models.JSONField(default=dict, help_text="What was chosen of pictures, by topic.")
    received_on = models.DateField()
    state = models.CharField(max_length=20, default=RECEIVED, editable=False, db_index=True)
    read_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    read_on = models.DateField(null=True, blank=True)
