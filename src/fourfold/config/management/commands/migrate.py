"""Django's migrate, and after it the guards that the database itself keeps."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from fourfold.foundation.access import row_security
from fourfold.foundation.trail import guards


class Command(Migrate):
    """Migrate, then install the trail's triggers and row-level security; both can be repeated."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's, then the guards."""
        super().handle(*args, **options)
        guards.install()
        row_security.install()
