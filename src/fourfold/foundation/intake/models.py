"""A file that somebody brought in, its lines, and what bringing it in changed, so that it can be undone."""

from datetime import timedelta
from typing import ClassVar

from django.db import models

from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow

# A term and a little: as long as somebody may still find out that a list was the wrong one.
KEPT_FOR = timedelta(days=100)


class Intake(TenantRow):
    """One file on its way in: uploaded, read, and then committed, undone or left.

    `mapping` says which column of ours stands under which heading of the file; `counts` how many lines ended how;
    `journal` what the commit made and changed, each with a digest of what stood after it.
    """

    kept: ClassVar[Kept] = Kept(
        "short_lived", "It lets a roll be checked, and undone, for 100 days."
    )

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="uploaded")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_as_of = models.DateField()
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    journal = models.JSONField(default=list, editable=False)


class IntakeRow(TenantRow):
    """One line of a file: as it was written, how it ended, why, and which row of ours it is about.

    `reasons` are {code, sentence, weight}; `differences` are {what, old, new}; `candidates` are {id, name} between
    which a person chooses, and without a name whoever else the line tells of; `choice` what was chosen: an id,
    ``new``, or ``leave``.
    """

    kept: ClassVar[Kept] = Kept(
        "short_lived", "It lets a roll be checked, and undone, for 100 days."
    )

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Of the line, as a person counts.")
    name = models.CharField(max_length=300, blank=True)
    raw = models.JSONField(default=dict)
    came_to = models.CharField(max_length=12)
    reasons = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    target = models.CharField(max_length=14, blank=True)
    choice = models.CharField(max_length=14, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="a_line_once")]
