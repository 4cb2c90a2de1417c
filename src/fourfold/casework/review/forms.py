"""What may be typed about reviews."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from fourfold.casework.cycles.forms import OpenDayForm, PassedForm
from fourfold.casework.do.counts import first_day
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.plan.models import Outcome, PlanVersion, SupportLine
from fourfold.casework.review.actions import Held, Judged, Voice
from fourfold.domain.rulebook import latest_review_date
from fourfold.domain.words import Judgement, LineDecision, NextStep
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    NumberField,
    Option,
    SelectField,
    TextField,
    TickField,
)
from fourfold.foundation.design.format import listed, long_day
from fourfold.foundation.design.words import Words

CHILD = "child"
UNSAID = "unsaid"
# How many outcomes a question names before it says how many more there are: there may be hundreds.
NAMED = 3
# By the answer to who took part; of who is not in it nothing was said.
THERE = {"yes": True, "no": False}
# How what is asked of each outcome and line stands beside the others.
_BRIEF: Final[dict[str, Any]] = {"brief": True, "required": False, "always": True}


def _words(kind: Any) -> list[Option]:
    return [Option(str(word), gettext(word.label)) for word in kind]


def _number_now(unit: str) -> NumberField:
    words: Words = gettext("Now")
    if unit:
        words = ui.filled(gettext("Now (%(unit)s)"), unit=ui.written(unit))
    return NumberField(words, places=2, **_BRIEF)


def there_options() -> list[Option]:
    """Whether somebody took part, or nobody has said."""
    return [
        Option("yes", gettext("Took part")),
        Option("no", gettext("Was not there")),
        Option(UNSAID, gettext("Not said")),
    ]


def off_field(ahead: str) -> LongTextField:
    """Why a meeting that was agreed is off."""
    return LongTextField(
        gettext("A meeting on %(day)s was agreed. Why is it off?") % {"day": ahead},
        hint=gettext(
            "Everybody who was asked to it gets a message with these words: name nobody. If it is not off, write the"
            " review down when you have met."
        ),
        rows=2,
        missing=gettext("Say why the meeting is off, or write the review down when you have met."),
    )


def _why(lacks: list[Words], *, is_late: bool) -> Words:
    """What is asked of a review that `lacks` something, or whose next one is later than its term."""
    if not lacks:
        return gettext("Why is the next review later than its term?")
    why = gettext("Still missing: %(what)s. Why does it stay open?")
    if is_late:
        why = gettext(
            "Still missing: %(what)s. Why does it stay open, and why is the next review later than its term?"
        )
    return ui.filled(why, what=listed(lacks))


# As they stand on the page, below what is asked of each outcome, line and person.
_AT_THE_END = (
    "words",
    "next_step",
    "next_words",
    "next_review_on",
    "on",
    "closed_is_meant",
    "led_by",
    "off_because",
    "give_now",
    "passed_because",
)


class HoldForm(OpenDayForm, PassedForm):
    """A review, written down: one row per outcome, one per line, who said what, what comes next.

    What a review is about has an answer (each outcome, who took part, what comes next), or a reason why it stays open.
    Where a meeting was agreed that still lies `ahead` (its day and time), it is asked why it is off.
    So has what should be: those whom it `missed` (a name by each key) take part; unless support ends, the next is by
    the day that is `next_by` for one held on a day.
    """

    meets = ("on", "next_review_on")
    must_answer: ClassVar[bool] = True

    button = _("Write down the review")
    on = DateField3(_("On which day was it held?"))
    led_by = SelectField(_("Who led it?"))
    words = LongTextField(
        _("Anything else that was said"),
        hint=_(
            "Everybody in the family who is given the review reads this, and the staff who work with the child."
        ),
        rows=3,
        required=False,
    )
    next_step = ChoiceField(_("What happens next?"), required=False, always=True)
    next_words = TextField(_("In a sentence"), most=400, required=False)
    next_review_on = DateField3(
        _("The next review"),
        hint=_("There is none where SEN Support ends: what stands here is left out then."),
        required=False,
    )
    give_now = TickField(
        _("Give it to the family and the staff now"), question=_("Who is given it"), required=False
    )

    def __init__(
        self,
        *args: Any,
        outcomes: tuple[Outcome, ...],
        lines: tuple[SupportLine, ...],
        contacts: list[Contact],
        pupil: Pupil,
        staff: list[Membership],
        since: date | None,
        today: date,
        missed: Mapping[str, str] | None = None,
        ahead: str = "",
        next_by: Callable[[date], date | None] = lambda _held_on: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest, self.fields["on"].latest = since, today
        if since:
            days = gettext(
                "From %(since)s, the day of the plan that is looked at, until today; a day on which the setting"
                " is closed only with a tick."
            )
            self.fields["on"].help_text = days % {"since": long_day(since)}
        if ahead:
            self.fields["off_because"] = off_field(ahead)
        self.fields["next_review_on"].earliest = today
        self.fields["next_review_on"].latest = latest_review_date(today)
        self.pupil, self.missed, self.today, self.next_by = pupil, missed or {}, today, next_by
        self.outcomes, self.lines, self.contacts = outcomes, lines, contacts
        self._ask_outcomes()
        self._ask_lines()
        for key, name in [(each.public_id, str(each)) for each in contacts]:
            self._ask_person(key, name)
        self._ask_person(CHILD, pupil.given_name)
        self.fields["led_by"].options = [
            Option(each.public_id, ui.person(each.called)) for each in staff
        ]
        self.fields["next_step"].options = _words(NextStep)
        self.fields["passed_because"].label = gettext("If something stays open: why?")
        self.staff = {each.public_id: each for each in staff}
        self.order_fields([*(name for name in self.fields if "-" in name), *_AT_THE_END])

    # The same is asked of each outcome and of each line, of which there may be hundreds: by one field of each kind.
    # A screen reader hears which it is about, by its group.
    def _ask_outcomes(self) -> None:
        judged = ChoiceField(gettext("Was it reached?"), _words(Judgement), **_BRIEF)
        now = TextField(gettext("Where are they now?"), most=400, **_BRIEF)
        words = TextField(gettext("How can we tell?"), most=400, **_BRIEF)
        numbers = {unit: _number_now(unit) for unit in {each.unit for each in self.outcomes}}
        for outcome in self.outcomes:
            key = outcome.public_id
            self.fields[f"judged-{key}"] = judged
            if outcome.is_counted:
                self.fields[f"number-{key}"] = numbers[outcome.unit]
            else:
                self.fields[f"now-{key}"] = now
            self.fields[f"words-{key}"] = words

    def _ask_lines(self) -> None:
        label, options = gettext("This support"), _words(LineDecision)
        kept = ChoiceField(label, options, initial=str(LineDecision.KEEP), **_BRIEF)
        not_begun = ChoiceField(label, options, initial="", **_BRIEF)
        why = TextField(gettext("Why?"), most=400, **_BRIEF)
        for line in self.lines:
            # Of support that has not begun nothing is chosen beforehand: nobody has seen yet what it does.
            begun = (first_day(line) or self.today) <= self.today
            self.fields[f"decided-{line.public_id}"] = kept if begun else not_begun
            self.fields[f"why-{line.public_id}"] = why

    def _ask_person(self, key: str, name: str) -> None:
        self.fields[f"there-{key}"] = ChoiceField(
            ui.person(name),
            there_options(),
            initial=UNSAID,
            inline=True,
            required=False,
            always=True,
        )
        if key in self.missed:
            done = gettext("What was done so that %(name)s could take part?")
            self.fields[f"done-{key}"] = LongTextField(
                ui.filled(done, name=ui.person(name)),
                hint=gettext(
                    "They have said that they cannot come. They read this with the review."
                ),
                rows=2,
                required=False,
                always=True,
            )
        said = ui.filled(gettext("What %(name)s said, in their words"), name=ui.person(name))
        reads = gettext(
            "A named adult reads this first. Then the staff who work with the child read it; in the family, only they."
        )
        if key == CHILD:
            reads = gettext(
                "A named adult reads this first. Then everybody in the family who is given the review reads it, and the"
                " staff who work with the child."
            )
        self.fields[f"said-{key}"] = LongTextField(said, hint=reads, rows=2, required=False)

    def _voices(self) -> tuple[Voice, ...]:
        data = self.cleaned_data
        rows: list[tuple[str, Contact | None]] = [(c.public_id, c) for c in self.contacts]
        return tuple(
            Voice(contact, THERE.get(data[f"there-{key}"]), data.get(f"said-{key}", ""))
            for key, contact in [*rows, (CHILD, None)]
        )

    def _done(self) -> tuple[tuple[str, str], ...]:
        """What was done for whom, where they were not there all the same."""
        data, child = self.cleaned_data, self.pupil.public_id
        away = (key for key in self.missed if data.get(f"there-{key}") != "yes")
        return tuple(
            (child if key == CHILD else key, data[f"done-{key}"])
            for key in away
            if data.get(f"done-{key}")
        )

    def clean(self) -> dict[str, Any]:
        """What a review cannot do without, each with its sentence; a reason for leaving it open is an answer too."""
        if self.cleaned_data.get("next_step") == NextStep.EXIT:
            self.cleaned_data["next_review_on"] = None
            self.errors.pop("next_review_on", None)
        held_on, next_day = (self.cleaned_data.get(name) for name in self.meets)
        data = super().clean()
        if self.must_answer and not data.get("passed_because"):
            lacks = [*self._judged_or_why(data), *self._who_or_why(data), *self._next_or_why(data)]
            by = self.next_by(held_on) if held_on and next_day else None
            is_late = bool(next_day and by and self._later_than_its_term(next_day, by))
            if lacks or is_late:
                stays_open = self.fields["passed_because"]
                stays_open.label, stays_open.always = _why(lacks, is_late=is_late), True
        return data

    def _judged_or_why(self, data: dict[str, Any]) -> Iterator[Words]:
        words = gettext("Say whether this was reached, or write below why it stays open: %(what)s")
        missing: list[Words] = []
        for outcome in self.outcomes:
            name = f"judged-{outcome.public_id}"
            if not data.get(name) and name not in self.errors:
                missing.append(ui.written(Truncator(outcome.words).chars(60)))
                self.add_error(name, ui.filled(words, what=missing[-1]))
        if (more := len(missing) - NAMED) > 0:
            rest = ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
            missing = [*missing[:NAMED], rest]
        if missing:
            whole = ngettext(
                "whether this was reached (%(what)s)",
                "whether these were reached (%(what)s)",
                len(missing),
            )
            yield ui.filled(whole, what=listed(missing))

    def _who_or_why(self, data: dict[str, Any]) -> Iterator[Words]:
        people = [f"there-{key}" for key in (*(c.public_id for c in self.contacts), CHILD)]
        if all(data.get(name) in {"", UNSAID} for name in people):
            words = gettext("Say who took part, or write below why this stays open.")
            self.add_error(people[0], words)
            yield gettext("who took part")
        words = gettext(
            "%(name)s said that they cannot come, and was asked for one day only. Set another day, or write here"
            " what was done so that they could take part."
        )
        for key, person in self.missed.items():
            name = f"done-{key}"
            if name in self.fields and data.get(f"there-{key}") != "yes" and not data.get(name):
                self.add_error(name, ui.filled(words, name=ui.person(person)))
                missing = gettext("what was done so that %(name)s could take part")
                yield ui.filled(missing, name=ui.person(person))

    def _next_or_why(self, data: dict[str, Any]) -> Iterator[Words]:
        if not data.get("next_step"):
            words = gettext("Say what happens next, or write below why this stays open.")
            self.add_error("next_step", words)
            yield gettext("what happens next")

    def _later_than_its_term(self, day: date, due_by: date) -> bool:
        if day <= due_by:
            return False
        words = gettext(
            "There is a review each term (Code 6.65): the next one is by %(day)s. Choose an earlier day, or write"
            " below why it is later."
        )
        if due_by < self.today:
            words = gettext(
                "There is a review each term (Code 6.65): the next one was due by %(day)s. Write below why it is later."
            )
        self.add_error("next_review_on", words % {"day": long_day(due_by)})
        return True

    def held(self, version: PlanVersion | None) -> Held:
        """What was typed of that version of the plan, as the verb takes it."""
        data = self.cleaned_data
        judged = {
            each.public_id: Judged(
                Judgement(data[f"judged-{each.public_id}"]),
                data[f"words-{each.public_id}"],
                data.get(f"number-{each.public_id}"),
                data.get(f"now-{each.public_id}", ""),
            )
            for each in self.outcomes
            if data[f"judged-{each.public_id}"]
        }
        decided = {
            each.public_id: (
                LineDecision(data[f"decided-{each.public_id}"]),
                data[f"why-{each.public_id}"],
            )
            for each in self.lines
            if data[f"decided-{each.public_id}"]
        }
        return Held(
            on=data["on"],
            led_by=self.staff[data["led_by"]],
            version=version,
            judged=judged,
            decided=decided,
            people=self._voices(),
            done=self._done(),
            words=data["words"],
            next_step=NextStep(data["next_step"]) if data.get("next_step") else None,
            next_words=data.get("next_words", ""),
            next_review_on=data.get("next_review_on"),
            give_now=bool(data.get("give_now")),
            passed_because=data.get("passed_because", ""),
            off_because=data.get("off_because", ""),
        )


class CorrectForm(HoldForm):
    """A review that was written down, with what was wrong put right, and why. Words of the family stay theirs."""

    button = _("Correct it")
    must_answer = False
    because = LongTextField(
        _("Why is it corrected?"), rows=2, missing=_("Say why it is corrected.")
    )

    def __init__(
        self, *args: Any, held_on: date, ended_on: date | None, goes_on: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if ended_on:
            self.fields["on"].latest = min(ended_on, kwargs["today"])
        gone = ["give_now", "passed_because", *(n for n in self.fields if n.startswith("said-"))]
        if goes_on:
            gone += ["next_step", "next_words", "next_review_on"]
        for name in gone:
            del self.fields[name]
        if not goes_on:
            self.fields["next_review_on"].earliest = held_on
