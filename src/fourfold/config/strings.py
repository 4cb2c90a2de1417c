"""The catalogue of words: extracted with Babel from Python and Jinja alike, since Django's own extraction misses Jinja.

``python -m fourfold.config.strings`` writes ``locale/django.pot``, brings each language's file up to date and compiles
it; with ``--check`` it changes nothing and fails if the catalogue is not what the code says.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "django.pot"
# English is what the code says. Nobody who speaks Turkish or Somali has translated yet, and a machine's guess is not
# shown to a family as if somebody had. Settings offer a language only when nothing of it is missing.
LANGUAGES = ("tr", "so")
HEAD = "# Words of Fourfold. Made by `python -m fourfold.config.strings`."
NOT_YET = f"""{HEAD}
# Untranslated: nobody who speaks the language has done it yet. Who does writes their name as Last-Translator.
# A machine's translation is not put in here as it is; one that a person has checked says so in a comment on it."""
NOBODY = "nobody yet"
# A file that is made again without change must be the same file.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Every message that the code marks as words for people, tests left out."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalogue = Catalog(
        project="Fourfold", domain="django", charset="utf-8", creation_date=MADE, fuzzy=False
    )
    catalogue.last_translator = catalogue.language_team = NOBODY
    catalogue.msgid_bugs_address = catalogue.version = ""
    catalogue.header_comment = HEAD
    found = extract_from_dir(
        str(PACKAGE), methods, options, keywords=KEYWORDS, comment_tags=["Translators:"]
    )
    for name, _line, message, comments, context in found:
        if not Path(name).name.startswith(("test_", "conftest")):
            catalogue.add(message, None, [(name, 1)], auto_comments=comments, context=context)
    return catalogue


def _ids(catalogue: Catalog) -> set[tuple[str | None, object]]:
    return {
        (m.context, tuple(m.id) if isinstance(m.id, list | tuple) else m.id)
        for m in catalogue
        if m.id
    }


def _read(path: Path, locale: str | None = None) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale, domain="django", charset="utf-8", creation_date=MADE)
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain="django")


def file_of(language: str) -> Path:
    """The catalogue of one language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def differences(template: Catalog) -> Iterator[str]:
    """How the catalogues on disk differ from what was `extracted`, in sentences; nothing when they are fresh."""
    now = _ids(template)
    for path in (TEMPLATE, *(file_of(language) for language in LANGUAGES)):
        then = _ids(_read(path))
        for verb, several in (("lacks", now - then), ("still has", then - now)):
            for _context, message in sorted(several, key=str):
                yield f"{path.relative_to(LOCALE)} {verb}: {message}"


def missing(language: str) -> int:
    """How many messages of `language` are not translated."""
    messages = [message for message in _read(file_of(language), language) if message.id]
    return sum(1 for message in messages if not "".join(message.string or ""))


def write(template: Catalog) -> None:
    """Write the template, as it was `extracted`, and bring each language up to date and compile it."""
    LOCALE.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, template, sort_output=True, no_location=True, width=120)
    for language in LANGUAGES:
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = _read(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if not any("".join(message.string or "") for message in catalogue if message.id):
            catalogue.header_comment = NOT_YET
            catalogue.last_translator = catalogue.language_team = NOBODY
            catalogue.msgid_bugs_address = ""
            catalogue.project, catalogue.version = "Fourfold", ""
        catalogue.creation_date = catalogue.revision_date = MADE
        catalogue.fuzzy = False
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, no_location=True, width=120)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when done or fresh, 1 when ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m fourfold.config.strings", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail if not fresh")
    if not parser.parse_args(arguments).check:
        write(extracted())
        return 0
    found = list(differences(extracted()))
    for sentence in found:
        sys.stderr.write(sentence + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
