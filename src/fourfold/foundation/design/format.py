"""How dates, numbers, lists and other people's words look on a page. Filters of our templates, functions for Python."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup, escape

from fourfold.config.clock import today as this_day
from fourfold.foundation.design.words import Words

LONDON = ZoneInfo("Europe/London")

# Ours and not Django's, so that they are in our catalogue: Django has no Somali.
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
MONTHS = {
    1: gettext_lazy("January"),
    2: gettext_lazy("February"),
    3: gettext_lazy("March"),
    4: gettext_lazy("April"),
    5: gettext_lazy("May"),
    6: gettext_lazy("June"),
    7: gettext_lazy("July"),
    8: gettext_lazy("August"),
    9: gettext_lazy("September"),
    10: gettext_lazy("October"),
    11: gettext_lazy("November"),
    12: gettext_lazy("December"),
}


def as_date(moment: date | datetime) -> date:
    """The date in England of a date or a moment."""
    if isinstance(moment, datetime):
        return moment.astimezone(LONDON).date() if moment.tzinfo else moment.date()
    return moment


def day(value: date | datetime, today: date | None = None) -> str:
    """“Thursday 12 February”; with the year where `today`, or else this very day, lies in another year."""
    when = as_date(value)
    if when.year != (today or this_day()).year:
        return long_day(when)
    return _("%(weekday)s %(day)s %(month)s") % {
        "weekday": WEEKDAYS[when.weekday()],
        "day": when.day,
        "month": MONTHS[when.month],
    }


def long_day(value: date | datetime) -> str:
    """“Thursday 12 February 2026”."""
    when = as_date(value)
    return _("%(weekday)s %(day)s %(month)s %(year)s") % {
        "weekday": WEEKDAYS[when.weekday()],
        "day": when.day,
        "month": MONTHS[when.month],
        "year": when.year,
    }


def short_day(value: date | datetime) -> str:
    """“12 February 2026”, for a line that has little room."""
    when = as_date(value)
    return _("%(day)s %(month)s %(year)s") % {
        "day": when.day,
        "month": MONTHS[when.month],
        "year": when.year,
    }


def clock(value: datetime | time) -> str:
    """“15:40”, in England's time."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(LONDON)
    return f"{value.hour:02}:{value.minute:02}"


def moment(value: datetime) -> str:
    """“Thursday 12 February 2026 at 15:40”."""
    return _("%(day)s at %(time)s") % {"day": long_day(value), "time": clock(value)}


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """A number as the reader's language writes it, with `places` digits after the point."""
    return number_format(
        value, decimal_pos=places, use_l10n=True, force_grouping=abs(float(value)) >= 1000
    )


def pounds(pence: int) -> str:
    """“£1,234.50” from whole pence; whole pounds without pence."""
    sign, pence = ("−" if pence < 0 else ""), abs(pence)
    whole, rest = divmod(pence, 100)
    return f"{sign}£{number(whole)}" + (f".{rest:02}" if rest else "")


def listed(items: Sequence[Words]) -> Markup:
    """“a”, “a and b”, “a, b and c”; each item is escaped unless it is markup already."""
    parts = [escape(item) for item in items]
    if len(parts) < 2:
        return Markup("").join(parts)
    joined = Markup(", ").join(parts[:-1])
    pattern = Markup(_("%(first)s and %(last)s"))  # noqa: S704  (our own catalogue)
    return pattern % {"first": joined, "last": parts[-1]}


FILTERS: dict[str, Callable[..., object]] = {
    "day": day,
    "long_day": long_day,
    "short_day": short_day,
    "clock": clock,
    "moment": moment,
    "number": number,
    "pounds": pounds,
    "listed": listed,
}
