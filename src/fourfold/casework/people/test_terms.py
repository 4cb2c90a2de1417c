"""Terms and days without school that were entered wrongly are put right, and what is due moves with them."""

from datetime import date, timedelta

import pytest
import time_machine

from fourfold.casework.identify.actions import Seen, raise_concern
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Closure, Term
from fourfold.casework.people.queries import calendar, closed_runs
from fourfold.domain.clock import add_school_days, is_school_day
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person

DAY = date(2025, 10, 20)


@pytest.fixture
def elm(db):
    with time_machine.travel(f"{DAY} 09:00:00+00:00", tick=False):
        elm = make_cast().elm
        with tenant_scope(elm.organisation.pk):
            yield elm


def answer_by(elm) -> date:
    """The day by which a concern of today is answered: counted in school days."""
    return DueRow.objects.get(rule="answer_concern").due_on


@pytest.fixture
def concern(elm):
    seen = Seen(words="Loses his place.", since="", sure="think_so", urgent="soon")
    raise_concern(elm.children["Ayaan"], seen, actor=elm.actor("Ben", DAY), today=DAY)


def _half_term() -> list[Closure]:
    return next(run for run in closed_runs() if run[0].day > DAY)


def test_days_without_school_put_right_move_what_is_due(elm, concern):
    before, ada = answer_by(elm), elm.actor("Ada", DAY)
    run = _half_term()
    people.change_closed(
        run[0],
        run[0].day,
        "Half term",
        until=run[-1].day + timedelta(days=7),
        actor=ada,
        seen=[each.day for each in run],
    )
    longer = answer_by(elm)
    assert longer > before
    people.open_again(_half_term()[0], actor=ada, seen=[each.day for each in _half_term()])
    assert answer_by(elm) < before
    assert not Closure.objects.filter(name="Half term", day__range=(DAY, longer)).exists()
    assert differences() == []


def test_a_day_without_school_that_is_added_moves_what_is_due_at_once(elm, concern):
    before = answer_by(elm)
    people.close_on(elm.organisation, DAY + timedelta(days=1), "Snow", actor=elm.actor("Ada", DAY))
    assert answer_by(elm) > before
    assert differences() == []


def test_putting_days_right_closes_no_day_that_was_open_between_them(elm):
    ada, monday = elm.actor("Ada", DAY), date(2026, 1, 12)
    for day in (monday, monday + timedelta(days=2)):
        people.close_on(elm.organisation, day, "INSET", actor=ada)
    friday = monday + timedelta(days=11)
    people.close_on(elm.organisation, friday, "Snow", until=friday + timedelta(days=3), actor=ada)
    later = [[each.day for each in run] for run in closed_runs() if run[0].day >= monday][:3]
    assert later == [
        [monday],
        [monday + timedelta(days=2)],
        [friday, friday + timedelta(days=3)],
    ]
    first = Closure.objects.get(day=monday)
    people.change_closed(first, monday, "Training", actor=ada, seen=[monday])
    names = Closure.objects.filter(day__range=(monday, monday + timedelta(days=4)))
    assert list(names.order_by("day").values_list("day", "name")) == [
        (monday, "Training"),
        (monday + timedelta(days=2), "INSET"),
    ]


def test_days_without_school_are_put_right_once_and_only_as_they_were_seen(elm):
    run, ada = _half_term(), elm.actor("Ada", DAY)
    seen, last = [each.day for each in run], run[-1].day
    with pytest.raises(Stale):
        people.open_again(run[0], actor=ada, seen=seen[:-1])
    assert [each.day for each in _half_term()] == seen
    people.change_closed(run[0], seen[0], "Half term", until=last, actor=ada, seen=seen)
    with pytest.raises(Stale):
        people.change_closed(run[0], seen[0], "x", until=last, actor=ada, seen=seen)
    with pytest.raises(Stale):
        people.open_again(run[0], actor=ada, seen=seen)
    assert [each.day for each in _half_term()] == seen


def test_a_term_is_put_right_once_and_only_where_it_fits(elm, concern):
    ada, term = elm.actor("Ada", DAY), Term.objects.order_by("first_day")[0]
    later = Term.objects.order_by("first_day")[1]
    seen = {"name": term.name, "first_day": term.first_day, "last_day": term.last_day}
    with pytest.raises(Impossible, match="overlap"):
        people.change_term(term, "x", term.first_day, later.first_day, actor=ada, seen=seen)
    with pytest.raises(Impossible, match="ends after"):
        people.change_term(term, "x", term.last_day, term.first_day, actor=ada, seen=seen)
    people.change_term(term, "Autumn", term.first_day, DAY, actor=ada, seen=seen)
    assert differences() == []
    with pytest.raises(Stale):
        people.change_term(term, "Autumn", term.first_day, DAY, actor=ada, seen=seen)


@pytest.mark.parametrize("who", ["Ben", "Tess", "Sol", "Dilek"])
def test_nobody_else_puts_them_right(elm, who):
    with pytest.raises(NotAllowed):
        people.remove_term(Term.objects.first(), actor=elm.actor(who, DAY))
    with pytest.raises(NotAllowed):
        people.open_again(Closure.objects.first(), actor=elm.actor(who, DAY), seen=[])


def test_the_office_puts_them_right_on_a_page(elm):
    ada, home = as_person(elm, "Ada"), f"/at/{elm.organisation.public_id}/"
    run, term = _half_term(), Term.objects.order_by("first_day")[0]
    page = ada.get(f"{home}terms/").content.decode()
    for at in (f"terms/{term.public_id}/", f"days-without-school/{run[0].public_id}/"):
        assert home + at in page
        assert ada.get(home + at).status_code == 200
    sent = {"name": "Autumn", "once": "t1", "seen": _seen(ada, f"{home}terms/{term.public_id}/")}
    sent |= _days(first_day=term.first_day, last_day=DAY)
    assert ada.post(f"{home}terms/{term.public_id}/", sent).status_code == 303
    assert Term.objects.get(pk=term.pk).last_day == DAY
    at = f"{home}days-without-school/{run[0].public_id}/"
    sent = {"name": "Half term", "once": "t2", "take_out": "on", "seen": _seen(ada, at)}
    assert ada.post(at, sent | _days(day=run[0].day)).status_code == 303
    assert not Closure.objects.filter(pk__in=[each.pk for each in run]).exists()
    assert ada.get(at).status_code == 404


def _days(**days: date) -> dict[str, str]:
    return {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in days.items()
        for part in ("day", "month", "year")
    }


def _seen(client, at: str) -> str:
    page = client.get(at).content.decode()
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_bank_holiday_within_a_term_is_no_school_day_unless_the_term_begins_or_ends_on_it(elm):
    ada = elm.actor("Ada", DAY)
    friday, early_may = date(2028, 4, 28), date(2028, 5, 1)
    people.add_term(elm.organisation, "May", date(2028, 4, 24), date(2028, 5, 26), actor=ada)
    assert not is_school_day(early_may, calendar())
    assert add_school_days(friday, 1, calendar()) == date(2028, 5, 2)
    term = Term.objects.get(name="May")
    seen = {"name": term.name, "first_day": term.first_day, "last_day": term.last_day}
    people.change_term(term, "May", early_may, term.last_day, actor=ada, seen=seen)
    assert is_school_day(early_may, calendar())
