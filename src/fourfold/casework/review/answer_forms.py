"""What may be typed by and for those who could not come to a review, and once support has ended."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.review.choices import ToldHow
from fourfold.casework.review.models import CannotCome
from fourfold.casework.review.telling import ToTell
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    LongTextField,
    ManyField,
    Option,
)


class CannotComeForm(Form):
    """That the day does not suit, and what would."""

    button = _("Tell the school")
    done = _("Thank you. The school knows, and is asked to offer you another day.")
    suits = LongTextField(
        _("What would suit you?"),
        hint=_("A day or a time, by telephone, with an interpreter: whatever helps."),
        rows=3,
        required=False,
        most=2000,
    )


class AnswerAbsenceForm(Form):
    """What was done for those who could not come to a review."""

    button = _("Write it down")
    done = _("It is written down what was done for them.")
    who = ManyField(_("Who was it?"))
    words = LongTextField(
        _("What was done?"),
        hint=_(
            "For example: spoken to by telephone on Monday, and what they said is in the review."
        ),
        rows=3,
        missing=_("Say what was done, in a few words."),
    )

    def __init__(self, *args: Any, absent: list[CannotCome], pupil: Pupil, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absent = absent
        self.fields["who"].options = [
            Option(each.public_id, ui.person(str(each.invitation.contact or pupil.given_name)))
            for each in absent
        ]

    def chosen(self) -> list[CannotCome]:
        """Those who were ticked."""
        return [each for each in self.absent if each.public_id in self.cleaned_data["who"]]


class EndToldForm(Form):
    """That somebody was told in another way than by a message that SEN Support has ended."""

    button = _("I have told them")
    done = _("It is noted that they were told.")
    person = ChoiceField(_("Who was told?"), missing=_("Choose who was told."))
    how = ChoiceField(
        _("How?"),
        [Option(str(each), _(each.label)) for each in ToldHow],
        missing=_("Choose how they were told."),
    )
    on = DateField3(_("When?"))

    def __init__(
        self, *args: Any, people: list[ToTell], since: date, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.key: each for each in people}
        self.fields["person"].options = [Option(each.key, ui.person(each.name)) for each in people]
        self.fields["on"].earliest, self.fields["on"].latest = since, today

    def told(self) -> Contact | None:
        """Who was chosen: a carer, or (None) the young person."""
        return self.people[self.cleaned_data["person"]].contact


class LookAgainForm(Form):
    """What was seen when a child was looked at again."""

    button = _("Write it down")
    done = _("It is written down that you looked again.")
    words = LongTextField(
        _("How is it going now?"), rows=4, missing=_("Say what you saw, in a few words.")
    )
