"""Pages in the pseudo-language, from left to right or from right to left."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

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
def _made() -> Path:
    folder = Path(mkdtemp(prefix="fourfold-pseudo-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    write_catalogue(extracted(), folder)
    return folder


def _catalogue() -> Path:
    """Where the pseudo-language lies, made of the words of the code as they are now, once in a run or a process."""
    shared = judged.shared_folder()
    if shared is None:
        return _made()
    made = shared.with_name("pseudo")
    if not made.exists():
        shared.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # Another process was first.
            _made().rename(made)
    return made


@contextmanager
def pseudo_language(*, right_to_left: bool = False) -> Iterator[None]:
    """The pseudo-language as one that can be chosen, of the words of the code as they are now."""
    folder = _catalogue()
    rtl = [CODE.split("-")[0]] if right_to_left else []
    with override_settings(
        LANGUAGES=[*settings.LANGUAGES, (CODE, "Pseudo")],
        LOCALE_PATHS=[folder, *settings.LOCALE_PATHS],
        LANGUAGES_BIDI=[*settings.LANGUAGES_BIDI, *rtl],
    ):
        yield
