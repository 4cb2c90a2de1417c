"""What may be typed about a plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.cycles.forms import OpenDayForm, PassedForm
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.plan.models import Adjustment, Outcome, Plan, Responsibility, SupportLine
from fourfold.casework.plan.words import AdjustmentKind, SupportKind, Via, Weekday, Whose
from fourfold.domain.words import AreaOfNeed, Word
from fourfold.domain.words import Say as Answer
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


class OutcomeForm(Form):
    """One outcome: by when the child will do what, and how we can tell."""

    done = gettext_lazy("The outcome is saved.")
    button = gettext_lazy("Save the outcome")
    words = LongTextField(
        gettext_lazy("What will the child be able to do?"),
        rows=3,
        missing=gettext_lazy("Say what the child will be able to do."),
    )
    by_date = DateField3(
        gettext_lazy("By when?"), hint=gettext_lazy("For example, 27 3 2026"), required=False
    )
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].options = words_of(AreaOfNeed)


OUTCOME_FIELDS = tuple(OutcomeForm.declared_fields)


def outcome_initial(row: Outcome) -> dict[str, Any]:
    """What the form shows of an outcome."""
    return {name: getattr(row, name) for name in OUTCOME_FIELDS}


class LineForm(Form):
    """One line of support: what, towards what, who, how often, with whom, where."""

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
    with_whom = TextField(gettext_lazy("With whom?"), required=False)
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
    starts_on = DateField3(gettext_lazy("From when?"), required=False)
    ends_on = DateField3(gettext_lazy("Until when?"), required=False)
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

    def values(self) -> dict[str, Any]:
        """What was typed, as the fields of a line."""
        data = dict(self.cleaned_data)
        data["towards"] = self.outcomes.get(data["towards"])
        data["given_by"] = self.staff.get(data["given_by"])
        data["days"] = "".join(data["days"])
        data["group_size"] = data["group_size"] or 1
        data["per_week"] = data["per_week"] or 0
        data["minutes"] = data["minutes"] or 0
        return data


def line_initial(row: SupportLine) -> dict[str, Any]:
    """What the form shows of a line of support."""
    shown = {name: getattr(row, name) for name in LineForm.declared_fields}
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
    """The day on which the plan is reviewed."""

    done = gettext_lazy("The day of the review is saved.")
    meets = ("day",)
    field_order = ("day", "closed_is_meant")

    button = gettext_lazy("Save the day")
    day = DateField3(gettext_lazy("When do we look at this plan together?"))


class ShareForm(PassedForm):
    """With whom the plan is shared."""

    done = gettext_lazy("The plan is shared.")
    button = gettext_lazy("Share the plan")
    family = ManyField(gettext_lazy("Family"), required=False)
    child = TickField(
        gettext_lazy("Yes, in simple words"), question=gettext_lazy("The child"), required=False
    )
    staff = TickField(
        gettext_lazy("Yes, all of them"),
        question=gettext_lazy("Those who teach and support"),
        required=False,
    )

    field_order = ("family", "child", "staff", "passed_because")

    def __init__(self, *args: Any, family: Iterable[Care] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].options = [
            Option(
                care.contact.public_id,
                ui.person(str(care.contact)),
                hint=ui.written(care.relationship) if care.relationship else None,
            )
            for care in family
        ]
        if not self.fields["family"].options:
            del self.fields["family"]  # Everybody of the family has it, or nobody may be given it.

    def leave_out(self, *, child: bool, staff: bool) -> None:
        """A version that was shared goes to more people: ask for no reason, nor after those who all have it."""
        gone = {"passed_because": True, "child": child, "staff": staff}
        for name in [name for name, is_gone in gone.items() if is_gone]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen."""
        data = super().clean() or self.cleaned_data
        for name, nobody in (("family", []), ("child", False), ("staff", False)):
            data.setdefault(name, nobody)
        if not (data.get("family") or data.get("child") or data.get("staff")):
            first = next(iter(self.fields), None)
            self.add_error(first, _("Choose with whom the plan is shared."))
        return data


class HandOverForm(Form):
    """That somebody has the plan without a message: it was handed over, or gone through with them."""

    button = gettext_lazy("They have it")
    person = ChoiceField(gettext_lazy("Who has it?"), missing=gettext_lazy("Choose who has it."))
    how = ChoiceField(
        gettext_lazy("How?"),
        words_of((Via.PRINT, Via.IN_PERSON, Via.PHONE)),
        missing=gettext_lazy("Choose how they got it."),
    )
    on = DateField3(gettext_lazy("When?"))

    def __init__(
        self, *args: Any, contacts: Iterable[Contact], pupil: Pupil | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(each.public_id, str(each)) for each in contacts]
        people += [(pupil.public_id, pupil.given_name)] if pupil else []
        self.fields["person"].options = [Option(key, ui.person(name)) for key, name in people]


class StartForm(PassedForm):
    """From when support is given."""

    button = gettext_lazy("Start the support")
    starts_on = DateField3(gettext_lazy("From which day?"))
    field_order = ("starts_on", "passed_because")


def _answers() -> list[Option]:
    return [
        Option(str(Answer.AGREES), gettext_lazy("Yes, I agree")),
        Option(str(Answer.AGREES_IN_PART), gettext_lazy("In part")),
        Option(str(Answer.DISAGREES), gettext_lazy("No, I do not agree")),
    ]


class SayForm(Form):
    """What one person says of the plan."""

    button = gettext_lazy("Send")
    answer = ChoiceField(
        gettext_lazy("Do you agree with this plan?"),
        _answers(),
        missing=gettext_lazy("Choose one answer."),
    )
    words = LongTextField(
        gettext_lazy("What would you like to say about it?"),
        hint=gettext_lazy("In your own words and your own language."),
        required=False,
    )


class NoteSayForm(Form):
    """What somebody said on the telephone, on paper or face to face, written down by staff."""

    done = gettext_lazy("What was said is written down.")
    button = gettext_lazy("Save what was said")
    person = ChoiceField(gettext_lazy("Who said it?"), missing=gettext_lazy("Choose who said it."))
    how = ChoiceField(
        gettext_lazy("How?"),
        words_of((Via.IN_PERSON, Via.PHONE, Via.PRINT)),
        missing=gettext_lazy("Choose how it was said."),
    )
    on = DateField3(gettext_lazy("When?"))
    answer = ChoiceField(
        gettext_lazy("Do they agree with the plan?"),
        words_of((Answer.AGREES, Answer.AGREES_IN_PART, Answer.DISAGREES)),
        missing=gettext_lazy("Choose what they said."),
    )
    words = LongTextField(gettext_lazy("What they said, in their own words"), required=False)

    def __init__(
        self,
        *args: Any,
        family: Iterable[Care] = (),
        pupil: Pupil | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(care.contact.public_id, ui.person(str(care.contact))) for care in family]
        if pupil:
            options.append(Option(pupil.public_id, ui.person(pupil.given_name)))
        self.fields["person"].options = options
        self.fields["on"].latest = latest


class NothingForm(Form):
    """A step with nothing to type: only once, and only from the version that was seen."""


def plan_initial(plan: Plan) -> dict[str, Any]:
    """What the form of the review's day shows."""
    return {"day": plan.review_on}
