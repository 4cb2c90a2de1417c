"""Readers: what is open and late, for a child, for a person, for the setting."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from fourfold.foundation.due.models import DueRow, NightReport, SetAside
from fourfold.foundation.scope.together import rows

# So long a finding of the night stays before people's eyes.
SHOWN_FOR = timedelta(days=14)


def open_rows(today: date) -> QuerySet[DueRow]:
    """What is still to be done on a day, soonest first: open, undated, or paused until a day that has come."""
    paused_over = Q(state="paused", due_on__lte=today)
    return DueRow.objects.filter(Q(state__in=["open", "undated"]) | paused_over).order_by(
        "due_on", "key"
    )


@rows
def open_by(rules: tuple[str, ...], today: date) -> QuerySet[DueRow]:
    """What these rules still ask for on a day, in the whole setting, soonest first."""
    return open_rows(today).filter(rule__in=rules)


@rows
def not_met(rule: str) -> QuerySet[DueRow]:
    """The duties of a rule that nobody has met, set aside or not."""
    asked = ("tenant", "key", "rule", "subject", "due_on", "late_in")
    return DueRow.objects.filter(rule=rule, met_on__isnull=True).only(*asked)


def aside_rows(today: date) -> QuerySet[DueRow]:
    """What somebody set aside, for good or until a day that has not come."""
    waiting = Q(state="paused", due_on__gt=today) | Q(state="paused", due_on__isnull=True)
    return DueRow.objects.filter(Q(state="waived") | waiting).order_by("due_on", "key")


def reasons_for(keys: Iterable[str], child: str) -> dict[str, SetAside]:
    """Why each of these duties about a child (public id) was set aside: the reason that stands, by key."""
    found = SetAside.objects.filter(key__in=list(keys), child=child, withdrawn_on__isnull=True)
    return {reason.key: reason for reason in found.select_related("by").order_by("pk")}


def late_rows(today: date) -> QuerySet[DueRow]:
    """What is open and was due before `today`."""
    return open_rows(today).filter(due_on__lt=today)


def for_child(child: str) -> QuerySet[DueRow]:
    """Every duty about a child (public id), done or not, soonest first."""
    return DueRow.objects.filter(child=child).order_by("due_on", "key")


@rows
def night_reports(today: date) -> QuerySet[NightReport]:
    """The nightly reports of the last fourteen days in which something differed, the oldest first."""
    lately = NightReport.objects.filter(day__gt=today - SHOWN_FOR, day__lte=today)
    return lately.exclude(differences=[]).order_by("day")


def night_found(today: date) -> NightReport | None:
    """The latest of `night_reports`; None where all was well."""
    found = night_reports(today)
    return found[-1] if found else None
