"""The forms of this room: asking for views, giving them, writing down what was said."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.voice.actions import Said
from fourfold.casework.voice.choices import LANGUAGES, SIGNS, AskedHow, Feeling, Topic, Way
from fourfold.domain.words import Word
from fourfold.foundation.design.components import person, written
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    LongTextField,
    ManyField,
    Option,
    SelectField,
)
from fourfold.foundation.design.words import Words

CHILD = "child"


def options_of(words: type[Word]) -> list[Option]:
    """The options of a closed list, with their labels translated now."""
    return [Option(str(word), gettext(word.label)) for word in words]


def language_options() -> list[Option]:
    """The languages by their own names."""
    return [Option(code, written(name, code)) for code, name in LANGUAGES.items()]


class AskForm(Form):
    """Whom to ask for views, how, and by when an answer helps."""

    button = _("Ask them")
    who = ManyField(_("Whom do you ask?"), missing=_("Choose whom you ask."))
    how = ChoiceField(_("How do you ask?"))
    reply_by = DateField3(
        _("By when would an answer help?"), required=False, hint=_("For example, 27 3 2026")
    )

    def __init__(self, *args: Any, people: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].options = people
        self.fields["how"].options = options_of(AskedHow)


class GiveForm(Form):
    """Three questions to a parent or carer, in any language."""

    done: ClassVar[Words] = _("Thank you. It has arrived.")
    said_already: ClassVar[Words] = _("You sent the same at %(time)s. It has arrived.")
    button = _("Send")
    going_well = LongTextField(_("What is going well?"), rows=4, required=False, always=True)
    hard = LongTextField(_("What is hard?"), rows=4, required=False, always=True)
    would_help = LongTextField(_("What would help?"), rows=4, required=False, always=True)
    language = SelectField(
        _("In which language did you write?"),
        required=False,
        nothing=_("Another, or I am not sure"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].options = language_options()

    def clean(self) -> dict[str, object]:
        """At least one answer."""
        answers = super().clean() or self.cleaned_data
        if not any(answers.get(name) for name in ("going_well", "hard", "would_help")):
            self.add_error(
                "going_well", gettext("Write something under one of the three questions.")
            )
        return answers

    def said(self) -> Said:
        """What was written."""
        answers = self.cleaned_data
        return Said(
            going_well=answers["going_well"],
            hard=answers["hard"],
            would_help=answers["would_help"],
            language=answers["language"],
        )


class WriteDownForm(GiveForm):
    """Staff write down what a carer said to them, word for word."""

    done = _("What was said is written down.")
    said_already = _("You wrote the same at %(time)s. It is written down once.")
    button = _("Keep it")
    who = ChoiceField(_("Who said this?"))
    way = ChoiceField(_("In which way?"))
    field_order = ["who", "way"]

    def __init__(self, *args: Any, people: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].options = people
        self.fields["way"].options = options_of(Way)

    def said(self) -> Said:
        """What was said, and how."""
        given = super().said()
        return Said(
            going_well=given.going_well,
            hard=given.hard,
            would_help=given.would_help,
            language=given.language,
            way=self.cleaned_data["way"],
        )


class ChildForm(Form):
    """Pictures and words for a child to point at, and room for what the child says."""

    done: ClassVar[Words] = _("Thank you. It has arrived.")
    said_already: ClassVar[Words] = _("You sent the same at %(time)s. It has arrived.")
    button = _("Send")
    words = LongTextField(
        _("What I want to say"),
        hint=_("Write what the child says, word for word. You can say what a drawing shows."),
        rows=4,
        required=False,
        always=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = [
            Option(str(each), f"{SIGNS[str(each)]} {gettext(each.label)}") for each in Feeling
        ]
        topics = {
            str(topic): ChoiceField(
                gettext(topic.label), signed, inline=True, required=False, always=True
            )
            for topic in Topic
        }
        self.fields = {**topics, **self.fields}

    def clean(self) -> dict[str, object]:
        """At least one answer; stopping halfway is an answer too."""
        answers = super().clean() or self.cleaned_data
        if not any(answers.values()):
            self.add_error(
                "words", gettext("Choose one answer, or say something. Or leave the page.")
            )
        return answers

    def said(self) -> Said:
        """What was chosen and said."""
        answers = self.cleaned_data
        chosen = {str(topic): answers[str(topic)] for topic in Topic if answers[str(topic)]}
        return Said(words=answers["words"], chosen=chosen, way=str(Way.SYMBOLS))


def person_options(names: list[tuple[str, str]], child: str) -> list[Option]:
    """The people who can be asked: (public id, name) of each carer, then the child."""
    return [
        *[Option(public_id, person(name)) for public_id, name in names],
        Option(CHILD, person(child)),
    ]
