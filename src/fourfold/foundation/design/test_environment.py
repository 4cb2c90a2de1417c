"""Templates of every room: each in its room's folder, each one compiles, none lets markup through unescaped."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.urls import NoReverseMatch
from jinja2 import UndefinedError
from markupsafe import Markup

from fourfold.foundation.design.environment import template_folders, url

# This room's folders have names of their own; the sign-in library asks for its pages by these names.
OWN = {
    "design": {"layouts", "partials", "components", "errors", "gallery"},
    "access": {"access", "account", "mfa", "socialaccount"},
}
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")


def templates() -> Iterator[tuple[str, Path, Path]]:
    """Each template: its room, the room's ``templates`` folder and its path within it."""
    for folder in template_folders():
        for path in sorted(folder.rglob("*.html")):
            yield folder.parent.name, folder, path.relative_to(folder)


def test_each_template_lies_in_the_folder_of_its_room() -> None:
    strays = [
        f"{room}: {path}"
        for room, _, path in templates()
        if path.parts[0] not in OWN.get(room, {room})
    ]
    assert strays == []


def test_each_template_compiles() -> None:
    names = [str(path) for _, _, path in templates()]
    assert len(names) > 10
    for name in names:
        engines["jinja2"].env.get_template(name)


def test_no_template_lets_markup_through_unescaped() -> None:
    found = [
        f"{path}: {match.group()}"
        for _, folder, path in templates()
        if (match := UNESCAPED.search((folder / path).read_text(encoding="utf-8")))
    ]
    assert found == []


def rendered(text: str, **facts: object) -> str:
    return engines["jinja2"].env.from_string(text).render(**facts)


def test_what_is_not_there_is_an_error_even_deep_inside() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ child.name }}", child={})
    with pytest.raises(UndefinedError):
        rendered("{% if never %}x{% endif %}")


def test_what_is_filled_into_a_sentence_is_escaped() -> None:
    assert rendered('{{ _("%(n)s plans", n=who) }}', who="<b>") == "&lt;b&gt; plans"
    assert rendered('{{ _("%(n)s plans", n=who) }}', who=Markup("<b>x</b>")) == "<b>x</b> plans"


def test_an_address_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        url("nowhere:at_all", child="x")


def test_words_on_two_lines_of_a_template_do_not_run_together() -> None:
    shown = rendered(
        "{% if year %}Year 4{% endif %}\n    {% if year %}Kestrel{% endif %}", year=True
    )
    assert shown.split() == ["Year", "4", "Kestrel"]
