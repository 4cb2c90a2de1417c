"""What may be typed about sessions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from fourfold.domain.words import NotDelivered
from fourfold.foundation.design.fields import (
    ChoiceField,
    Form,
    LongTextField,
    ManyField,
    NumberField,
    Option,
    SelectField,
)

RATINGS = [
    Option("5", _("Flying")),
    Option("4", _("Well")),
    Option("3", _("So-so")),
    Option("2", _("Hard")),
    Option("1", _("Not today")),
]


def reasons() -> list[Option]:
    """Why a session did not happen, as options."""
    return [Option(str(word), _(word.label)) for word in NotDelivered]


class TapForm(Form):
    """One tap: who of the group was there, why the others were not, what was pressed, and another reason in words."""

    there = ManyField(_("Who was there?"), required=False)
    others = SelectField(
        _("Those not ticked were not, because"), nothing=_("Absent"), required=False
    )
    others_why = LongTextField(
        _("If it was another reason: which?"), rows=2, required=False, always=True, most=2000
    )
    how = ChoiceField(_("Done or not"), [], required=False)
    why = LongTextField(
        _("Or another reason: which?"), rows=2, required=False, always=True, most=2000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].options = reasons()
        self.fields["how"].options = [Option("done", _("Done")), *reasons()]


class MoreForm(Form):
    """How a session went, if wished."""

    done = _("How it went is noted.")
    button = _("Save")
    rating = ChoiceField(_("How did it go?"), RATINGS, required=False, coerce=int)
    count = NumberField(
        _("A count"), hint=_("For example, how many words were read right."), required=False
    )
    note = LongTextField(_("A word"), rows=3, required=False, most=2000)
