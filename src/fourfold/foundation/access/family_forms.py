"""What a family may type when they sign in."""

from django.utils.translation import gettext_lazy as _

from fourfold.foundation.design.components import person
from fourfold.foundation.design.fields import ChoiceField, EmailField, Form, Option, TextField


class FamilyAddressForm(Form):
    """The address that the setting knows."""

    button = _("Send me a link")
    email = EmailField(
        _("Your e-mail address"),
        hint=_("The one that the school, nursery or college has for you."),
        missing=_("Write your e-mail address."),
    )


class PressForm(Form):
    """Nothing but a button."""

    button = _("Sign in")


class PressOnForm(Form):
    """Nothing but a button, in a demonstration."""

    button = _("Go on")


class OwnCodeForm(Form):
    """The person's own code."""

    button = _("Go on")
    code = TextField(
        _("Your own code"),
        hint=_("Six letters that only you were given, or a code from a letter to you."),
        width="10",
        autocomplete="off",
        spellcheck=False,
        missing=_("Write your code."),
    )


class WhoForm(OwnCodeForm):
    """Which of the people who share an address, and that person's own code."""

    who = ChoiceField(_("Who are you?"), [], missing=_("Choose your name."))
    field_order = ["who", "code"]

    def name_people(self, named: list[tuple[str, str]]) -> None:
        """Who can be chosen: (value, name)."""
        field = self.fields["who"]
        assert isinstance(field, ChoiceField)
        field.options = [Option(value, person(name)) for value, name in named]


class LetterForm(Form):
    """A code that came by letter or by hand."""

    button = _("Sign in")
    setting = TextField(
        _("The word of your setting"),
        hint=_("It stands on the letter above the code."),
        width="20",
        autocomplete="off",
        missing=_("Write the word that stands above the code."),
    )
    code = TextField(
        _("The code"),
        hint=_("Eight letters and digits. Capitals and spaces do not matter."),
        width="10",
        autocomplete="off",
        spellcheck=False,
        missing=_("Write the code."),
    )
