"""What may be typed when a plan is written."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fourfold.casework.cycles.forms import OpenDayForm
from fourfold.casework.plan.models import Adjustment, Outcome, Plan, Responsibility, SupportLine
from fourfold.casework.plan.words import (
    AdjustmentKind,
    SupportKind,
    Weekday,
    Whose,
    after_the_term,
    no_such_time,
)
from fourfold.domain.words import AreaOfNeed, Word
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    Group,
    LongTextField,
    ManyField,
    NumberField,
    Option,
    SelectField,
    TextField,
    TickField,
)


def words_of(words: Iterable[Word]) -> list[Option]:
    """The options of a closed list, in its order and the reader's language."""
    return [Option(str(word), gettext_lazy(word.label)) for word in words]


# How far ahead the day lies that stands as an example of when something is reached: about a term.
WEEKS_TO_AN_AIM = timedelta(weeks=12)


def for_example(day: date) -> str:
    """A day as it is typed into three boxes."""
    return _("For example, %(day)s") % {"day": f"{day.day} {day.month} {day.year}"}


class OutcomeForm(Form):
    """One outcome: by when the child will do what, and how we can tell."""

    done = gettext_lazy("The outcome is saved.")
    button = gettext_lazy("Save the outcome")
    words = LongTextField(
        gettext_lazy("What will the child be able to do?"),
        rows=3,
        missing=gettext_lazy("Say what the child will be able to do."),
    )
    by_date = DateField3(gettext_lazy("By when?"), required=False)
    area = SelectField(gettext_lazy("Which area of need is this about?"), required=False)
    measure = LongTextField(
        gettext_lazy("We can tell because"),
        rows=2,
        hint=gettext_lazy("What we count, watch or ask, such as errors in a page read aloud."),
        required=False,
    )
    unit = TextField(
        gettext_lazy("What is counted"),
        hint=gettext_lazy("Such as errors, or words"),
        most=60,
        required=False,
    )
    baseline = LongTextField(
        gettext_lazy("Where the child is now, in words"), rows=2, required=False, always=True
    )
    baseline_number = NumberField(
        gettext_lazy("Now, as a number"), places=2, least=-9999, greatest=99999, required=False
    )
    baseline_on = DateField3(gettext_lazy("Measured on"), required=False)
    target = LongTextField(
        gettext_lazy("What we aim for, in words"), rows=2, required=False, always=True
    )
    target_number = NumberField(
        gettext_lazy("The aim, as a number"), places=2, least=-9999, greatest=99999, required=False
    )
    groups = (
        Group(gettext_lazy("How we can tell"), ("measure", "unit")),
        Group(gettext_lazy("Now"), ("baseline", "baseline_number", "baseline_on")),
        Group(gettext_lazy("The aim"), ("target", "target_number")),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].options = words_of(AreaOfNeed)
        self.fields["by_date"].help_text = for_example(today + WEEKS_TO_AN_AIM)


OUTCOME_FIELDS = tuple(OutcomeForm.declared_fields)


def outcome_initial(row: Outcome) -> dict[str, Any]:
    """What the form shows of an outcome."""
    return {name: getattr(row, name) for name in OUTCOME_FIELDS}


LINE_FIELDS = (
    *("what", "kind", "towards", "given_by", "group_size", "with_whom"),
    *("per_week", "minutes", "days", "at", "place", "starts_on", "ends_on"),
)


class LineForm(OpenDayForm):
    """One line of support: what, towards what, who, how often, with whom, where. It begins on an open day."""

    meets = ("starts_on",)
    done = gettext_lazy("The support is saved.")
    button = gettext_lazy("Save the support")
    what = LongTextField(
        gettext_lazy("What do we do?"),
        rows=2,
        missing=gettext_lazy("Say what is done for the child."),
    )
    kind = SelectField(gettext_lazy("What kind of support is it?"), required=False)
    towards = SelectField(
        gettext_lazy("Towards which outcome?"),
        nothing=gettext_lazy("None in particular"),
        required=False,
    )
    given_by = SelectField(
        gettext_lazy("Who gives it?"), nothing=gettext_lazy("Not settled yet"), required=False
    )
    group_size = NumberField(
        gettext_lazy("How many children are in the group?"),
        hint=gettext_lazy("1 for the child alone"),
        least=1,
        greatest=60,
        required=False,
    )
    with_whom = TextField(
        gettext_lazy("With whom?"),
        hint=gettext_lazy("Only staff read this. Families read how many are in the group."),
        required=False,
    )
    per_week = NumberField(
        gettext_lazy("How often a week?"),
        hint=gettext_lazy("0 for whenever it is needed"),
        least=0,
        greatest=50,
        required=False,
    )
    minutes = NumberField(
        gettext_lazy("How many minutes each time?"), least=0, greatest=600, required=False
    )
    days = ManyField(gettext_lazy("On which days?"), required=False)
    at = TextField(
        gettext_lazy("When in the day?"), hint=gettext_lazy("Such as 9:15"), most=60, required=False
    )
    place = TextField(gettext_lazy("Where?"), most=120, required=False)
    many_a_day = TickField(
        gettext_lazy("Yes, several times on a day"),
        question=gettext_lazy("Is it more than once on a day?"),
        required=False,
    )
    starts_on = DateField3(gettext_lazy("From when?"), required=False)
    ends_on = DateField3(gettext_lazy("Until when?"), required=False)
    field_order = (*LINE_FIELDS, "many_a_day", "closed_is_meant")
    groups = (
        Group(gettext_lazy("Who and with whom"), ("given_by", "group_size", "with_whom")),
        Group(gettext_lazy("How often and when"), ("per_week", "minutes", "days", "at")),
        Group(gettext_lazy("Where and how long"), ("place", "starts_on", "ends_on")),
    )

    def __init__(
        self,
        *args: Any,
        outcomes: Iterable[Outcome] = (),
        staff: Iterable[Membership] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["many_a_day"]
        self.outcomes = {row.public_id: row for row in outcomes}
        self.staff = {row.public_id: row for row in staff}
        self.fields["kind"].options = words_of(SupportKind)
        self.fields["days"].options = words_of(Weekday)
        self.fields["towards"].options = [
            Option(key, ui.written(row.words[:80])) for key, row in self.outcomes.items()
        ]
        self.fields["given_by"].options = [
            Option(key, ui.person(row.called)) for key, row in self.staff.items()
        ]

    def clean_at(self) -> str:
        """When in the day, in words; a time in it is one that there is."""
        at = str(self.cleaned_data["at"])
        wrong = no_such_time(at)
        if wrong:
            self.add_error("at", wrong)
        return at

    def clean(self) -> dict[str, Any]:
        """Ask about fewer days than times a week, until it is said that it is several times on a day."""
        data = super().clean()
        times, days = data.get("per_week") or 0, len(data.get("days") or ())
        if not 0 < days < times:
            del self.fields["many_a_day"]
        elif not data.get("many_a_day"):
            self.add_error("days", _fewer_days(times, days))
        return data

    def values(self) -> dict[str, Any]:
        """What was typed, as the fields of a line."""
        data = {name: self.cleaned_data[name] for name in LINE_FIELDS}
        data["towards"] = self.outcomes.get(data["towards"])
        data["given_by"] = self.staff.get(data["given_by"])
        data["days"] = "".join(data["days"])
        data["group_size"] = data["group_size"] or 1
        data["per_week"] = data["per_week"] or 0
        data["minutes"] = data["minutes"] or 0
        return data


def _fewer_days(times: int, days: int) -> str:
    said = ngettext("%(n)s day is ticked", "%(n)s days are ticked", days) % {"n": days}
    return _(
        "It is to be %(times)s times a week, and %(days)s. Tick a day for each time, change how often it is,"
        " or say below that it is several times on a day."
    ) % {"times": times, "days": said}


def line_initial(row: SupportLine) -> dict[str, Any]:
    """What the form shows of a line of support."""
    shown = {name: getattr(row, name) for name in LINE_FIELDS}
    shown["towards"] = row.towards.public_id if row.towards else ""
    shown["given_by"] = row.given_by.public_id if row.given_by else ""
    shown["days"] = list(row.days)
    return shown


class PartsForm(Form):
    """What the school, the family and the child each do."""

    done = gettext_lazy("Who does what is saved.")
    button = gettext_lazy("Save who does what")
    setting = LongTextField(
        gettext_lazy("What we do in school"), rows=3, required=False, always=True
    )
    family = LongTextField(
        gettext_lazy("What the family does at home"), rows=3, required=False, always=True
    )
    child = LongTextField(gettext_lazy("What the child does"), rows=3, required=False, always=True)


def parts_seen(parts: dict[str, Responsibility]) -> str:
    """The version of who does what, as a form carries it: ``family:2 setting:0``."""
    return " ".join(f"{whose}:{row.revision}" for whose, row in sorted(parts.items()))


def parts_from(seen: str) -> dict[str, int]:
    """The revisions in such a version; what is no part of ours is left out."""
    found: dict[str, int] = {}
    for each in seen.split():
        whose, colon, number = each.partition(":")
        if colon and whose in set(Whose) and number.isdecimal():
            found[whose] = int(number)
    return found


class AdjustmentForm(Form):
    """One thing that is done differently."""

    done = gettext_lazy("What is done differently is saved.")
    button = gettext_lazy("Save it")
    words = LongTextField(
        gettext_lazy("What is done differently?"),
        rows=2,
        hint=gettext_lazy("Such as a seat near the board, or one instruction at a time."),
        missing=gettext_lazy("Say what is done differently."),
    )
    kind = ChoiceField(
        gettext_lazy("Why?"), words_of(AdjustmentKind), initial=AdjustmentKind.CLASSROOM
    )


def adjustment_initial(row: Adjustment) -> dict[str, Any]:
    """What the form shows of an adjustment."""
    return {"words": row.words, "kind": row.kind}


class ReviewDayForm(OpenDayForm):
    """The day on which the plan is reviewed. After the end of the term it has a reason (D4).

    The box for the reason is there once such a day was typed, or is agreed already.
    """

    done = gettext_lazy("The day of the review is saved.")
    meets = ("day",)
    field_order = ("day", "closed_is_meant", "late_because")

    button = gettext_lazy("Save the day")
    day = DateField3(gettext_lazy("When do we look at this plan together?"))
    late_because = LongTextField(gettext_lazy("Why not this term?"), rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        is_late: Callable[[date], bool],
        too_far: str,
        latest: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_late, self.too_far, self.latest = is_late, too_far, latest
        if not self.is_bound and not self.initial.get("late_because"):
            del self.fields["late_because"]

    def clean_day(self) -> date | None:
        """A day within a year."""
        day: date | None = self.cleaned_data["day"]
        if day and day > self.latest:
            self.add_error("day", self.too_far)
        return day

    def clean(self) -> dict[str, Any]:
        """A day that leaves the term out is asked about, until there is a reason; whatever else is asked of that day.

        A reason that was typed stays as long as the day may still be another.
        """
        day = self.cleaned_data.get("day")
        data = super().clean()
        if not (day and self.is_late(day)):
            if not (self.errors and data.get("late_because")):
                del self.fields["late_because"]
        elif not data.get("late_because"):
            self.add_error("late_because", after_the_term())
        return data


def plan_initial(plan: Plan) -> dict[str, Any]:
    """What the form of the review's day shows."""
    return {"day": plan.review_on, "late_because": plan.review_late_because}
