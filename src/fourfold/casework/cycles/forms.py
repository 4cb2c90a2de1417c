"""Forms that the rooms of all stages share: a step on with a reason for what is left undone, and days to meet."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.html import strip_tags
from django.utils.translation import gettext, gettext_lazy

from fourfold.casework.cycles.mending import StillOpen
from fourfold.casework.people.queries import calendar
from fourfold.domain.clock import is_open, open_day_from, open_day_until
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Form, LongTextField, TickField
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.words import Words, shown


class PassedForm(Form):
    """A step on, with the reason for leaving undone what should still be there."""

    passed_because = LongTextField(
        gettext_lazy("Something is still missing. Why do you go on now?"),
        hint=gettext_lazy("It stays open until it is done. It stops nobody."),
        rows=2,
        required=False,
    )

    def asks_why(
        self, lacks: tuple[StillOpen, ...], *, answered: tuple[str, ...] = ()
    ) -> tuple[StillOpen, ...]:
        """Ask for the reason only where something `lacks`: what of it the page lists is handed back.

        What this form's own answers may still mend (`answered`, by its id) is not listed; but they may leave it open.
        """
        listed = tuple(each for each in lacks if each.id not in answered)
        self.names_missing([each.sentence for each in listed], may_stay=len(listed) < len(lacks))
        return listed

    def names_missing(self, sentences: Sequence[Words], *, may_stay: bool = False) -> None:
        """One thing that is missing is named in the question itself; where nothing is, it is not asked.

        Where nothing is missing but something `may_stay` open by what is answered, it is asked for that case. A reason
        that was typed stays, whatever became of what it is about.
        """
        if "passed_because" not in self.fields:
            return
        if len(sentences) == 1:
            why = gettext("%(missing)s Why do you go on now?")
            self.fields["passed_because"].label = ui.filled(why, missing=_stopped(sentences[0]))
        elif not sentences and may_stay:
            self.fields["passed_because"].label = gettext("If something stays open: why?")
        elif not sentences and not self["passed_because"].value():
            del self.fields["passed_because"]


def _stopped(sentence: Words) -> Words:
    """A sentence that ends with a stop, though it ends with somebody's own words."""
    words = shown(sentence)
    return words if strip_tags(words).rstrip().endswith((".", "?", "!", "…")) else words + "."


class OpenDayForm(Form):
    """A form in which days to meet are typed (`meets`, by name): one on which nobody is in has to be meant.

    The tick that says so is there once such a day was typed.
    """

    meets: ClassVar[tuple[str, ...]] = ()
    closed_is_meant = TickField(
        gettext_lazy("Yes, on that day"),
        question=gettext_lazy("Do you mean a day on which the setting is closed?"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["closed_is_meant"]

    def clean(self) -> dict[str, Any]:
        """Say of each day that the setting is closed, until it is said that it is meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        known = calendar()
        days = {name: data.get(name) for name in self.meets}
        closed = {name: day for name, day in days.items() if day and not is_open(day, known)}
        if not closed:
            del self.fields["closed_is_meant"]
        elif not data.get("closed_is_meant"):
            for name, day in closed.items():
                self.add_error(name, _closed(day, self._open_near(name, day)))
        return data

    def _open_near(self, name: str, day: date) -> date | None:
        """The next open day, or else the last one, that the question `name` takes; None if it takes neither."""
        asked, known = self.fields[name], calendar()
        near = (open_day_from(day, known), open_day_until(day, known))
        earliest, latest = asked.earliest or date.min, asked.latest or date.max
        return next((each for each in near if earliest <= each <= latest), None)


def _closed(day: date, open_near: date | None) -> str:
    made = {"day": long_day(day), "open": long_day(open_near) if open_near else ""}
    if open_near is None:
        words = gettext("The setting is closed on %(day)s. Tick below if you mean that day.")
        return words % made
    if open_near < day:
        words = gettext(
            "The setting is closed on %(day)s. It was open last on %(open)s: write that day or another,"
            " or tick below that you mean it."
        )
        return words % made
    return (
        gettext(
            "The setting is closed on %(day)s. It is open again on %(open)s: write that day or another,"
            " or tick below that you mean it."
        )
        % made
    )
