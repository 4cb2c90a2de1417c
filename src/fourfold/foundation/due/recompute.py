"""Works out what is due from the facts: after each verb for whom it touched, each night for all, and compares."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from fourfold.domain.rulebook import DueState
from fourfold.foundation.due.models import DueDay, DueRow, SetAside
from fourfold.foundation.due.registry import Asked, Duty, all_children, asked_first, providers
from fourfold.foundation.scope.remembered import between_writes
from fourfold.foundation.scope.tenancy import needed_tenant
from fourfold.foundation.scope.together import ask_together, rows
from fourfold.foundation.trail.chain import lock_chain

COMPARED = [
    field.name for field in DueRow._meta.fields if field.name not in {"id", "tenant", "key"}
]

# For more children at once than a verb touches each reader asks by itself: a statement has so many places only.
MOST_TOGETHER = 500

_is_put_off: ContextVar[bool] = ContextVar("is_put_off", default=False)


@contextmanager
def put_off_to_the_night() -> Iterator[None]:
    """Within the block no verb works out what is due: for who makes a whole year at once, and ends with `night`."""
    token = _is_put_off.set(True)
    try:
        yield
    finally:
        _is_put_off.reset(token)


@dataclass(frozen=True)
class Difference:
    """A stored duty that the facts do not bear out: `key` and what is wrong, in words."""

    key: str
    what: str


@rows
def reasons_that_stand() -> QuerySet[SetAside, tuple[str, date | None]]:
    """Which duties of the tenant in scope were set aside, and until when: by key, the reason given last at the end."""
    found = SetAside.objects.filter(withdrawn_on__isnull=True).order_by("pk")
    return found.values_list("key", "until")


@rows
def rows_about(children: frozenset[str]) -> QuerySet[DueRow]:
    """The stored rows about these children (public ids)."""
    return DueRow.objects.filter(child__in=children)


@rows
def rows_of_setting() -> QuerySet[DueRow]:
    """The stored rows that are about no child."""
    return DueRow.objects.filter(child="")


@rows
def days_here() -> QuerySet[DueDay]:
    """The day as of which duties stand in the tenant in scope: one or none."""
    return DueDay.objects.order_by("pk")


def _row(duty: Duty, aside: dict[str, date | None]) -> DueRow:
    due, trigger = duty.due, duty.due.trigger
    met = due.state is DueState.MET
    row = DueRow(
        tenant_id=needed_tenant(),
        key=duty.key,
        rule=due.rule_id,
        rule_version=str(due.rule_version),
        force=str(due.force),
        child=duty.child,
        subject_label=duty.subject_label,
        subject=trigger.subject,
        owed_to=trigger.owed_to,
        trigger=trigger.what,
        trigger_date=trigger.on,
        day_kind=str(due.calendar_kind),
        late_in=str(due.late_in),
        raw_date=due.raw_date,
        exception=due.exception,
        due_on=due.adjusted_date,
        state=str(due.state),
        met_on=due.met_on,
        late_by=due.late_by if met else None,
        owner=duty.owner,
    )
    if duty.key in aside and due.state in {DueState.OPEN, DueState.UNDATED}:
        until = aside[duty.key]
        row.state = DueState.PAUSED if until else DueState.WAIVED
        row.due_on = until or row.due_on
    return row


def _ask_ahead(asked: Asked) -> None:
    if len(asked.children) <= MOST_TOGETHER:
        ask_together([reasons_that_stand.of(), *asked_first(asked.children)])


def _built(asked: Asked) -> dict[str, DueRow]:
    with between_writes():
        _ask_ahead(asked)
        reasons = dict(reasons_that_stand())
        duties = [duty for provider in providers().values() for duty in provider(asked)]
    return {duty.key: _row(duty, reasons) for duty in duties}


def _stored(asked: Asked) -> dict[str, DueRow]:
    with between_writes():
        found = rows_about(asked.children)
        of_setting = rows_of_setting() if asked.whole_setting else []
    return {row.key: row for row in (*found, *of_setting)}


def due_day(today: date) -> date:
    """The day as of which duties stand in the tenant in scope; begins with `today`."""
    with between_writes():
        stands = next(iter(days_here()), None)
    if stands is None:
        stands, _ = DueDay.objects.get_or_create(tenant_id=needed_tenant(), defaults={"day": today})
    return stands.day


def recompute(children: Iterable[str], *, whole_setting: bool, today: date) -> None:
    """Bring the rows of these children (public ids), and of the setting if so, in line with the facts.

    Runs inside the transaction of the verb that changed the facts; put off, it leaves that to who put it off. Which
    duties exist depends on the day (a term has begun), so all are worked out as of the day to which the nightly run
    has moved the tenant.
    """
    asked = Asked(frozenset(children), whole_setting, due_day(today))
    if (asked.children or whole_setting) and not _is_put_off.get():
        _bring_in_line(asked)


def recompute_all(today: date) -> None:
    """Bring every row of the tenant in scope in line with the facts, whoever put it off."""
    _bring_in_line(Asked(all_children(), True, due_day(today)))


def _bring_in_line(asked: Asked) -> None:
    built, stored = _built(asked), _stored(asked)
    gone = [row.pk for key, row in stored.items() if key not in built]
    if gone:
        DueRow.objects.filter(pk__in=gone).delete()
    new, changed = [], []
    columns: set[str] = set()
    for key, row in built.items():
        before = stored.get(key)
        if before is None:
            new.append(row)
        elif other := _otherwise(before, row):
            row.pk = before.pk
            changed.append(row)
            columns |= other
    if new:
        DueRow.objects.bulk_create(new)
    if changed:
        # Only the columns that differ in one of them: each costs a condition for each row.
        DueRow.objects.bulk_update(changed, sorted(columns))


def _otherwise(stored: DueRow, built: DueRow) -> set[str]:
    """What of a stored row is not as the facts have it."""
    return {name for name in COMPARED if getattr(stored, name) != getattr(built, name)}


def differences() -> list[Difference]:
    """What the table says otherwise than the facts do, for all of the tenant in scope. Changes nothing.

    Every row is built from the facts first, without reading the table; then the two are compared. A difference is a
    defect: a row was altered, added or removed, or a fact (a term's date, say) was, by something other than a verb.
    """
    stands = DueDay.objects.first()
    stored = {row.key: row for row in DueRow.objects.all()}
    if (
        stands is None
    ):  # Without its day nothing can be compared: whoever removes it would switch this off.
        return [Difference("day", "is missing, though there are duties")] if stored else []
    built = _built(Asked(all_children(), True, stands.day))
    found = [Difference(key, "is missing") for key in built if key not in stored]
    found += [Difference(key, "has no fact behind it") for key in stored if key not in built]
    for key in built.keys() & stored.keys():
        found += [
            Difference(key, f"{name} is {getattr(stored[key], name)}; by the facts {fact}")
            for name in COMPARED
            if getattr(stored[key], name) != (fact := getattr(built[key], name))
        ]
    return sorted(found, key=lambda each: each.key)


def night(today: date) -> list[Difference]:
    """The nightly run for the tenant in scope: compare, then bring every row to `today`. Returns what differed.

    The chain is locked first: every verb of the tenant that writes has either ended before or waits until the rows
    are there, so that facts and rows are those of one moment.
    """
    with transaction.atomic():
        lock_chain()
        found = differences()
        due_day(today)
        DueDay.objects.update(day=today)
        recompute_all(today)
    return found
