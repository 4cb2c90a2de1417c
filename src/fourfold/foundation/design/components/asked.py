"""What a page asks: the parts of a form, one question each. Pages use `design.fields`; these are what fields render."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from fourfold.foundation.design.components.macros import govuk
from fourfold.foundation.design.words import Words, content, shown


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. `inside` is markup that shows when it is (a further question)."""

    value: str
    label: Words
    hint: Words | None = None
    inside: Markup | None = None


@dataclass(frozen=True)
class Question:
    """What every question has: the field's name and id, its words, and what is wrong with the answer."""

    name: str
    id: str
    label: Words
    hint: Words | None = None
    error: Words | None = None


def _common(asked: Question, label_css: str = "ff-label") -> dict[str, Any]:
    return {
        "id": asked.id,
        "name": asked.name,
        "label": {**content(asked.label), "classes": label_css},
        "hint": content(asked.hint) if asked.hint else None,
        "errorMessage": _error(asked),
    }


def _error(asked: Question) -> dict[str, str] | None:
    if not asked.error:
        return None
    return {**content(asked.error), "visuallyHiddenText": _("Error")}


def _grouped(asked: Question) -> dict[str, Any]:
    return {
        "idPrefix": asked.id,
        "name": asked.name,
        "fieldset": {"legend": {**content(asked.label), "classes": "ff-legend"}},
        "hint": content(asked.hint) if asked.hint else None,
        "errorMessage": _error(asked),
    }


def _items(options: Sequence[Option]) -> list[dict[str, Any]]:
    return [
        {
            "value": option.value,
            "hint": content(option.hint) if option.hint else None,
            "conditional": {"html": option.inside} if option.inside else None,
            **content(option.label),
        }
        for option in options
    ]


def text_input(
    asked: Question,
    value: str = "",
    *,
    kind: str = "text",
    width: str = "",
    inputmode: str | None = None,
    autocomplete: str | None = None,
    prefix: Words | None = None,
    suffix: Words | None = None,
    spellcheck: bool | None = None,
    attributes: dict[str, str] | None = None,
) -> Markup:
    """One line of text. `width` is the number of characters the field has room for (“2”, “4”, “10”, “20”)."""
    return govuk(
        "input",
        **_common(asked),
        value=value or None,
        type=kind,
        classes=f"govuk-input--width-{width}" if width else None,
        inputmode=inputmode,
        autocomplete=autocomplete,
        spellcheck=spellcheck,
        prefix=content(prefix) if prefix else None,
        suffix=content(suffix) if suffix else None,
        attributes=attributes,
    )


def text_area(
    asked: Question, value: str = "", *, rows: int = 5, attributes: dict[str, str] | None = None
) -> Markup:
    """A box for as many words as it takes."""
    # The macros indent what they enclose: a line end in somebody's words must not be one in the markup.
    kept = escape(value).replace("\n", Markup("&#10;"))
    return govuk("textarea", **_common(asked), value=kept, rows=rows, attributes=attributes)


def select(asked: Question, options: Sequence[Option], value: str = "") -> Markup:
    """One of many answers, from a list that opens."""
    items = [
        {
            "value": option.value,
            "text": _plain(option.label),
            "selected": option.value == value,
            # There is no markup within a list of this kind: a name says on its option that it stays as it is.
            "attributes": {"translate": "no"} if isinstance(option.label, Markup) else None,
        }
        for option in options
    ]
    return govuk("select", **_common(asked), items=items)


def _plain(words: Words) -> str:
    return str(words.striptags()) if isinstance(words, Markup) else shown(words)


def radios(
    asked: Question, options: Sequence[Option], value: str = "", *, inline: bool = False
) -> Markup:
    """One of a few answers."""
    return govuk(
        "radios",
        **_grouped(asked),
        items=_items(options),
        value=value,
        classes="govuk-radios--inline" if inline else None,
    )


def checkboxes(asked: Question, options: Sequence[Option], values: Sequence[str] = ()) -> Markup:
    """Any number of answers."""
    return govuk("checkboxes", **_grouped(asked), items=_items(options), values=list(values))


def date_input(
    asked: Question, day: str = "", month: str = "", year: str = "", *, wrong: Sequence[str] = ()
) -> Markup:
    """A date as day, month and year, typed; `wrong` names the parts to mark. Its parts are ``<id>-day`` and so on."""
    parts = (
        ("day", _("Day"), day, 2),
        ("month", _("Month"), month, 2),
        ("year", _("Year"), year, 4),
    )
    return govuk(
        "date-input",
        id=asked.id,
        namePrefix=asked.name,
        fieldset={"legend": {**content(asked.label), "classes": "ff-legend"}},
        hint=content(asked.hint) if asked.hint else None,
        errorMessage=_error(asked),
        items=[
            {
                "name": name,
                "label": label,
                "value": value or None,
                "classes": f"govuk-input--width-{width}"
                + (" govuk-input--error" if name in wrong else ""),
            }
            for name, label, value, width in parts
        ],
    )


def file_upload(asked: Question, *, accept: str | None = None, several: bool = False) -> Markup:
    """A file from the person's own machine."""
    return govuk(
        "file-upload",
        **_common(asked),
        multiple=several or None,
        attributes={"accept": accept} if accept else None,
    )


def fieldset(legend: Words, inside: Markup, *, level: int = 2) -> Markup:
    """Questions that belong together, under a heading."""
    heading = Markup('<h{0} class="govuk-fieldset__heading">{1}</h{0}>').format(
        level, shown(legend)
    )
    return govuk(
        "fieldset",
        legend={"html": heading, "classes": "govuk-fieldset__legend--m"},
        html=inside,
    )
