"""Documents as they were issued: the bytes themselves, with their hash. They are never rendered again."""

from typing import ClassVar

from django.db import models

from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.rows import Kept, TenantRow


class IssuedDocument(TenantRow):
    """One file as it was made: what it is about, in which language, by whom and when.

    `subject` is the public id of the row that it shows (a version of a plan), `child` that of the child. The bytes lie
    in the database, so that a backup, and the file that a family takes away, hold them without a second place to copy.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the copy that somebody was given.")

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=14, db_index=True)
    child = models.CharField(max_length=14, blank=True, db_index=True)
    language = models.CharField(max_length=12)
    data = models.BinaryField()
    hash = models.CharField(max_length=64)
    lost = models.CharField(max_length=400, blank=True, help_text="Characters shown as a mark.")
    issued_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "subject", "language"], name="a_document_issued_once"
            )
        ]

    def child_public_id(self) -> str | None:
        """The child whom the document is about, if any."""
        return self.child or None
