"""The verbs on terms and on days without school. What is due is counted with them: each moves it, for everybody."""

from calendar import SATURDAY
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Closure, Term
from fourfold.casework.people.queries import closed_together
from fourfold.domain.access import Action
from fourfold.domain.clock import days_from
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.due.registry import all_children
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.writing import must_be_writing


def _everything_due_moves(tenant: int) -> None:
    """What is due for each child is worked out again: days of school are counted with the terms."""
    forget()
    must_be_writing(tenant).children.update(all_children())


def _must_fit(first_day: date, last_day: date, but: Term | None = None) -> None:
    if last_day < first_day:
        raise Impossible(_("A term ends after it begins."))
    others = Term.objects.exclude(pk=but.pk) if but else Term.objects.all()
    if others.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise Impossible(_("These days overlap another term."))


@verb("terms.add", Action.MANAGE_SETTING)
def add_term(
    setting: Organisation, name: str, first_day: date, last_day: date, *, actor: Actor
) -> Term:
    """A term of the setting. Raises `Impossible` if it ends before it begins or overlaps another."""
    _must_fit(first_day, last_day)
    term = Term(name=name[:60], first_day=first_day, last_day=last_day)
    term.save()
    _everything_due_moves(setting.pk)
    return term


@verb("terms.change", Action.MANAGE_SETTING)
def change_term(
    term: Term, name: str, first_day: date, last_day: date, *, actor: Actor, seen: dict[str, object]
) -> Term:
    """Put a term right, if it still is as it was `seen`. Raises `Stale`, and `Impossible` as for a new one."""
    _must_fit(first_day, last_day, but=term)
    term.compare_and_set(seen, name=name[:60], first_day=first_day, last_day=last_day)
    _everything_due_moves(term.tenant_id)
    return term


@verb("terms.remove", Action.MANAGE_SETTING)
def remove_term(term: Term, *, actor: Actor) -> None:
    """Take out a term that was entered by mistake."""
    tenant = term.tenant_id
    term.delete()  # type: ignore[no-untyped-call]
    _everything_due_moves(tenant)


@verb("terms.close", Action.MANAGE_SETTING)
def close_on(
    setting: Organisation, day: date, name: str, *, actor: Actor, until: date | None = None
) -> list[Closure]:
    """A day within a term, or each weekday up to `until`, on which the setting is closed.

    Raises `Impossible` if one of them is known already, or if they end before they begin or go on for a year.
    """
    last = until or day
    if last < day:
        raise Impossible(_("These days end after they begin."))
    if last - day > timedelta(days=366):
        raise Impossible(_("That is more than a year. Add a shorter time."))
    if Closure.objects.filter(day__gte=day, day__lte=last).exists():
        raise Impossible(
            _("One of these days is a day without school already.")
            if until
            else _("This day is a day without school already.")
        )
    closed = [
        Closure(day=each, name=name[:60])
        for each in days_from(day, last)
        if each == day or each.weekday() < SATURDAY
    ]
    for closure in closed:
        closure.save()
    _everything_due_moves(setting.pk)
    return closed


@verb("terms.change_closed", Action.MANAGE_SETTING)
def change_closed(
    closure: Closure,
    day: date,
    name: str,
    *,
    actor: Actor,
    seen: Sequence[date],
    until: date | None = None,
) -> list[Closure]:
    """Put right the days without school of one line, if they are those `seen`: they are now from `day` to `until`.

    Raises as `open_again` and `close_on` do.
    """
    setting = Organisation.objects.get(pk=closure.tenant_id)
    open_again(closure, actor=actor, seen=seen)
    return close_on(setting, day, name, until=until, actor=actor)


@verb("terms.open_again", Action.MANAGE_SETTING)
def open_again(closure: Closure, *, actor: Actor, seen: Sequence[date]) -> None:
    """There was, or will be, school on the days of one line after all. Raises `Stale` if they are not those `seen`."""
    tenant, run = closure.tenant_id, closed_together(closure)
    if not run or [each.day for each in run] != list(seen):
        raise Stale("These days have been put right since they were read.")
    for each in run:
        gone, _kinds = each.delete()  # type: ignore[no-untyped-call]
        if not gone:
            raise Stale("Somebody else has put these days right at this moment.")
    _everything_due_moves(tenant)
