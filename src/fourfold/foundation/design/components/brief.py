"""Questions that stand many times on one page, once for each line of a list: little markup, and quickly made.

Which line a question is about is said by the heading of that line, whose id is `about`: it is not repeated in each
label, and a screen reader says both.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.components.asked import Option, Question
from fourfold.foundation.design.components.markup import attributes, hidden, html
from fourfold.foundation.design.words import Words, shown


def _wrong(asked: Question) -> Markup:
    """What is to be put right, as the design system says it."""
    if not asked.error:
        return Markup("")
    return html(
        '<p id="{}-error" class="govuk-error-message"><span class="govuk-visually-hidden">{}:</span> {}</p>',
        asked.id,
        _("Error"),
        shown(asked.error),
    )


def _names(asked: Question, about: str) -> Markup:
    return attributes(
        aria_labelledby=f"{asked.id}-q {about}",
        aria_describedby=f"{asked.id}-error" if asked.error else None,
    )


def brief_radios(
    asked: Question, options: Sequence[Option], value: str = "", *, about: str
) -> Markup:
    """One of a few answers, side by side."""
    answers = Markup("").join(
        html(
            '<label class="ff-pick"><input type="radio" name="{}" value="{}"{}>{}</label>',
            asked.name,
            option.value,
            attributes(id=None if nth else asked.id, checked=option.value == value),
            shown(option.label),
        )
        for nth, option in enumerate(options)
    )
    return html(
        '<fieldset class="ff-brief"{}><legend id="{}-q">{}</legend>{}{}</fieldset>',
        _names(asked, about),
        asked.id,
        shown(asked.label),
        _wrong(asked),
        answers,
    )


def brief_button(label: Words, *, name: str, value: str, about: Words) -> Markup:
    """A quiet button of several that send the same form, each with another answer."""
    return html(
        '<button class="govuk-button govuk-button--secondary" name="{}" value="{}">{}{}</button>',
        name,
        value,
        shown(label),
        hidden(about),
    )


def brief_input(
    asked: Question, value: str = "", *, about: str, width: str = "", **face: str | None
) -> Markup:
    """One line of text; `face` is what else stands on the box."""
    css = f"govuk-input govuk-input--width-{width}" if width else "govuk-input"
    return html(
        '<div class="ff-brief"><label id="{0}-q" for="{0}">{1}</label>{2}'
        '<input class="{3}" id="{0}" name="{4}"{5}></div>',
        asked.id,
        shown(asked.label),
        _wrong(asked),
        css,
        asked.name,
        _names(asked, about) + attributes(value=value or None, **face),
    )
