"""What may be typed about families, staff, terms and the setting."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.roll.cells import language_options
from fourfold.domain.words import OUTSIDE, STAFF, Role, SettingKind
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    EmailField,
    Form,
    Group,
    LongTextField,
    ManyField,
    NumberField,
    Option,
    SelectField,
    TextField,
    TickField,
    When,
)


class ContactForm(Form):
    """A family member, and what they are to the child."""

    done = gettext_lazy("The contact is saved.")
    given_name = TextField(gettext_lazy("First name"), most=120)
    family_name = TextField(gettext_lazy("Family name"), most=120)
    relationship = TextField(
        gettext_lazy("What are they to the child?"),
        hint=gettext_lazy("For example mother, foster carer, grandfather"),
        most=60,
    )
    responsibility = ChoiceField(
        gettext_lazy("Do they have parental responsibility?"),
        [
            Option("yes", gettext_lazy("Yes")),
            Option("no", gettext_lazy("No")),
            Option("unknown", gettext_lazy("Not known")),
        ],
    )
    lives_with = TickField(
        gettext_lazy("The child lives with them"),
        question=gettext_lazy("Home"),
        required=False,
    )
    email = EmailField(gettext_lazy("E-mail address"), required=False)
    phone = TextField(gettext_lazy("Telephone"), most=40, width="20", required=False)
    address = LongTextField(gettext_lazy("Address"), rows=4, most=500, required=False)
    language = SelectField(gettext_lazy("Language"), required=False)
    interpreter = TickField(
        gettext_lazy("They need an interpreter"),
        question=gettext_lazy("Talking together"),
        required=False,
    )
    order = ChoiceField(
        gettext_lazy("Is there a court order that keeps things from them?"),
        [Option("no", gettext_lazy("No")), Option("yes", gettext_lazy("Yes"))],
        initial="no",
    )
    order_type = TextField(
        gettext_lazy("What kind of order?"),
        most=120,
        missing=gettext_lazy("Say what kind of order it is."),
    )
    order_from = DateField3(
        gettext_lazy("Since when?"), missing=gettext_lazy("Say since when it holds.")
    )
    order_to = DateField3(gettext_lazy("Until when, if it says?"), required=False, always=True)
    order_seen_by = TextField(
        gettext_lazy("Who has seen it?"),
        most=120,
        missing=gettext_lazy("Say who has seen the order itself."),
    )
    bars_all = TickField(
        gettext_lazy("They may be told nothing at all about the child"),
        question=gettext_lazy("What it keeps from them"),
        required=False,
    )
    conditional = (
        When(
            "order",
            ("yes",),
            ("order_type", "order_from", "order_to", "order_seen_by", "bars_all"),
        ),
    )
    groups = (Group(gettext_lazy("Who they are"), ("given_name", "family_name", "relationship")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, SelectField)
        language.options = language_options()

    CONTACT = (
        "given_name", "family_name", "email", "phone", "address", "language", "interpreter",
    )  # fmt: skip
    CARE = (
        "relationship", "responsibility", "lives_with", "order_type", "order_from", "order_to",
        "order_seen_by", "bars_all",
    )  # fmt: skip

    def of_contact(self) -> dict[str, Any]:
        """The answers that are about the person."""
        return {name: self.cleaned_data[name] for name in self.CONTACT}

    def bars_everything(self) -> bool:
        """Whether it is said here that an order keeps everything from them."""
        return bool(self.cleaned_data["order"] == "yes" and self.cleaned_data["bars_all"])

    def of_care(self) -> dict[str, Any]:
        """The answers that are about what they are to the child."""
        return {name: self.cleaned_data[name] for name in self.CARE}


def role_options() -> list[Option]:
    """The roles of staff and of people from outside, as options."""
    roles = [role for role in Role if role in STAFF | OUTSIDE]
    return [Option(str(role), _(role.label)) for role in roles]


class StaffForm(Form):
    """A new member of staff, or somebody from outside who is invited."""

    called = TextField(
        gettext_lazy("Name"), hint=gettext_lazy("As they are called here, such as Ms Obi"), most=120
    )
    email = EmailField(gettext_lazy("E-mail address for signing in"))
    roles = ManyField(gettext_lazy("What are they here?"), coerce=Role)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        assert isinstance(roles, ManyField)
        roles.options = role_options()


class RolesForm(Form):
    """What a member of staff is here from today on."""

    roles = ManyField(gettext_lazy("What are they here?"), coerce=Role)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        assert isinstance(roles, ManyField)
        roles.options = role_options()


class LeavesForm(Form):
    """From when somebody can no longer come in."""

    button = gettext_lazy("They leave")
    when = ChoiceField(
        gettext_lazy("From when?"),
        [
            Option("after_today", gettext_lazy("After today, which is their last day")),
            Option("now", gettext_lazy("From now on: they are signed out at once")),
        ],
        missing=gettext_lazy("Choose from when they can no longer come in."),
    )


class TermForm(Form):
    """A term."""

    button = gettext_lazy("Add the term")
    name = TextField(gettext_lazy("Name of the term"), most=60, width="20")
    first_day = DateField3(gettext_lazy("First day for children"))
    last_day = DateField3(gettext_lazy("Last day for children"))


class ClosureForm(Form):
    """A day within a term, or several in a row, on which there is no school."""

    button = gettext_lazy("Add the days")
    day = DateField3(gettext_lazy("Which day?"))
    until = DateField3(
        gettext_lazy("Up to which day?"),
        hint=gettext_lazy("Leave it empty for one day. Half term is a week."),
        required=False,
        always=True,
    )
    name = TextField(
        gettext_lazy("Why is it closed?"),
        hint=gettext_lazy(
            "For example half term, INSET day. Bank holidays within a term are closed already."
        ),
        most=60,
        width="20",
    )


class TermRightForm(TermForm):
    """A term that is put right, or taken out."""

    button = gettext_lazy("Put it right")
    take_out = TickField(
        gettext_lazy("Take it out: there is no such term"),
        question=gettext_lazy("A mistake"),
        required=False,
    )


class ClosureRightForm(ClosureForm):
    """Days without school that are put right, or taken out."""

    button = gettext_lazy("Put it right")
    take_out = TickField(
        gettext_lazy("Take them out: there is school on these days"),
        question=gettext_lazy("A mistake"),
        required=False,
    )


class EndCareForm(Form):
    """That a contact has nothing to do with a child any more."""

    button = gettext_lazy("Not a contact any more")
    on = DateField3(gettext_lazy("From which day?"))
    reason = LongTextField(
        gettext_lazy("Why?"),
        rows=2,
        most=300,
        missing=gettext_lazy("Say why they are not a contact any more."),
    )


class SencoForm(Form):
    """A SENCO’s appointment."""

    member = SelectField(gettext_lazy("Who is appointed?"))
    appointed_on = DateField3(gettext_lazy("Appointed on"))
    prior_service_months = NumberField(
        gettext_lazy("Months as a SENCO before this, without a gap"), least=0, required=False
    )
    qualification = TextField(
        gettext_lazy("Qualification held, if there is one"), most=40, required=False, always=True
    )
    completed_on = DateField3(gettext_lazy("Completed on, if it is"), required=False, always=True)


class QualifiedForm(Form):
    """The qualification is held."""

    qualification = TextField(gettext_lazy("Which qualification?"), most=40)
    completed_on = DateField3(gettext_lazy("Completed on"))


class BeginForm(Form):
    """What the first administrator of an empty system says."""

    button = gettext_lazy("Set up Fourfold")
    code = TextField(
        gettext_lazy("The code"),
        hint=gettext_lazy(
            "Fourfold wrote it where it was started: twelve letters and digits. Spaces do not matter."
        ),
        width="20",
        autocomplete="off",
        spellcheck=False,
        missing=gettext_lazy("Write the code that was shown when Fourfold was started."),
    )
    setting = TextField(
        gettext_lazy("Name of the school, nursery or college"),
        autocomplete="organization",
        missing=gettext_lazy("Write the name of the school, nursery or college."),
    )
    kind = SelectField(gettext_lazy("Kind of setting"), coerce=SettingKind)
    first_day = DateField3(
        gettext_lazy("First day on Fourfold"),
        hint=gettext_lazy("What the law asks is reckoned from this day on."),
    )
    called = TextField(
        gettext_lazy("Your name"),
        hint=gettext_lazy("As you are called there, such as Ms Obi"),
        most=120,
        autocomplete="name",
        missing=gettext_lazy("Write your name."),
    )
    email = EmailField(
        gettext_lazy("Your e-mail address"),
        hint=gettext_lazy("You sign in with it."),
        missing=gettext_lazy("Write your e-mail address."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].options = [Option(str(each), _(each.label)) for each in SettingKind]


class KindForm(Form):
    """What kind of setting this is from a day on."""

    kind = SelectField(gettext_lazy("Kind of setting"), coerce=SettingKind)
    valid_from = DateField3(gettext_lazy("From which day on?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, SelectField)
        kind.options = [Option(str(each), _(each.label)) for each in SettingKind]


class AuthorityForm(Form):
    """To which local authority the setting belongs, since when, and how that is known."""

    what = ChoiceField(
        gettext_lazy("Is it a change, or is the latest line wrong?"),
        [
            Option("change", gettext_lazy("A change: it stands beside what was before")),
            Option("right", gettext_lazy("The latest line is wrong: put it right")),
        ],
        initial="change",
        required=False,
        always=True,
    )
    name = TextField(
        gettext_lazy("Which local authority?"),
        hint=gettext_lazy("The council in whose area you are"),
        most=200,
        missing=gettext_lazy("Write the name of the council."),
    )
    valid_from = DateField3(gettext_lazy("Since which day?"))
    source = TextField(
        gettext_lazy("How do you know?"),
        hint=gettext_lazy("For example the government’s register of schools, or a letter"),
        most=300,
        missing=gettext_lazy("Say how you know."),
    )


class WhomToAskForm(Form):
    """Whom families can ask."""

    senco_reached = TextField(
        gettext_lazy("How do families reach the SENCO?"),
        hint=gettext_lazy("A telephone number, an e-mail address, or both"),
        most=200,
        required=False,
    )
    advice = TextField(
        gettext_lazy("Where do families get free advice that is not yours?"),
        hint=gettext_lazy(
            "The information, advice and support service (SENDIASS) of your council: its name,"
            " telephone number and website"
        ),
        most=400,
        required=False,
    )


def not_after(form: Form, today: date, *names: str) -> None:
    """These days cannot be later than `today`."""
    for name in names:
        field = form.fields[name]
        assert isinstance(field, DateField3)
        field.latest = today
