"""Reviews: who took part and said what, each outcome judged, each line decided, the next step, who was given it."""

from datetime import date
from typing import ClassVar

from django.db import models

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Contact
from fourfold.casework.plan.models import Outcome, PlanVersion, SupportLine
from fourfold.casework.voice.models import Contribution
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Kept, TenantRow

WITH_THE_CHILD = Kept("with_the_child", "It says what a review found and decided.")


class Review(TenantRow):
    """The review of a cycle: prepared, then held. Once held it is corrected with a reason only (`Correction`).

    `version` is the version of the plan that was judged; `snapshot` what everybody is shown as agreed; `corrected` how
    often it was corrected.
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="review")
    prepared_on = models.DateField(null=True, blank=True)
    prepared_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    meets_on = models.DateField(null=True, blank=True)
    meets_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    version = models.ForeignKey(
        PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    held_on = models.DateField(null=True, blank=True)
    led_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(blank=True)
    next_step = models.CharField(max_length=30, blank=True, help_text="A word of NextStep.")
    next_words = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    off_because = models.TextField(
        blank=True, help_text="Why the meeting of `meets_on` was called off; empty: it was not."
    )
    snapshot = models.JSONField(default=dict)
    corrected = models.PositiveSmallIntegerField(default=0)


class Correction(TenantRow):
    """What was written down of a review was wrong: who corrected it, why, and what it said `before`."""

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="corrections")
    on = models.DateField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.TextField()
    before = models.JSONField()


class Invitation(TenantRow):
    """One person of the family is asked to the review. Without a contact it is the child.

    They were asked when `message` reached them; where there is none (they are spoken to), on the day `on`.
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    on = models.DateField()
    how = models.CharField(max_length=20)
    meets_on = models.DateField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    comes_on = models.DateField(
        null=True, blank=True, help_text="When they said that they will come; empty: they have not."
    )

    @property
    def asked_on(self) -> date | None:
        """The day on which this person was asked; None while the message is on its way, or failed."""
        return self.message.reached_on if self.message else self.on


class CannotCome(TenantRow):
    """Somebody who was asked to a review said that they cannot come on that day.

    What would suit lies in a contribution, which a named adult reads before anybody is shown it (W9). It stays open
    until they were asked for another day, were there all the same, or somebody wrote down what was done (`answer`).
    Who can come after all takes it back (`withdrawn_on`); it is kept, and may be said anew.
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="cannot_come_stands_once",
            )
        ]


class TookPart(TenantRow):
    """One person of the family at the review: there, not, or not said, and their words. Without a contact the child.

    The words lie in a contribution, which a named adult reads before anybody is shown it (W9).
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="people")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    there = models.BooleanField(null=True, blank=True, help_text="Empty: nobody said.")
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class OutcomeJudgement(TenantRow):
    """What the review said of one outcome, with the evidence, and where the child is now."""

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="judgements")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="judgements")
    judgement = models.CharField(max_length=10, help_text="A word of Judgement.")
    words = models.TextField(blank=True)
    now = models.TextField(blank=True, help_text="Where the child is, where it is not counted.")
    number = models.DecimalField(null=True, blank=True, max_digits=10, decimal_places=2)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["review", "outcome"], name="an_outcome_judged_once")
        ]


class LineDecision(TenantRow):
    """What the review decided of one line of support, and how much of it had happened until then.

    The numbers are those of `domain.do.Delivery`.
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    line = models.ForeignKey(SupportLine, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=10, help_text="A word of LineDecision.")
    words = models.TextField(blank=True)
    planned = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    more = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["review", "line"], name="a_line_decided_once")
        ]


class RecordGiven(TenantRow):
    """What the review agreed goes to one person: a carer, a member of staff, or (neither) the child.

    They have it when `message` reached them, or from the day `on` which it was handed over or talked through. It was
    `overtaken` when the review was corrected since (`overtaken_on`), and they could be sent no message that says so:
    from that day they are owed it anew.
    """

    kept: ClassVar[Kept] = WITH_THE_CHILD

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="given")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    staff = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(null=True, blank=True)
    overtaken = models.BooleanField(default=False)
    overtaken_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=20, help_text="A word of `choices.GivenHow`.")
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    @property
    def given_on(self) -> date | None:
        """The day on which this person had what holds; None while a message is on its way, or failed."""
        if self.overtaken:
            return None
        return self.on or (self.message.reached_on if self.message else None)

    @property
    def is_on_its_way(self) -> bool:
        """Whether a message will bring it."""
        return self.on is None and self.message is not None and self.message.is_on_its_way


class SupportEnd(TenantRow):
    """SEN Support ended with this cycle: why, who decided, and until when the child is watched (Code 6.55)."""

    kept: ClassVar[Kept] = WITH_THE_CHILD

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="support_end")
    on = models.DateField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reasons = models.TextField()
    watch_until = models.DateField(null=True, blank=True)


class EndTold(TenantRow):
    """One of a family was told in another way than by a message that SEN Support ended: how, when and by whom.

    Without a contact the young person.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the proof that a person was told.")

    end = models.ForeignKey(SupportEnd, on_delete=models.CASCADE, related_name="told")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    on = models.DateField()
    how = models.CharField(max_length=20, help_text="A word of `choices.ToldHow`.")
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["end", "contact"], name="told_of_an_end_once"),
            models.UniqueConstraint(
                fields=["end"],
                condition=models.Q(contact__isnull=True),
                name="young_person_told_of_an_end_once",
            ),
        ]

    def child_public_id(self) -> str | None:
        """The child whose support had ended."""
        return self.end.child_public_id()


class LookedAgain(TenantRow):
    """After SEN Support ended the child was looked at again: what was seen, by whom and when (Code 6.20)."""

    kept: ClassVar[Kept] = WITH_THE_CHILD

    end = models.OneToOneField(SupportEnd, on_delete=models.CASCADE, related_name="looked_again")
    on = models.DateField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()

    def child_public_id(self) -> str | None:
        """The child whose support had ended."""
        return self.end.child_public_id()
