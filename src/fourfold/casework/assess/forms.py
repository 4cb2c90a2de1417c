"""The forms of this room."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.domain.words import AreaOfNeed
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design.components import person
from fourfold.foundation.design.fields import (
    DateField3,
    Form,
    LongTextField,
    ManyField,
    Option,
    TextField,
    TickField,
    When,
)


class StrengthForm(Form):
    """A strength."""

    done = _("The strength is written down.")
    words = LongTextField(
        _("What is this child good at, or what do they like?"),
        rows=3,
        missing=_("Write it in a few words."),
    )


class NeedForm(Form):
    """A need, in words about this child; for named people only where it must be."""

    done = _("The need is written down.")
    words = LongTextField(
        _("What is hard for this child, and when?"),
        hint=_("In words about this child. A diagnosis is not needed."),
        rows=4,
        missing=_("Write it in a few words."),
    )
    areas = ManyField(_("In which areas?"), required=False, hint=_("Any number, or none yet."))
    restricted = TickField(
        _("Only for people whom I name"),
        question=_("Who sees this?"),
        hint=_("To everybody else it does not exist, in lists and counts too."),
        required=False,
    )
    readers = ManyField(
        _("Who, beside you?"),
        hint=_(
            "Those to whom the needs of this child are open. Tell anybody else, such as the"
            " designated safeguarding lead, yourself."
        ),
        missing=_("Name at least one person."),
    )
    conditional = (When("restricted", ("on",), ("readers",)),)

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].options = [
            Option(str(each), gettext(each.label)) for each in AreaOfNeed
        ]
        self.fields["readers"].options = [
            Option(each.public_id, person(each.called)) for each in people
        ]


class ObservationForm(Form):
    """What was seen of the child."""

    done = _("What was seen is written down.")
    words = LongTextField(
        _("What did you see?"),
        hint=_("What happened, not what you make of it."),
        missing=_("Write what you saw."),
    )
    place = TextField(
        _("Where?"), most=120, hint=_("For example, in the hall"), missing=_("Say where.")
    )
    seen_on = DateField3(_("On which day?"))
    part_of_day = TextField(_("At what time?"), most=60, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].latest = today


class ChangeForm(Form):
    """A line in other words."""

    words = LongTextField(_("In words"), rows=4, missing=_("Write it in a few words."))
