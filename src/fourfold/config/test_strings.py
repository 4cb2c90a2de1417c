"""The catalogue is found in Python and Jinja alike, and is what the code says."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from fourfold.config import strings


@pytest.fixture(scope="module")
def template() -> Catalog:
    """What the code says, extracted once."""
    return strings.extracted()


def test_words_are_found_in_python_and_in_templates_alike(template: Catalog) -> None:
    found = {message.id for message in template}
    assert "Write a whole number, such as 12." in found  # design/fields/text.py
    assert "Skip to what this page is about" in found  # design/templates/layouts/skeleton.html
    assert ("late by %(n)s school day", "late by %(n)s school days") in found


def test_words_of_tests_are_not_for_translators(template: Catalog) -> None:
    assert not [m for m in template if any("test_" in f for f, _ in m.locations)]


def test_a_catalogue_written_now_is_fresh_and_an_older_one_is_named(
    template: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strings, "LOCALE", tmp_path)
    monkeypatch.setattr(strings, "TEMPLATE", strings.LOCALE / "django.pot")
    assert any("lacks" in sentence for sentence in strings.differences(template))
    strings.write(template)
    assert list(strings.differences(template)) == []
    before = strings.TEMPLATE.read_bytes()
    strings.write(template)
    assert strings.TEMPLATE.read_bytes() == before
    strings.TEMPLATE.write_bytes(before + b'\nmsgid "No longer said"\nmsgstr ""\n')
    assert list(strings.differences(template)) == ["django.pot still has: No longer said"]


def test_a_language_is_offered_when_all_its_words_are_translated_and_not_before() -> None:
    offered = {code for code, _ in settings.LANGUAGES} - {"en-gb"}
    assert offered == {code for code in strings.LANGUAGES if not strings.missing(code)}


def test_words_are_marked_under_names_that_the_extraction_knows() -> None:
    """Under any other name they would never come into the catalogue, and nobody could translate them."""
    unknown = []
    for path in sorted(strings.PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                called = {each.asname or each.name for each in node.names if "gettext" in each.name}
                unknown += [f"{path.name}: {name}" for name in called - set(strings.KEYWORDS)]
    assert unknown == []
