"""How late something is, and the words in which every page says it."""

from datetime import date

from django.utils.translation import ngettext

from fourfold.domain.clock import CalendarTooShort, DayKind
from fourfold.domain.rulebook import Setting
from fourfold.domain.rulebook.due import days_between


def days_late(due_on: date | None, late_in: str, setting: Setting) -> int:
    """How many days, of the kind in which a rule counts lateness, an open duty is late; 0 if it is not."""
    if due_on is None or due_on >= setting.today:
        return 0
    try:
        return days_between(due_on, setting.today, DayKind(late_in), setting)
    except CalendarTooShort:
        return (setting.today - due_on).days


def late_words(days: int, kind: str) -> str:
    """How late something is, as every list says it; `kind` is the kind of day in which its rule counts."""
    if kind == DayKind.SCHOOL:
        return ngettext("late by %(n)s school day", "late by %(n)s school days", days) % {"n": days}
    if kind == DayKind.WORKING:
        return ngettext("late by %(n)s working day", "late by %(n)s working days", days) % {
            "n": days
        }
    return ngettext("late by %(n)s day", "late by %(n)s days", days) % {"n": days}
