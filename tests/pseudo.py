"""Pages in the pseudo-language, from left to right or from right to left."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from django.conf import settings
from django.test import override_settings

from fourfold.config.strings import extracted
from fourfold.foundation.design.pseudo import CODE, untranslated, write_catalogue
from tests import judged
from tests.page_client import PageClient


class Untranslated(AssertionError):
    """A page shows words that nobody made translatable."""


class PseudoClient(PageClient):
    """A page client whose browser asks for the pseudo-language; a plain letter of ours fails the test."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(headers={"accept-language": CODE}, **kwargs)

    def request(self, **request: Any) -> Any:
        """The answer, if nothing of ours on it is untranslated. Raises `Untranslated` or `BelowStandard`."""
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            _translated(response.content.decode(), str(request.get("PATH_INFO")))
        return response


def _translated(text: str, where: str) -> None:
    """Raise `Untranslated` with the plain words of ours on the page `text`."""
    same = judged.shape(text)
    if judged.is_judged("translated", same):
        return
    found = untranslated(text)
    if found:
        raise Untranslated(f"{where}:\n" + "\n".join(f"- {words}" for words in found))
    judged.note("translated", same)


@cache
def _extracted() -> Catalog:
    """The words of the code, found once a run."""
    return extracted()


@contextmanager
def pseudo_language(folder: Path, *, right_to_left: bool = False) -> Iterator[None]:
    """The pseudo-language as one that can be chosen, made in `folder` from the words of the code as they are now."""
    write_catalogue(_extracted(), folder)
    rtl = [CODE.split("-")[0]] if right_to_left else []
    with override_settings(
        LANGUAGES=[*settings.LANGUAGES, (CODE, "Pseudo")],
        LOCALE_PATHS=[folder, *settings.LOCALE_PATHS],
        LANGUAGES_BIDI=[*settings.LANGUAGES_BIDI, *rtl],
    ):
        yield
