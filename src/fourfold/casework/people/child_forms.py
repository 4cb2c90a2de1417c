"""What may be typed about a child: names, class, and what the office knows."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import TeachingGroup
from fourfold.casework.people.roll.cells import language_options
from fourfold.casework.people.upn import Verdict, judged, normalised
from fourfold.foundation.design.components import filled, person, written
from fourfold.foundation.design.fields import (
    DateField3,
    Form,
    Option,
    SelectField,
    TextField,
    TickField,
)

YEARS = ("N1", "N2", "R", *(str(number) for number in range(1, 15)), "X")


class ChildForm(Form):
    """What is known of a child."""

    done = gettext_lazy("What is known of the child is saved.")
    given_name = TextField(gettext_lazy("First name"), most=120)
    family_name = TextField(gettext_lazy("Family name"), most=120)
    legal_given_name = TextField(
        gettext_lazy("Legal first name, if it is another"), most=120, required=False, always=True
    )
    legal_family_name = TextField(
        gettext_lazy("Legal family name, if it is another"), most=120, required=False, always=True
    )
    birth_date = DateField3(gettext_lazy("Birth date"), required=False)
    year_group = SelectField(
        gettext_lazy("Year group"), [Option(year, written(year)) for year in YEARS], required=False
    )
    upn = TextField(gettext_lazy("UPN"), most=20, width="20", required=False)
    admission_number = TextField(
        gettext_lazy("Admission number"), most=20, width="20", required=False
    )
    home_language = SelectField(gettext_lazy("Language at home"), required=False)
    joined_on = DateField3(gettext_lazy("Joined on"), required=False)
    left_on = DateField3(gettext_lazy("Left on"), required=False)
    whereabouts_protected = TickField(
        gettext_lazy("Where this child lives or goes to school is protected"),
        question=gettext_lazy("Safety"),
        hint=gettext_lazy("Each message about the child is then let out by a person."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["home_language"]
        assert isinstance(language, SelectField)
        language.options = language_options()

    def clean_upn(self) -> str:
        """The UPN in its usual writing. Its shape is asked for; a letter that does not fit is not refused."""
        number = normalised(self.cleaned_data["upn"])
        if number and judged(number) is Verdict.WRONG_SHAPE:
            self.add_error("upn", _("A UPN is a letter and 12 more characters."))
        return number[:13]

    def clean(self) -> dict[str, Any]:
        """A child joins before they leave."""
        joined, left = self.cleaned_data.get("joined_on"), self.cleaned_data.get("left_on")
        if joined and left and left < joined:
            self.add_error("left_on", _("This day is before the day on which they joined."))
        return self.cleaned_data


class SureChildForm(ChildForm):
    """What is known of a child, with the class; what looks like a slip is asked about once, and can be gone on with.

    `classes` are those that there are; `said` what a list said that was kept as text only, by field.
    """

    class_now = SelectField(
        gettext_lazy("Class, from today"), nothing=gettext_lazy("In no class"), required=False
    )
    sure = TickField(
        gettext_lazy("I have looked, and it is right"),
        question=gettext_lazy("Please look once more"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        classes: Iterable[TeachingGroup] = (),
        said: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        group = self.fields["class_now"]
        assert isinstance(group, SelectField)
        group.options = [Option(each.public_id, person(each.name)) for each in classes]
        for name, text in (said or {}).items():
            self.fields[name].help_text = filled(
                _("Your list says “%(text)s”, which Fourfold does not know."), text=written(text)
            )
        before = list(ChildForm.base_fields)
        at = before.index("year_group") + 1
        self.order_fields([*before[:at], "class_now", *before[at:]])

    def facts(self) -> dict[str, Any]:
        """The answers that are about the child."""
        return {name: self.cleaned_data[name] for name in ChildForm.base_fields}
