"""The forms of this room."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.cycles.forms import OpenDayForm, PassedForm
from fourfold.casework.identify.actions import Ruling, Seen
from fourfold.casework.identify.choices import Next, Sure, ToldHow, Tried, Urgent
from fourfold.casework.voice.forms import language_options, options_of
from fourfold.domain.cycle import TEACHING_FIRST
from fourfold.domain.words import AreaOfNeed
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    LongTextField,
    ManyField,
    Option,
    SelectField,
    TextField,
    TickField,
    When,
)

YES, NO = "yes", "no"
SUPPORT, NOT_NOW = "support", "not_now"


class StaffConcernForm(Form):
    """A concern, in a minute."""

    done = _("The concern is raised. It is on the SENCO’s list.")
    said_already = _("You told us this at %(time)s. It is on the SENCO’s list.")
    button = _("Send it to the SENCO")
    words = LongTextField(
        _("What have you seen?"),
        hint=_("What happened, in your own words. You need not know why."),
        rows=6,
        missing=_("Say what you have seen, in a few words."),
    )
    since = TextField(_("Since when?"), required=False, hint=_("For example, since September"))
    tried = ManyField(_("What have you tried already?"), required=False, always=False)
    tried_words = LongTextField(_("Anything else you tried?"), rows=2, required=False)
    sure = ChoiceField(_("How sure are you?"), required=False, inline=True)
    urgent = ChoiceField(_("How soon should somebody look?"), required=False)
    spoken = ChoiceField(
        _("Has the family been spoken to?"),
        [Option(YES, _("Yes")), Option(NO, _("No"))],
        missing=_("Say whether the family has been spoken to."),
    )
    why_not = LongTextField(
        _("Why not yet?"), rows=2, missing=_("Say why the family has not been spoken to.")
    )
    conditional = (When("spoken", (NO,), ("why_not",)),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tried"].options = options_of(Tried)
        self.fields["sure"].options = options_of(Sure)
        self.fields["urgent"].options = options_of(Urgent)

    def seen_by_them(self) -> Seen:
        """What was seen."""
        answers = self.cleaned_data
        return Seen(
            words=answers["words"],
            since=answers["since"],
            sure=answers["sure"],
            urgent=answers["urgent"],
            family_spoken=answers["spoken"] == YES,
            why_not=answers["why_not"],
            tried=answers["tried"],
            tried_words=answers["tried_words"],
        )


class FamilyConcernForm(Form):
    """Three questions to a parent, a carer or a young person who is worried."""

    done = _("Thank you. The school has your concern.")
    said_already = _("You told us this at %(time)s. The school has it.")
    button = _("Send")
    words = LongTextField(
        _("What worries you?"),
        rows=5,
        missing=_("Say what worries you, in a few words and any language."),
    )
    since = TextField(_("Since when?"), required=False)
    would_help = LongTextField(_("What helps, or would help?"), rows=3, required=False)
    language = SelectField(
        _("In which language did you write?"),
        required=False,
        nothing=_("Another, or I am not sure"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].options = language_options()

    def seen_by_them(self) -> Seen:
        """What was said."""
        answers = self.cleaned_data
        return Seen(
            words=answers["words"],
            since=answers["since"],
            would_help=answers["would_help"],
            language=answers["language"],
        )


class AnswerForm(PassedForm):
    """The answer to whoever raised a concern, with its reasons; and where nothing was `tried`, why it comes now."""

    button = _("Send the answer")
    answer = LongTextField(
        _("Your answer, with the reasons"), missing=_("Give an answer with its reasons.")
    )
    then = ChoiceField(_("What happens next?"))
    field_order = ("answer", "then", "passed_because")

    def __init__(self, *args: Any, allowed: list[Next], tried: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names_missing([] if tried else [gettext(TEACHING_FIRST.sentence)])
        self.fields["then"].options = [Option(str(each), gettext(each.label)) for each in allowed]


class AddToAnswerForm(Form):
    """More of an answer that was given: by the name of the first one's words, which it takes up where those came
    second."""

    done = ""  # What became of the message is said by the page.
    said_already = _("You added the same at %(time)s. It stands below the answer once.")
    button = _("Send it")
    answer = LongTextField(
        _("What do you add to the answer?"), missing=_("Say what you add to the answer.")
    )


class WithdrawForm(Form):
    """No longer worried, and why."""

    button = _("Withdraw it")
    because = LongTextField(
        _("Why are you no longer worried?"), rows=3, missing=_("Say why the concern is withdrawn.")
    )


class TriedForm(Form):
    """What was tried in class, and how it went."""

    done = _("What was tried is written down.")
    said_already = _("You wrote the same at %(time)s. It is written down once.")
    button = _("Keep it")
    what = ManyField(_("What was tried?"), required=False)
    words = LongTextField(_("In words"), rows=3, required=False)
    how_it_went = LongTextField(_("How did it go?"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].options = options_of(Tried)

    def clean(self) -> dict[str, object]:
        """Something was tried."""
        answers = super().clean() or self.cleaned_data
        if not answers.get("what") and not answers.get("words"):
            self.add_error("words", gettext("Choose or write what was tried."))
        return answers


class TalkForm(Form):
    """The early talk with the family and the child."""

    done = _("The talk is written down.")
    said_already = _("You wrote the same at %(time)s. It is written down once.")
    button = _("Keep the note")
    held_on = DateField3(_("When did you talk?"))
    who = TextField(_("Who was there?"), missing=_("Say who was there."))
    note = LongTextField(
        _("The short note"),
        hint=_(
            "Strengths and difficulties, what worries the parents, what you agreed, what is next."
        ),
        missing=_("Write a short note of the talk."),
    )
    given = ManyField(
        _("Who of the family has been given this note?"),
        required=False,
        hint=_("Each of them reads it in their own story of the child."),
    )
    field_order = ("held_on", "who", "note", "given")

    def __init__(self, *args: Any, people: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].options = people


class NoteForm(Form):
    """Who has been given the note of a talk."""

    done = _("It is written down who has the note.")
    button = _("They have the note")
    given = ManyField(_("Who has been given this note?"), missing=_("Say who has the note."))

    def __init__(self, *args: Any, people: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].options = people


class DecideForm(OpenDayForm):
    """Whether SEN Support starts, why, and for what. Nothing here asks for a diagnosis."""

    meets = ("look_again_on",)

    button = _("Decide")
    what = ChoiceField(
        _("What do you decide?"),
        [
            Option(SUPPORT, _("SEN Support starts")),
            Option(NOT_NOW, _("Not now: we watch, and look again")),
        ],
    )
    look_again_on = DateField3(_("When do you look again?"))
    reasons = LongTextField(
        _("The reasons"),
        hint=_("Where support starts, the family reads them in the letter."),
        missing=_("Give the reasons for the decision."),
    )
    areas = ManyField(
        _("In which areas is help needed?"), required=False, hint=_("Any number, or none yet.")
    )
    about_child = LongTextField(
        _("In words about this child"),
        hint=_("What is hard, and when. A diagnosis is not needed."),
        rows=3,
        required=False,
    )
    obvious = TickField(
        _("The need is plain to see, whatever was tried"),
        question=_("About teaching first"),
        required=False,
    )
    only_language = TickField(
        _("The only difficulty named is that home speaks another language"),
        question=_("About language"),
        required=False,
    )
    passed_because = LongTextField(
        _("If anything stands under “What is still missing”: why do you decide all the same?"),
        rows=2,
        required=False,
    )
    conditional = (When("what", (NOT_NOW,), ("look_again_on",)),)
    field_order = ("what", "look_again_on", "closed_is_meant", "reasons")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].options = options_of(AreaOfNeed)
        self.fields["look_again_on"].earliest = today

    def ruling(self) -> Ruling:
        """What was decided."""
        answers = self.cleaned_data
        return Ruling(
            is_support=answers["what"] == SUPPORT,
            reasons=answers["reasons"],
            areas=answers["areas"],
            about_child=answers["about_child"],
            need_is_obvious=answers["obvious"],
            only_language=answers["only_language"],
            look_again_on=answers["look_again_on"],
            passed_because=answers["passed_because"],
        )


NOT_TOLD = "not_told"


class TellForm(Form):
    """How and when one person was told."""

    button = _("I have told them")
    how = ChoiceField(_("How?"))
    on = DateField3(_("On which day?"))
    remark = TextField(
        _("Anything to remember about it"), required=False, most=300, hint=_("Such as who took it.")
    )

    def __init__(self, *args: Any, by_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An e-mail tells them on the day on which it arrives.
        self.fields["on"].required = not by_email
        self.fields["how"].options = [
            each for each in options_of(ToldHow) if by_email or each.value != ToldHow.EMAIL
        ]


class PutRightForm(TellForm):
    """How and when one person was told, put right, and why."""

    button = _("Put it right")
    because = LongTextField(
        _("Why is it put right?"), rows=2, missing=_("Say why it is put right.")
    )
    conditional = (When("how", tuple(str(each) for each in ToldHow), ("on",)),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, by_email=False, **kwargs)
        # Of somebody who was not told there is no day.
        self.fields["on"].required = False
        not_told = gettext("They have not been told: it was written down by mistake")
        self.fields["how"].options = [*self.fields["how"].options, Option(NOT_TOLD, not_told)]
