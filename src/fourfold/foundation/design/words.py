"""What a component takes as words: plain text, text translated when it is shown, or markup of ours."""

from django.utils.functional import Promise
from markupsafe import Markup

# Plain text is escaped when it is shown; only `Markup`, which our own components return, is not.
Words = str | Promise


def shown(words: Words) -> str:
    """`words` in the reader's language; markup stays markup."""
    return words if isinstance(words, str) else str(words)


def content(words: Words) -> dict[str, str]:
    """`words` as the design system's macros take them: under ``html`` if they are markup, else under ``text``."""
    text = shown(words)
    return {"html": text} if isinstance(text, Markup) else {"text": text}
