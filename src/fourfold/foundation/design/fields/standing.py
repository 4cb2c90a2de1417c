"""What a field showed, what was typed into it, and what stands now, told apart: for forms that somebody overtook."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.fields.base import AskedField
from fourfold.foundation.design.fields.choices import TickField
from fourfold.foundation.design.fields.dates import PARTS, DateField3, Typed
from fourfold.foundation.design.format import long_day

# Begins every list of what a form showed, so that a form that showed only empty questions is known too.
KNOWN = "."


@dataclass(frozen=True)
class Overtaken:
    """Of a form that somebody overtook: the questions that both have changed, and those that now carry what stands."""

    both: tuple[str, ...]
    carried: tuple[str, ...]


def _plain(value: Any) -> str:
    """A value as its question sends it, whether it was shown or typed."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return f"{value.day} {value.month} {value.year}"
    if isinstance(value, list | tuple):
        return " ".join(str(one) for one in value).strip()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def mark(value: Any) -> str:
    """A short mark by which a value is known again; empty for no answer."""
    text = _plain(value)
    return hashlib.sha256(text.encode()).hexdigest()[:10] if text else ""


def marks(values: Mapping[str, Any]) -> str:
    """The marks of what a form shows, by question, as a hidden value of it."""
    found = {name: mark(value) for name, value in values.items()}
    return " ".join([KNOWN, *(f"{name}:{one}" for name, one in found.items() if one)])


def marks_in(text: str) -> dict[str, str] | None:
    """The marks in such a hidden value; None where a form says nothing of what it showed."""
    known, *pairs = text.split() or [""]
    return dict(pair.split(":", 1) for pair in pairs if ":" in pair) if known == KNOWN else None


def put(data: QueryDict, name: str, field: AskedField, value: Any) -> None:
    """Put `value` into what a form sends for a field, as its writer would have typed it."""
    shown = field.prepare_value(value)
    if isinstance(field, DateField3):
        for part in PARTS:
            data[f"{name}-{part}"] = str(getattr(shown, part)) if shown else ""
    elif isinstance(field, TickField):
        data[name] = field.widget.as_what if shown else ""
    elif isinstance(shown, list | tuple):
        data.setlist(name, [str(one) for one in shown])
    else:
        data[name] = "" if shown is None else str(shown)


def in_words(field: AskedField, value: Any) -> str:
    """A value as a person reads it: the words of a chosen answer, a day in full, what was typed."""
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Typed):
        return " ".join(part for part in value if part)
    chosen = [str(one) for one in value] if isinstance(value, list | tuple) else [_plain(value)]
    words = {option.value: option.label for option in getattr(field, "options", ())}
    labels = [words.get(one, one) for one in chosen]
    return ", ".join(each.striptags() if isinstance(each, Markup) else str(each) for each in labels)
