"""Which journey proves which requirement, and which picture it made: read from the journeys themselves.

Writes `docs/requirements.md` and `docs/tour/README.md` through `docs/make.py`, and needs the standard library only.
"""

import ast
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOUR = HERE.parents[1] / "docs" / "tour"


@dataclass(frozen=True)
class Journey:
    """One journey: its file, its name as a sentence, the requirements it carries, the pictures it takes."""

    file: str
    sentence: str
    requirements: tuple[str, ...]
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Requirement:
    """A numbered requirement: its part of the work, and its first sentence."""

    number: str
    part: str
    words: str


def requirements() -> list[Requirement]:
    """Every numbered requirement, in order."""
    with (HERE / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return [Requirement(**row) for row in csv.DictReader(file)]


def _texts(call: ast.Call) -> tuple[str, ...]:
    return tuple(str(each.value) for each in call.args if isinstance(each, ast.Constant))


def _called(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for each in ast.walk(node):
        if (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Attribute)
            and each.func.attr == name
        ):
            yield each


def journeys(folder: Path = HERE) -> list[Journey]:
    """Every journey of `folder`."""
    found = []
    for file in sorted(folder.glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
                continue
            marks = [m for each in node.decorator_list for m in _called(each, "requirement")]
            pictures = [name for call in _called(node, "shows") for name in _texts(call)[:1]]
            found.append(
                Journey(
                    file.name,
                    node.name.removeprefix("test_").replace("_", " "),
                    tuple(number for mark in marks for number in _texts(mark)),
                    tuple(pictures),
                )
            )
    return found


def _taken(one: Journey) -> list[str]:
    """The pictures of a journey that a run has made."""
    return [name for name in one.pictures if (TOUR / f"{name}.png").is_file()]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def requirements_page() -> str:
    """`docs/requirements.md`: each requirement with its journeys and pictures; those without one, said plainly."""
    told, every = journeys(), requirements()
    by_number = {
        each.number: [one for one in told if each.number in one.requirements] for each in every
    }
    lines = [
        "# Requirements, and the journeys that prove them",
        "",
        "Made by `python docs/make.py` from the marks on the journeys in `tests/journeys`. A journey starts",
        "at sign-in, in a real browser, and ends in what a second person then sees. Many of these",
        "requirements are met in a first, thin form.",
        "",
        "## Proved by a journey",
        "| no. | requirement | journeys | pictures |",
        "|---|---|---|---|",
    ]
    for each in every:
        proofs = by_number[each.number]
        if not proofs:
            continue
        names = "<br>".join(f"{one.sentence} (`{one.file}`)" for one in proofs)
        pictures = ", ".join(f"[{name}](tour/{name}.png)" for one in proofs for name in _taken(one))
        lines.append(f"| {each.number} | {_cell(each.words)} | {names} | {pictures} |")
    lines += [
        "",
        "## Without a journey: not built, or not proved",
        "| no. | requirement |",
        "|---|---|",
    ]
    lines += [
        f"| {each.number} | {_cell(each.words)} |" for each in every if not by_number[each.number]
    ]
    return "\n".join(lines) + "\n"


def tour_page() -> str:
    """`docs/tour/README.md`: each picture, and the journey that makes it."""
    lines = [
        "# The tour",
        "",
        "Pictures that journeys make while they run; `bin/test tests/journeys --tour` renews them.",
        "Invented people only.",
        "",
        "| picture | made in | by the journey |",
        "|---|---|---|",
    ]
    for one in journeys():
        for name in _taken(one):
            lines.append(f"| [{name}]({name}.png) | `{one.file}` | {one.sentence} |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "requirements.md": requirements_page,
    "tour/README.md": tour_page,
}
