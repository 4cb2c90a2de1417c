"""The plan of a cycle as it is being written, the versions as they were shared, with whom, and what each said."""

from datetime import date
from typing import ClassVar

from django.db import models

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Contact
from fourfold.casework.voice.models import RELEASED, Contribution
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Kept, TenantRow


class Plan(TenantRow):
    """What is planned in one cycle, as it stands now. `number` is the version that is being written or in force.

    It always carries a day for its review (P3): the setting's default is filled in and can be changed.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what was agreed for the child.")

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="plan")
    number = models.PositiveSmallIntegerField(default=1)
    begun_on = models.DateField()
    started_on = models.DateField(
        null=True, blank=True, help_text="The day on which support began, or will."
    )
    started_because = models.TextField(
        blank=True, help_text="Why support began later than the plan said."
    )
    review_on = models.DateField()
    review_on_filled_in = models.BooleanField(
        default=True, help_text="The default of the rule, which nobody has changed yet."
    )
    review_late_because = models.TextField(
        blank=True, help_text="Why the review lies after the end of the term."
    )
    revision = models.PositiveIntegerField(default=0)


class PlanRow(TenantRow):
    """A part of a plan that is being written. `revision` counts its changes, so that nobody writes over another.

    A part that stood in a shared version is never deleted: `ended_on` says when it ended.
    """

    revision = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    carried_from = models.CharField(max_length=14, blank=True)
    times_carried = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantRow.Meta):
        abstract = True


class Outcome(PlanRow):
    """By when the child will do what, how it can be told, where they are now and what is aimed for (P1; Code 6.48)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what was aimed for with the child.")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="outcomes")
    words = models.TextField()
    area = models.CharField(max_length=40, blank=True)
    measure = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    baseline = models.TextField(blank=True)
    baseline_number = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.TextField(blank=True)
    target_number = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    by_date = models.DateField(null=True, blank=True)

    @property
    def is_counted(self) -> bool:
        """Whether where the child is can be said in a number."""
        numbers = (self.baseline_number, self.target_number)
        return bool(self.unit) or any(number is not None for number in numbers)


class SupportLine(PlanRow):
    """One line of support: what, towards which outcome, who gives it, how often, with whom, where (P5)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the help that was planned for the child.")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    towards = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="lines"
    )
    what = models.TextField()
    kind = models.CharField(max_length=20, blank=True)
    given_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group_size = models.PositiveSmallIntegerField(default=1)
    with_whom = models.CharField(max_length=200, blank=True)
    per_week = models.PositiveSmallIntegerField(default=0, help_text="0: whenever it is needed.")
    minutes = models.PositiveSmallIntegerField(default=0, help_text="A session; 0: not said.")
    days = models.CharField(max_length=7, blank=True, help_text="ISO numbers of weekdays.")
    at = models.CharField(max_length=60, blank=True, help_text="When in the day, in words.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    to_change = models.BooleanField(default=False, help_text="The review wants this changed.")


class Responsibility(PlanRow):
    """What the school, the family and the child each do (P5; Code 6.65)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what each agreed to do for the child.")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="responsibilities")
    whose = models.CharField(max_length=10)
    words = models.TextField()

    class Meta(PlanRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "whose"], name="one_part_each_in_a_plan")
        ]


class Adjustment(PlanRow):
    """Something done differently in class: for everyone, or as a reasonable adjustment for a disability (P7)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what was done differently for the child.")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="adjustments")
    words = models.TextField()
    kind = models.CharField(max_length=12, default="classroom")


class PlanVersion(TenantRow):
    """A plan as it was frozen: its `content` (canonical JSON) and hash are never changed, only superseded.

    The database refuses a change of what is frozen, too (`wiring`). `shared_on` is empty for a version that was
    frozen because support began, or a review judged it, before anybody was given it.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the plan as people were given it.")
    FROZEN: ClassVar[tuple[str, ...]] = ("plan_id", "number", "content", "hash", "review_on")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    hash = models.CharField(max_length=64)
    review_on = models.DateField()
    frozen_on = models.DateField()
    shared_on = models.DateField(null=True, blank=True)
    shared_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_numbers_once")
        ]


class SharedPicture(TenantRow):
    """What was known of the child when a version was shared: strengths, needs, and what each said, as it stood then.

    The database refuses a change of it (`wiring`). Whose words a reader is shown is decided when they read
    (`picture.readable`).
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the plan as people were given it.")
    FROZEN: ClassVar[tuple[str, ...]] = ("version_id", "content", "hash")

    version = models.OneToOneField(PlanVersion, on_delete=models.CASCADE, related_name="picture")
    content = models.TextField()
    hash = models.CharField(max_length=64)

    def child_public_id(self) -> str | None:
        """The child whose plan it is."""
        return self.version.child_public_id()


class VersionShare(TenantRow):
    """One version is for one person: how it goes to them, when they had it, and when they opened it.

    They may open it from then on. They have it when `message` reached them, or from the day `on` which it was handed
    over or gone through with them: without either it is still to be done.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the proof of who was given the plan.")

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="shares")
    to = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_child = models.BooleanField(default=False)
    via = models.CharField(max_length=12)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_on = models.DateField(null=True, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["version", "to"],
                condition=models.Q(to__isnull=False),
                name="a_version_once_to_each_member",
            ),
            models.UniqueConstraint(
                fields=["version", "contact"],
                condition=models.Q(contact__isnull=False),
                name="a_version_once_to_each_contact",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(is_child=True),
                name="a_version_once_to_the_child",
            ),
        ]

    def child_public_id(self) -> str | None:
        """The child whose plan it is."""
        return self.version.child_public_id()

    @property
    def given_on(self) -> date | None:
        """The day on which this person had it, or opened it; None while it is on its way, or to be handed over."""
        return self.on or (self.message.reached_on if self.message else None) or self.seen_on

    @property
    def is_on_its_way(self) -> bool:
        """Whether a message will bring it."""
        waits = self.message is not None and self.message.is_on_its_way
        return waits and self.given_on is None


class Say(TenantRow):
    """What one person says of one version (P2). The last of a person's counts; the earlier ones stay.

    Who it is from is a contact or the child. The words lie in a contribution, which a named adult reads before anybody
    else is shown it (W9). The answer itself counts from the moment it came.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is what the family said of the plan.")

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="says")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_child = models.BooleanField(default=False)
    answer = models.CharField(max_length=20)
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=12)
    on = models.DateField()
    noted_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=True, is_child=True)
                | models.Q(contact__isnull=False, is_child=False),
                name="a_say_is_from_one_person",
            )
        ]

    def child_public_id(self) -> str | None:
        """The child whose plan it is."""
        return self.version.child_public_id()

    @property
    def words(self) -> str:
        """What was said, for whoever may see it: ask `was_read` first, unless it is the writer's own."""
        return self.contribution.words if self.contribution else ""

    @property
    def language(self) -> str:
        """The language of the words, or empty."""
        return self.contribution.language if self.contribution else ""

    @property
    def was_read(self) -> bool:
        """Whether a named adult has read the words, or there are none."""
        return self.contribution is None or self.contribution.state == RELEASED
