"""Small ways to write markup in Python: escaped always, and our own component templates."""

from typing import Any

from django.template import engines
from django.utils.html import format_html
from markupsafe import Markup, escape

from fourfold.foundation.design.words import Words, shown


def html(pattern: str, *parts: object, **named: object) -> Markup:
    """`pattern` with its parts escaped; `pattern` itself is written in this code base, never by a person."""
    return Markup(format_html(pattern, *parts, **named))  # noqa: S704


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
    """Words that only a screen reader says, after a space; nothing for None."""
    if not words:
        return Markup("")
    return html(' <span class="govuk-visually-hidden">{}</span>', shown(words))


def partial(name: str, /, **facts: Any) -> Markup:
    """Our own component template ``components/<name>.html`` with its facts."""
    engine = engines["jinja2"]
    return Markup(engine.env.get_template(f"components/{name}.html").render(facts))  # type: ignore[attr-defined]  # noqa: S704
