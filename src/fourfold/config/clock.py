"""The one place that reads the real clock. Everything else is handed `today` or `now`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The moment, with its time zone."""
    return timezone.now()


def today() -> date:
    """The date in England at this moment."""
    return now().astimezone(LONDON).date()
