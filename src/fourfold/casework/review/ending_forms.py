"""What may be typed when a review leads on: to the next cycle, or to the end of SEN Support."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.cycles.forms import PassedForm
from fourfold.foundation.design.fields import DateField3, Form, LongTextField


class ContinueForm(Form):
    """Going on to the next cycle."""

    button = _("Begin the next cycle")
    because = LongTextField(
        _("If something is still open: why go on all the same?"), rows=2, required=False
    )


class ExitForm(PassedForm):
    """The end of SEN Support. Until when the child is watched is said, or why no day is set."""

    button = _("SEN Support ends")
    reasons = LongTextField(
        _("Why does SEN Support end?"), missing=_("Give the reasons why SEN Support ends.")
    )
    watch_until = DateField3(_("Until when is the child watched?"), required=False, always=True)
    field_order = ("reasons", "watch_until", "passed_because")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watch_until"].earliest = today

    def clean(self) -> dict[str, Any]:
        """A day, or the reason why there is none."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        is_wrong = "watch_until" in self.errors
        if not (data.get("watch_until") or data.get("passed_because") or is_wrong):
            self.add_error(
                "watch_until",
                gettext("Say until when the child is watched, or write below why no day is set."),
            )
        return data
