"""What may be typed about who is given what a review agreed."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.review.choices import GivenHow
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    ManyField,
    Option,
    When,
)


class GiveForm(Form):
    """Who is given what a review agreed, and how. Who got it otherwise than by a message is said by the writer."""

    button = _("Give it")
    how = ChoiceField(
        _("How?"),
        [
            Option(str(each), _(each.label))
            for each in (GivenHow.MESSAGE, GivenHow.HAND, GivenHow.POST, GivenHow.TALK)
        ],
    )
    who = ManyField(_("Who is sent it?"), missing=_("Say who is sent it."))
    got = ManyField(_("Who got it, if not by a message?"), missing=_("Say who got it."))
    on = DateField3(_("On which day did they get it?"), missing=_("Say when they got it."))
    conditional = (
        When("how", (str(GivenHow.MESSAGE),), ("who",)),
        When("how", (str(GivenHow.HAND), str(GivenHow.POST), str(GivenHow.TALK)), ("got", "on")),
    )

    def people(self) -> list[str]:
        """Those whom it goes to, or who got it."""
        return [*self.cleaned_data["who"], *self.cleaned_data["got"]]

    def clean(self) -> dict[str, Any]:
        """Nobody is sent a message because somebody else was ticked as having it, and the way was forgotten."""
        ticked = self["got"].value()
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("how") == GivenHow.MESSAGE and ticked:
            words = gettext("Say in which way they got it whom you ticked below, or untick them.")
            self.add_error("how", words)
        return data
