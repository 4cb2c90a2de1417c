"""The chain of what was done and looked at. Ids and salted hashes, never text; nothing is changed or removed."""

from typing import ClassVar

from django.db import models

from fourfold.foundation.scope.tenancy import ScopedManager


class ChainHead(models.Model):
    """The last link of an organisation's chain. The row is locked while a link is added."""

    tenant = models.OneToOneField("access.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"


class TrailEntry(models.Model):
    """One link: who did or saw what, when, about whom; `rows` holds labels, public ids and salted hashes."""

    tenant = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40, help_text="Public id of a membership, or system:what.")
    act = models.CharField(max_length=60, help_text="Code of the verb, or look:what.")
    subject_label = models.CharField(max_length=60)
    subject = models.CharField(max_length=14)
    child = models.CharField(max_length=14, blank=True, db_index=True)
    rows = models.JSONField(default=list)
    once = models.CharField(max_length=14, null=True, unique=True, help_text="Id of a look.")  # noqa: DJ001
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "position"], name="one_link_at_a_position")
        ]


class TrailSalt(models.Model):
    """The salt of one link's hashes: without it the chain still verifies, and the hashes say nothing any more.

    The database refuses to change or remove one, as it does a link. Nothing erases yet; what will, must first have
    the rows that live on written into a new link, and say so to the guard.
    """

    tenant = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(TrailEntry, on_delete=models.PROTECT, related_name="salt")
    salt = models.CharField(max_length=64)

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"
