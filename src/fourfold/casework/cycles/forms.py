"""Forms that the rooms of all stages share: a step on with a reason for what is left undone, and days to meet."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext, gettext_lazy

from fourfold.casework.cycles.mending import StillOpen
from fourfold.casework.people.queries import calendar
from fourfold.domain.clock import is_open, open_day_from, open_day_until
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Form, LongTextField, TickField
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.words import Words


class PassedForm(Form):
    """A step on, with the reason for leaving undone what should still be there."""

    passed_because = LongTextField(
        gettext_lazy("Something is still missing. Why do you go on now?"),
        hint=gettext_lazy("It stays open until it is done. It stops nobody."),
        rows=2,
        required=False,
    )

    def asks_why(self, lacks: tuple[StillOpen, ...]) -> tuple[StillOpen, ...]:
        """Ask for the reason only where something `lacks`, which the page lists: those are handed back."""
        self.names_missing([each.sentence for each in lacks])
        return lacks

    def names_missing(self, sentences: Sequence[Words]) -> None:
        """One thing that is missing is named in the question itself; where nothing is, it is not asked.

        A reason that was typed stays, whatever became of what it is about.
        """
        if "passed_because" not in self.fields:
            return
        if not sentences and not self["passed_because"].value():
            del self.fields["passed_because"]
        elif len(sentences) == 1:
            why = gettext("%(missing)s Why do you go on now?")
            self.fields["passed_because"].label = ui.filled(why, missing=sentences[0])


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
