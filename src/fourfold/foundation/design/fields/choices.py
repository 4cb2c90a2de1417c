"""Answers to choose from: one of a few, one of many, any number, a tick."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.foundation.design.components import asked
from fourfold.foundation.design.components.asked import Option
from fourfold.foundation.design.components.brief import brief_radios
from fourfold.foundation.design.fields.base import Asked, AskedField
from fourfold.foundation.design.words import Words

CHOOSE = gettext_lazy("Choose")


def options_from(choices: type[Choices]) -> list[Option]:
    """The options of an enumeration, in its order."""
    return [Option(str(value), label) for value, label in choices.choices]


class _Chosen(AskedField):
    """The base of fields with options. `options` can be set anew in the form (``form.fields["who"].options = ...``)."""

    ask = gettext_lazy("Choose an answer to “{question}”.")

    def __init__(
        self,
        label: Words,
        options: Sequence[Option] = (),
        *,
        coerce: Callable[[str], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.options = list(options)
        self.coerce = coerce

    def _known(self, value: str) -> Any:
        if value not in {option.value for option in self.options}:
            raise ValidationError(_("Choose one of the answers that are offered."))
        return self.coerce(value)

    def with_inside(self, inside: dict[str, Markup]) -> list[Option]:
        """The options, those named in `inside` with the further question that they open."""
        return [replace(o, inside=inside.get(o.value, o.inside)) for o in self.options]


class ChoiceField(_Chosen):
    """One of a few answers, as radio buttons. Gives the value (through `coerce`), or "" for none.

    `brief` where there is one such question for each line of a list, within a group that says which line it is.
    """

    def __init__(
        self,
        label: Words,
        options: Sequence[Option] = (),
        *,
        inline: bool = False,
        brief: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, options, **kwargs)
        self.inline = inline
        self.brief = brief

    def to_python(self, value: Any) -> Any:
        """The chosen value. Raises `ValidationError` for one that was not offered."""
        return self._known(str(value)) if value not in self.empty_values else self.no_answer

    def show(self, bound: Asked) -> Markup:
        """The question with its answers, and what an answer opens within it."""
        value = bound.value()
        chosen = "" if value is None else str(value)
        if self.brief:
            return brief_radios(bound.question(), self.options, chosen)
        return asked.radios(
            bound.question(),
            self.with_inside(self.inside(bound)),
            chosen,
            inline=self.inline,
        )


class SelectField(_Chosen):
    """One of many answers, from a list that opens. Gives the value (through `coerce`), or "" for none."""

    widget = forms.Select

    def __init__(
        self,
        label: Words,
        options: Sequence[Option] = (),
        *,
        nothing: Words = CHOOSE,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, options, **kwargs)
        self.nothing = nothing

    def to_python(self, value: Any) -> Any:
        """The chosen value. Raises `ValidationError` for one that was not offered."""
        return self._known(str(value)) if value not in self.empty_values else self.no_answer

    def show(self, bound: Asked) -> Markup:
        """The question with its list, which begins with nothing chosen."""
        value = bound.value()
        options = [Option("", self.nothing), *self.options]
        return asked.select(bound.question(), options, "" if value is None else str(value))


class ManyField(_Chosen):
    """Any number of answers, as boxes to tick. Gives a list, in the order of the options."""

    widget = forms.CheckboxSelectMultiple
    no_answer: Any = []
    ask = gettext_lazy("Choose at least one answer to “{question}”.")

    def __init__(self, label: Words, options: Sequence[Option] = (), **kwargs: Any) -> None:
        kwargs.setdefault("always", True)
        super().__init__(label, options, **kwargs)

    def to_python(self, value: Any) -> list[Any]:
        """The chosen values. Raises `ValidationError` for one that was not offered."""
        chosen = {str(one) for one in value or []}
        for one in chosen:
            self._known(one)
        return [self.coerce(o.value) for o in self.options if o.value in chosen]

    def show(self, bound: Asked) -> Markup:
        """The question with its boxes, and what a tick opens within it."""
        inside = self.inside(bound)
        values = [str(one) for one in bound.value() or []]
        return asked.checkboxes(bound.question(), self.with_inside(inside), values)


class Box(forms.CheckboxInput):
    """A box whose tick is sent `as_what` a form says, where it says so: one that is sent as something else is none."""

    as_what = "on"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        """Whether it was ticked."""
        if self.as_what == Box.as_what:
            return bool(super().value_from_datadict(data, files, name))
        return bool(data.get(name) == self.as_what)


class TickField(AskedField):
    """One box to tick: `label` is the sentence beside it, `question` the words above. Gives a bool."""

    widget = Box
    no_answer = False
    ask = gettext_lazy("Tick “{question}” before you go on.")

    def __init__(self, label: Words, *, question: Words, **kwargs: Any) -> None:
        kwargs.setdefault("always", True)
        super().__init__(label, **kwargs)
        self.words_above = question

    def to_python(self, value: Any) -> bool:
        """Whether it was ticked."""
        return bool(value) and value not in {"False", "false", "0"}

    def validate(self, value: Any) -> None:
        """Raises `ValidationError` when a tick is needed and not there."""
        if self.required and not value:
            raise ValidationError(str(self.missing))

    def show(self, bound: Asked) -> Markup:
        """The box with its sentence, under the words above it."""
        inside = self.inside(bound).get("on")
        return asked.checkboxes(
            replace(bound.question(), label=self.words_above),
            [Option(self.widget.as_what, self.label or "", inside=inside)],
            [self.widget.as_what] if bound.value() else [],
        )
