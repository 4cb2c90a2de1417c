"""What may be typed about the day of a review, and who is asked to it."""

import re
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.cycles.forms import OpenDayForm, PassedForm
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.review.actions import Meeting
from fourfold.casework.review.forms import CHILD
from fourfold.domain.cycle import INVITE_DAYS
from fourfold.domain.rulebook import latest_review_date
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import DateField3, ManyField, Option, TextField


class PrepareForm(OpenDayForm, PassedForm):
    """The day of a review and who is asked to it."""

    meets = ("on",)

    button = _("Ask them to the review")
    on = DateField3(_("On which day?"))
    at = TextField(_("At what time?"), hint=_("For example, 15:40"), width="5", required=False)
    place = TextField(_("Where?"), most=120, required=False)
    who = ManyField(_("Who is asked?"), required=False)
    field_order = ("on", "closed_is_meant", "at", "place", "who", "passed_because")

    def __init__(
        self, *args: Any, contacts: list[Contact], pupil: Pupil, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = today
        self.fields["on"].latest = latest_review_date(today)
        self.contacts, self.today = contacts, today
        people = [Option(each.public_id, ui.person(str(each))) for each in contacts]
        self.fields["who"].options = [*people, Option(CHILD, ui.person(pupil.given_name))]

    def clean_at(self) -> time | None:
        """The time. Raises `ValidationError` through `add_error` for what is none."""
        text = self.cleaned_data["at"]
        if not text:
            return None
        found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
        if not found:
            self.add_error("at", gettext("Write a time such as 15:40."))
            return None
        return time(int(found[1]), int(found[2]))

    @property
    def is_soon(self) -> bool:
        """Whether whoever is asked now has less time than a family should have before the day."""
        return self.cleaned_data["on"] < self.today + timedelta(days=INVITE_DAYS)

    def meeting(self) -> Meeting:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return Meeting(data["on"], data["at"], data["place"])

    def asked(self) -> list[Contact]:
        """The carers who were ticked."""
        return [each for each in self.contacts if each.public_id in self.cleaned_data["who"]]
