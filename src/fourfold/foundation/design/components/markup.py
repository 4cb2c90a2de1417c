"""Small ways to write markup in Python: escaped always, and our own component templates."""

from html import escape as escaped_text
from typing import Any

from django.template import engines
from django.utils.functional import Promise
from markupsafe import Markup, escape

from fourfold.foundation.design.words import Words, shown


def html(pattern: str, *parts: object, **named: object) -> Markup:
    """`pattern` with its parts escaped; `pattern` itself is written in this code base, never by a person."""
    safe = {name: _safe(part) for name, part in named.items()} if named else {}
    return Markup(pattern.format(*map(_safe, parts), **safe))  # noqa: S704


def _safe(part: object) -> str:
    """What Django’s ``conditional_escape`` gives, without its detours: a long list asks this hundreds of times."""
    if type(part) is str:
        return escaped_text(part)
    if type(part) is Markup:
        return part
    if isinstance(part, Promise):
        part = str(part)
    if hasattr(part, "__html__"):
        return part.__html__()
    return escaped_text(str(part))


def attributes(**given: str | bool | None) -> Markup:
    """Attributes for a tag, each with a space before it; None and False are left out, ``_`` becomes ``-``."""
    out = Markup("")
    for name, value in given.items():
        if value is None or value is False:
            continue
        key = name.rstrip("_").replace("_", "-")
        out += Markup(" ") + (escape(key) if value is True else html('{}="{}"', key, value))
    return out


def hidden(words: Words | None) -> Markup:
    """Words that only a screen reader says, after a space that no underline shows; nothing for None."""
    if not words:
        return Markup("")
    return html('<span class="govuk-visually-hidden"> {}</span>', shown(words))


def partial(name: str, /, **facts: Any) -> Markup:
    """Our own component template ``components/<name>.html`` with its facts."""
    engine = engines["jinja2"]
    return Markup(engine.env.get_template(f"components/{name}.html").render(facts))  # type: ignore[attr-defined]  # noqa: S704
