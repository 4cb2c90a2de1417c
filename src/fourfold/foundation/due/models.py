"""What is due: rows worked out from facts, never typed, and the reasons that people gave for not doing a thing."""

from typing import ClassVar

from django.db import models

from fourfold.foundation.scope.rows import Kept, TenantRow
from fourfold.foundation.scope.tenancy import ScopedManager


class DueRow(models.Model):
    """One duty with its date, as the rulebook gives it for the facts there are. Rebuilt whenever a fact changes.

    It is no row of its own right: no verb writes it, `recompute` does, and the nightly check builds all of them
    from the facts again without reading it.
    """

    tenant = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, help_text="Rule, subject and trigger: one duty, once.")
    rule = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=20)
    force = models.CharField(max_length=20)
    child = models.CharField(max_length=14, blank=True, db_index=True)
    subject_label = models.CharField(max_length=60)
    subject = models.CharField(max_length=14)
    owed_to = models.CharField(max_length=40, blank=True)
    trigger = models.CharField(max_length=120)
    trigger_date = models.DateField()
    day_kind = models.CharField(max_length=20)
    late_in = models.CharField(max_length=20)
    raw_date = models.DateField(null=True)
    exception = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, db_index=True)
    state = models.CharField(max_length=20, db_index=True)
    met_on = models.DateField(null=True)
    late_by = models.IntegerField(null=True, help_text="In days of late_in, once it is met.")
    owner = models.CharField(max_length=14, blank=True, help_text="Membership who is to do it.")

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="one_duty_once")]
        indexes = [models.Index(fields=["tenant", "rule", "subject"], name="duties_of_a_rule")]


class SetAside(TenantRow):
    """A person said, with a reason, why a duty is not to be done, or until when it waits."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who set a duty aside and why.")

    key = models.CharField(max_length=120)
    child = models.CharField(max_length=14, blank=True)
    reason = models.TextField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    def child_public_id(self) -> str | None:
        """The child whom the duty is about, if any."""
        return self.child or None


class DueDay(models.Model):
    """The day as of which an organisation's duties stand: moved on by the nightly run, after it has compared.

    Verbs of the day work out duties as of this day too, so that a difference found at night is never the mere
    passing of midnight.
    """

    tenant = models.OneToOneField("access.Organisation", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"


class NightReport(models.Model):
    """What the nightly run found on a day: duties in the table that the facts do not bear out. Ids and dates only."""

    tenant = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    differences = models.JSONField(default=list, help_text="Pairs of duty and what is wrong.")

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="one_report_a_night")]
