"""A date, typed as day, month and year: nobody is asked to find 2014 in a calendar that opens today."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.foundation.design import format as shown_as
from fourfold.foundation.design.components import asked
from fourfold.foundation.design.fields.base import Asked, AskedField
from fourfold.foundation.design.words import Words

PARTS = ("day", "month", "year")
# A year of two digits up to this belongs to this century, a later one to the last.
LAST_OF_THIS_CENTURY = 50
# “Jun” and “Jul” can be told apart, “Ju” cannot.
SHORTEST_NAME = 3


class Typed(NamedTuple):
    """What was typed into the three boxes, as it was typed."""

    day: str = ""
    month: str = ""
    year: str = ""


class _ThreeBoxes(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> Typed:
        return Typed(*(str(data.get(f"{name}-{part}", "")).strip() for part in PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)


def _month(text: str) -> int | None:
    """The number of a month typed as a number, or as its name or the beginning of it in the reader's language."""
    if text.isdecimal():
        return int(text)
    typed = text.casefold().rstrip(".")
    if len(typed) < SHORTEST_NAME:
        return None
    named = [n for n, name in shown_as.MONTHS.items() if str(name).casefold().startswith(typed)]
    return named[0] if named else None


def _year(text: str) -> int | None:
    if not text.isdecimal() or len(text) not in {2, 4}:
        return None
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= LAST_OF_THIS_CENTURY else 1900)


class DateField3(AskedField):
    """Gives a ``date``, or None where nothing was typed.

    `earliest` and `latest` are set by the form, never by the clock: ``form.fields["seen_on"].latest = today``.
    """

    widget = _ThreeBoxes
    no_answer = None
    ask = gettext_lazy("Write a date for “{question}”.")
    empty_values = [None, "", Typed()]

    def __init__(
        self,
        label: Words,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        """The date. Raises `ValidationError` that says in words which part is not right."""
        if value in self.empty_values or value is None:
            return None
        if isinstance(value, date):
            return shown_as.as_date(value)
        typed = Typed(*value)
        absent = [part for part in PARTS if not getattr(typed, part)]
        if absent:
            names = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
            raise ValidationError(
                _("The date still needs %(parts)s.")
                % {"parts": shown_as.listed([names[part] for part in absent])},
                params={"wrong": absent},
            )
        return self._real(typed)

    def _real(self, typed: Typed) -> date:
        day = int(typed.day) if typed.day.isdecimal() else None
        month, year = _month(typed.month), _year(typed.year)
        if day is None or month is None or year is None:
            wrong = [p for p, v in zip(PARTS, (day, month, year), strict=True) if v is None]
            raise ValidationError(
                _("Write the date in numbers, such as 27 3 2026."), params={"wrong": wrong}
            )
        try:
            return date(year, month, day)
        except ValueError as impossible:
            raise ValidationError(
                _("There is no such day in the calendar. Check the day and the month."),
                params={"wrong": ["day", "month"]},
            ) from impossible

    def validate(self, value: Any) -> None:
        """Raises `ValidationError` when it is missing, too early or too late."""
        super().validate(value)
        if value is None:
            return
        if self.earliest and self.earliest == self.latest and value != self.latest:
            raise ValidationError(
                _("The date can only be %(date)s.") % {"date": shown_as.short_day(self.earliest)},
                params={"wrong": PARTS},
            )
        if self.earliest and value < self.earliest:
            raise ValidationError(
                _("The date must be %(date)s or later.")
                % {"date": shown_as.short_day(self.earliest)},
                params={"wrong": PARTS},
            )
        if self.latest and value > self.latest:
            raise ValidationError(
                _("The date must be %(date)s or earlier.")
                % {"date": shown_as.short_day(self.latest)},
                params={"wrong": PARTS},
            )

    def target(self, base_id: str) -> str:
        """The box for the day."""
        return f"{base_id}-day"

    def show(self, bound: Asked) -> Markup:
        """The question with its three boxes, holding what was typed."""
        value = bound.value()
        if isinstance(value, date):
            typed = Typed(str(value.day), str(value.month), str(value.year))
        else:
            typed = Typed(*value) if value else Typed()
        return asked.date_input(bound.question(), *typed, wrong=_wrong(bound))


def _wrong(bound: Asked) -> list[str]:
    """The parts to mark: those that the error names, else all."""
    errors = bound.errors.as_data() if bound.errors else []
    named = [part for error in errors for part in (error.params or {}).get("wrong", ())]
    return named or (list(PARTS) if errors else [])
