"""Which forms have been handled, so that a double click acts once."""

from typing import ClassVar

from django.db import models

from fourfold.config import clock
from fourfold.foundation.scope.tenancy import ScopedManager, needed_tenant


class Done(models.Model):
    """A form's token and the address to which its first handling led. Kept for a day."""

    tenant = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    address = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects: ClassVar = ScopedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["tenant", "token"], name="a_form_once")]

    @classmethod
    def claim(cls, token: str) -> "Done":
        """Claim the form with `token`. Raises `IntegrityError` if somebody has."""
        claim = cls(tenant_id=needed_tenant(), token=token[:64], at=clock.now())
        claim.save()
        return claim

    def led_to(self, address: str) -> None:
        """Remember where the handling led."""
        self.address = address[:300]
        self.save()
