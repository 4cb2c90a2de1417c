"""What is not ours to translate: names, what people wrote, where a rule stands; sentences of ours that hold such."""

from markupsafe import Markup, escape

from fourfold.foundation.design.components.markup import attributes, html
from fourfold.foundation.design.words import Words, shown


def said(text: str, language: str = "") -> Markup:
    """Words of a person, in a line: as written, never translated, with their language (empty where it is not known)."""
    return html(
        '<q class="said"{} translate="no" dir="auto">{}</q>',
        attributes(lang=language or None),
        text,
    )


def said_block(text: str, language: str = "", *, by: Words | None = None) -> Markup:
    """Words of a person as a paragraph of their own, line breaks kept; `by` says who and when."""
    source = html('<figcaption class="ff-said__by">{}</figcaption>', shown(by)) if by else ""
    return html(
        '<figure class="ff-said"><blockquote class="said"{} translate="no" dir="auto">{}</blockquote>'
        "{}</figure>",
        attributes(lang=language or None),
        text,
        source,
    )


def person(name: str) -> Markup:
    """A name of a person, a setting or a service: shown as it is, never translated."""
    return html('<bdi translate="no">{}</bdi>', name)


def written(text: str, language: str = "") -> Markup:
    """What somebody typed or brought in, within a line and without quotation marks: the title of a support, a place."""
    return html('<bdi{} translate="no">{}</bdi>', attributes(lang=language or None), text)


def written_block(text: str, *, by: Words | None = None) -> Markup:
    """What staff wrote down, as a paragraph without quotation marks, line breaks kept; `by` says who and when."""
    source = html('<p class="ff-said__by">{}</p>', shown(by)) if by else ""
    return html(
        '<p class="govuk-body said" translate="no" dir="auto">{}</p>{}',
        text,
        source,
    )


def letter(text: str) -> Markup:
    """A letter as it was written: a paragraph for each part between empty lines, the line breaks of a part kept."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    said = [html('<p class="govuk-body said" dir="auto">{}</p>', part) for part in parts]
    return html('<div class="ff-letter" translate="no">{}</div>', Markup("").join(said))


def citation(text: str) -> Markup:
    """Where a rule stands (“Code 6.45”): English in every language, since that is how it is found."""
    return html('<span lang="en-GB" dir="ltr" translate="no">{}</span>', text)


def telephone(number: str) -> Markup:
    """A number to call: its groups stand in this order in every script, or it would be another number."""
    return html('<span dir="ltr" translate="no">{}</span>', number)


def filled(words: Words, **parts: object) -> Markup:
    """A sentence of ours with its ``%(name)s`` filled in: text is escaped, markup of a component stays markup."""
    return escape(shown(words)) % parts
