"""What may be typed when a child has left."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.onward.actions import Left
from fourfold.domain.words import EndReason
from fourfold.foundation.design.fields import ChoiceField, DateField3, Form, LongTextField, Option


class LeftForm(Form):
    """From which day, and why, a child is no longer here."""

    button = _("Write it down")
    reason = ChoiceField(_("What has happened?"))
    on = DateField3(_("From which day?"))
    words = LongTextField(_("Anything that is good to know"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].options = [
            Option(str(each), gettext(each.label)) for each in EndReason
        ]

    def left(self) -> Left:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return Left(data["on"], EndReason(data["reason"]), data["words"])
