"""What may be typed when a plan goes to people, and when they say what they think of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.cycles.forms import OpenDayForm, PassedForm
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.plan.forms.writing import words_of
from fourfold.casework.plan.words import (
    Via,
)
from fourfold.domain.words import Say as Answer
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    LongTextField,
    ManyField,
    Option,
    TickField,
)
from fourfold.foundation.design.format import long_day


class ShareForm(PassedForm):
    """With whom the plan is shared."""

    done = gettext_lazy("The plan is shared.")
    button = gettext_lazy("Share the plan")
    family = ManyField(gettext_lazy("Family"), required=False)
    child = TickField(
        gettext_lazy("Yes: somebody goes through it with them, in simple words"),
        question=gettext_lazy("The child"),
        required=False,
    )
    staff = TickField(
        gettext_lazy("Yes, all of them"),
        question=gettext_lazy("Those who teach and support"),
        required=False,
    )

    field_order = ("family", "child", "staff", "passed_because")

    def __init__(
        self, *args: Any, family: Iterable[Care] = (), has_sign_in: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if has_sign_in:
            self.fields["child"].label = _("Yes, on their own page")
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


class StartForm(OpenDayForm, PassedForm):
    """From when support is given: a day on which the setting is open, or that is meant."""

    meets = ("starts_on",)
    button = gettext_lazy("Start the support")
    starts_on = DateField3(gettext_lazy("From which day?"))
    because = LongTextField(
        gettext_lazy("If it is later than the plan says: why?"),
        hint=gettext_lazy("The family reads it with the day."),
        rows=2,
        required=False,
    )
    field_order = ("starts_on", "closed_is_meant", "because", "passed_because")

    def __init__(self, *args: Any, says: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.says = says
        if says is None:
            del self.fields["because"]
            return
        self.fields["starts_on"].help_text = _("The plan says: from %(day)s.") % {
            "day": long_day(says)
        }

    def clean(self) -> dict[str, Any]:
        """A later day than the plan says has its reason."""
        data = super().clean()
        day = data.get("starts_on")
        if self.says and day and day > self.says and not data.get("because"):
            words = _("The plan says: from %(day)s. Choose that day, or say why it is later.")
            self.add_error("because", words % {"day": long_day(self.says)})
        return data


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
