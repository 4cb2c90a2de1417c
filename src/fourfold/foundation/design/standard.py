"""The page standard: what every page of ours holds to, as a pure function from HTML to a list of faults.

The rules come from WCAG 2.2 (titles 2.4.2, headings 1.3.1, labels 3.3.2, language 3.1.1, names of links 2.4.4), from
HTML itself, and from our own content security policy, which refuses inline styles and scripts.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MESSAGES

ENDING = " - Fourfold"
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
# What needs no label: it is not seen, or its own words are its name.
SVG = "{http://www.w3.org/2000/svg}"
NAMELESS = {"hidden", "submit", "button", "reset", "image"}
STRAIGHT = re.compile(r"[\"']|(?<=\w)--(?=\w)|\s--?\s(?!Fourfold)")
# Within these, words are not ours: what people wrote, names, code.
NOT_OURS = {"script", "style", "code", "pre", "textarea"}


class Page:
    """A parsed page: its tree, the parent of each element, and what the strict parser said."""

    def __init__(self, text: str) -> None:
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
        )
        self.root: Element = parser.parse(text)
        self.parse_errors = [
            f"{MESSAGES.get(code, code) % values} (line {position[0]})"
            for position, code, values in parser.errors
        ]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, *names: str) -> Iterator[Element]:
        """The elements with one of the names, in order."""
        return (element for element in self.root.iter() if element.tag in names)

    def above(self, element: Element) -> Iterator[Element]:
        """The element and what encloses it, from the inside out."""
        at: Element | None = element
        while at is not None:
            yield at
            at = self.parents.get(at)

    def hidden(self, element: Element) -> bool:
        """Whether assistive technology leaves it out."""
        return any(
            up.get("aria-hidden") == "true" or "hidden" in up.attrib for up in self.above(element)
        )

    def not_ours(self, element: Element) -> bool:
        """Whether the words within are a person's, or code."""
        return any(
            up.tag in NOT_OURS
            or up.get("translate") == "no"
            or "said" in up.get("class", "").split()
            for up in self.above(element)
        )


def words_of(element: Element) -> str:
    """All words within, single-spaced, without what is hidden from assistive technology."""
    parts: list[str] = []

    def walk(at: Element) -> None:
        if at.get("aria-hidden") != "true":
            parts.append(at.text or "")
            if at.get("alt"):
                parts.append(at.get("alt", ""))
            for child in at:
                walk(child)
                parts.append(child.tail or "")

    walk(element)
    return " ".join("".join(parts).split())


def _valid(page: Page) -> Iterator[str]:
    yield from (f"HTML: {error}" for error in page.parse_errors)


def _language(page: Page) -> Iterator[str]:
    if not page.root.get("lang"):
        yield "The page does not say its language."
    if page.root.get("dir") not in {"ltr", "rtl"}:
        yield "The page does not say its direction."


def _title(page: Page) -> Iterator[str]:
    headings = [words_of(h) for h in page.all("h1")]
    if len(headings) != 1:
        yield f"There are {len(headings)} main headings; there must be one."
    titles = [words_of(title) for title in page.root.findall("./head/title")]
    if len(titles) != 1:
        yield f"There are {len(titles)} titles; there must be one."
        return
    title = titles[0]
    if not title.endswith(ENDING):
        yield f"The title does not end with “{ENDING}”: {title}"
    refused = any("govuk-error-summary" in e.get("class", "") for e in page.all("div"))
    if refused and ":" not in title:
        yield "The page has an error summary and its title does not say so."
    heading = headings[0] if headings else ""
    after = title.split(":", 1)[1] if refused and ":" in title else ""
    if not heading or not (title.startswith(heading) or (refused and heading in after)):
        yield f"The title does not begin with the main heading: {title} / {heading}"


def _headings(page: Page) -> Iterator[str]:
    before = 0
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if before and level > before + 1:
            yield f"The heading “{words_of(heading)}” skips from level {before} to {level}."
        if not words_of(heading):
            yield f"A heading of level {level} is empty."
        before = level


def _ids(page: Page) -> Iterator[str]:
    counted = Counter(e.get("id") for e in page.root.iter() if "id" in e.attrib)
    for name, times in counted.items():
        if times > 1:
            yield f"The id “{name}” stands {times} times."
        if not name or " " in name:
            yield f"“{name}” is no id."
    for element in page.root.iter():
        for attribute in REFERENCES:
            for name in element.get(attribute, "").split():
                if name not in counted:
                    yield f"{attribute} names “{name}”, which is not on the page."
        href = element.get("href", "")
        if element.tag == "a" and len(href) > 1 and href[0] == "#" and href[1:] not in counted:
            yield f"A link leads to “{href}”, which is not on the page."


def _labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label") if words_of(label)}
    for field in page.all("input", "select", "textarea"):
        if field.get("type") in NAMELESS:
            continue
        wrapped = any(up.tag == "label" and words_of(up) for up in page.above(field))
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not (field.get("id") in labelled or wrapped or named):
            yield f"The field “{field.get('name')}” has no label."
    for button in page.all("button"):
        if not words_of(button) and not button.get("aria-label"):
            yield "A button has no words."
    for group in page.all("fieldset"):
        legend = group.find("legend")
        if legend is None or not words_of(legend):
            yield "A group of questions has no legend."


def _links(page: Page) -> Iterator[str]:
    targets: dict[str, set[str]] = {}
    for link in page.all("a"):
        if page.hidden(link):
            continue
        words = " ".join(link.get("aria-label", "").split()) or words_of(link)
        if not words:
            yield f"A link to {link.get('href')} has no words."
        targets.setdefault(words, set()).add(link.get("href", ""))
    for words, several in targets.items():
        if words and len(several) > 1:
            yield f"“{words}” links to different places: {', '.join(sorted(several))}"


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        if not form.get("action"):
            yield "A form has no action."
        method = form.get("method", "").lower()
        if method not in {"get", "post", "dialog"}:
            yield "A form does not say how it is sent."
        names = {field.get("name") for field in form.iter("input")}
        if method == "post" and "csrfmiddlewaretoken" not in names:
            yield f"The form to {form.get('action')} has no token."
        files = any(field.get("type") == "file" for field in form.iter("input"))
        if files and form.get("enctype") != "multipart/form-data":
            yield f"The form to {form.get('action')} cannot send its file."


def _script_allowed(element: Element) -> bool:
    data = element.get("type") in {"application/json", "application/ld+json"}
    return bool(element.get("src") or element.get("nonce") or data)


def _policy(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        if element.tag in {"style", SVG + "style"} or "style" in element.attrib:
            yield f"Inline style in <{element.tag}>."
        if element.tag in {"script", SVG + "script"} and not _script_allowed(element):
            yield "Inline script."
        for name in element.attrib:
            if isinstance(name, str) and name.startswith("on"):
                yield f"Inline script: {name} in <{element.tag}>."
        if element.get("href", "").lower().startswith("javascript:"):
            yield "A link that is a script."


def _pictures(page: Page) -> Iterator[str]:
    for picture in page.all("img"):
        if "alt" not in picture.attrib:
            yield f"The picture {picture.get('src')} has no alternative."
    for drawing in page.all(SVG + "svg"):
        if drawing.get("aria-hidden") != "true" and drawing.get("role") != "img":
            yield "A drawing is neither hidden from screen readers nor named."


def own_words(page: Page) -> Iterator[tuple[Element, str]]:
    """Each run of words that is ours, with the element that it stands in; the words of attributes too."""
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        if not page.not_ours(element):
            if element.text:
                yield element, element.text
            for name in ("alt", "aria-label", "title", "placeholder"):
                if element.get(name):
                    yield element, element.get(name, "")
        parent = page.parents.get(element)
        if element.tail and parent is not None and not page.not_ours(parent):
            yield parent, element.tail


def _quotes(page: Page) -> Iterator[str]:
    for _, words in own_words(page):
        if STRAIGHT.search(words):
            yield f"Straight quotes or hyphens for dashes: {' '.join(words.split())[:80]}"


CHECKS: tuple[Callable[[Page], Iterator[str]], ...] = (
    _valid,
    _language,
    _title,
    _headings,
    _ids,
    _labels,
    _links,
    _forms,
    _policy,
    _pictures,
    _quotes,
)


@lru_cache(1)
def parsed(text: str) -> Page:
    """The page `text`, taken apart: the last one is kept for who looks at it next, and nobody changes it."""
    return Page(text)


def faults(text: str) -> list[str]:
    """What is wrong with the page `text`, each in a sentence; empty when it holds to the standard."""
    page = parsed(text)
    return [fault for check in CHECKS for fault in check(page)]
