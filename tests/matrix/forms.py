"""The forms of a page as a browser sees them: their fields, a sensible answer to each, and what a field offers."""

from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from fourfold.foundation.design.standard import Page

# What travels with each form and is no choice: the tests of handling and of kept forms are about these.
RESERVED = {"csrfmiddlewaretoken", "once", "seen", "showed", "kept_for"}
CHOICES = {"select", "radio", "checkbox", "hidden"}
# What is typed where a field asks for it, by the end of its name.
TYPED = {"day": "12", "month": "3", "year": "2026", "day_0": "12", "day_1": "3", "day_2": "2026"}


@dataclass
class Field:
    """One name within a form: of which sort it is, what it offers, and what opens it (another field’s answer)."""

    name: str
    sort: str
    values: list[str]
    opened_by: dict[str, str] = field(default_factory=dict)

    @property
    def is_choice(self) -> bool:
        """Whether it carries an id or a choice; a single box to tick carries neither."""
        return self.sort in CHOICES and self.name not in RESERVED and self.values != ["on"]


@dataclass
class Shown:
    """A form: where it goes, and its fields."""

    action: str
    fields: list[Field]

    def answers(self) -> dict[str, list[str]]:
        """What somebody might send: the first choice of each, and a word or a number for the rest."""
        return {each.name: [_answer(each)] for each in self.fields if each.sort != "file"}


def _answer(asked: Field) -> str:
    offered = [value for value in asked.values if value]
    if offered:
        return offered[0]
    ending = asked.name.rpartition("-")[2].rpartition("_")[2]
    return TYPED.get(ending, "1" if asked.sort == "number" else "Seven words of ours")


def _sort(element: Element) -> str:
    if element.tag != "input":
        return element.tag
    if element.get("inputmode") == "numeric":
        return "number"
    return element.get("type", "text")


def _values(element: Element) -> list[str]:
    if element.tag == "select":
        return [option.get("value", "") for option in element.iter("option")]
    return [element.get("value", "")] if element.tag == "input" else [element.text or ""]


def _opened_by(page: Page, element: Element) -> dict[str, str]:
    around = {up.get("id") for up in page.above(element)} - {None}
    return {
        opener.get("name", ""): opener.get("value", "on")
        for opener in page.all("input")
        if opener.get("data-aria-controls") in around
    }


def forms_of(answer: HttpResponse) -> list[Shown]:
    """The forms of a page that are sent by POST and belong to the page, not to its head or foot; a file has none."""
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    page, found = Page(answer.content.decode()), []
    for form in page.all("form"):
        if form.get("method", "").lower() != "post" or not any(
            up.tag == "main" for up in page.above(form)
        ):
            continue
        parts = [
            e for e in form.iter() if e.tag in {"input", "select", "textarea"} and e.get("name")
        ]
        fields = []
        for name, same in groupby(parts, key=lambda e: e.get("name", "")):
            elements = list(same)
            values = [value for element in elements for value in _values(element)]
            fields.append(Field(name, _sort(elements[0]), values, _opened_by(page, elements[0])))
        found.append(Shown(form.get("action", ""), fields))
    return found
