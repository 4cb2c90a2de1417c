"""Questions that stand many times on one page, once for each line of a list: little markup, and quickly made.

Which line a question is about is said by the group that it stands in, which the heading of the line names
(`role="group" aria-labelledby=…`): it is not repeated in each question. A label holds its answer and needs no id; where
something is to be put right there is one, to which the summary of errors leads.
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
        '<span id="{}-error" class="govuk-error-message"><span class="govuk-visually-hidden">{}:</span> {}</span>',
        asked.id,
        _("Error"),
        shown(asked.error),
    )


def _leads_here(asked: Question) -> dict[str, str | None]:
    """What is needed where something is to be put right, and nowhere else."""
    if not asked.error:
        return {}
    return {"id": asked.id, "aria_describedby": f"{asked.id}-error"}


def brief_radios(asked: Question, options: Sequence[Option], value: str = "") -> Markup:
    """One of a few answers, side by side."""
    answers = Markup("").join(
        html(
            '<label><input type="radio" name="{}" value="{}"{}>{}</label>',
            asked.name,
            option.value,
            attributes(
                **({} if nth else _leads_here(asked)), checked=option.value == value or None
            ),
            shown(option.label),
        )
        for nth, option in enumerate(options)
    )
    return html(
        '<fieldset class="ff-brief"><legend>{}</legend>{}{}</fieldset>',
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


def brief_input(asked: Question, value: str = "", *, width: str = "", **face: str | None) -> Markup:
    """One line of text; `face` is what else stands on the box."""
    css = f"govuk-input govuk-input--width-{width}" if width else "govuk-input"
    return html(
        '<label class="ff-brief">{}{}<input class="{}" name="{}"{}></label>',
        shown(asked.label),
        _wrong(asked),
        css,
        asked.name,
        attributes(**_leads_here(asked), value=value or None, **face),
    )
