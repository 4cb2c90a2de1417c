"""Pages in a script that runs from right to left, on a phone and on a wide screen: all of it in its place."""

import re

import pytest
from django.conf import settings

from fourfold.foundation.design.pseudo import CODE
from tests.journeys import states
from tests.journeys.people import Person
from tests.journeys.signing_in import comes, signs_in
from tests.journeys.stage import NARROW, WIDE, Stage, fits
from tests.pseudo import pseudo_language

# Controls that lie on one another, words that stick out of the window on either side, and numbers to call whose groups
# would change places. What only a screen reader
# says, what waits folded up and what moves into view with the focus is left out.
MISPLACED = """() => { const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !one.closest(".govuk-visually-hidden, .govuk-skip-link, [aria-hidden=true]");
  const wide = document.documentElement.clientWidth, wrong = [];
  const boxes = (one) => [...one.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  for (const one of document.querySelectorAll("main *, header *, footer *, nav *")) {
    if (!shown(one) || one.children.length || !one.textContent.trim()) continue;
    if (one.closest("select, [class*=visually-hidden]")) continue;
    for (const box of boxes(one))
      if (box.left < -1 || box.right > wide + 1)
        wrong.push(`sticks out (${box.left} to ${box.right}): ${one.textContent.trim().slice(0, 60)}`);
  }
  const sorts = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const controls = [...document.querySelectorAll(sorts)].filter(shown);
  controls.forEach((one, place) => { for (const other of controls.slice(place + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    for (const a of boxes(one)) for (const b of boxes(other)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 3 && down > 6)
        wrong.push(`lies on another: ${one.outerHTML.slice(0, 90)} and ${other.outerHTML.slice(0, 90)}`); } } });
  for (const one of document.querySelectorAll("a[href^='tel:']"))
    if (getComputedStyle(one.firstElementChild ?? one).direction !== "ltr")
      wrong.push(`a number is turned round: ${one.textContent}`);
  return wrong; }"""
MOST = 22
_SHAPE = re.compile(r"/[23456789bcdfghjkmnpqrstvwxz]{14}(?=/)")


def _addresses(person: Person) -> list[str]:
    """The pages of one kind each that links lead to from home; files left out."""
    known, waiting = {}, [person.page.url.removeprefix(person.stage.url)]
    while waiting and len(known) < MOST:
        address = waiting.pop(0)
        shape = _SHAPE.sub("/…", address.partition("?")[0])
        if shape in known or "/static/" in address:
            continue
        answer = person.page.request.get(address)
        if "text/html" in answer.headers["content-type"]:
            known[shape] = address
            waiting += re.findall(r'href="(/[^"#]*)', answer.text())
    return list(known.values())


@pytest.mark.parametrize("name", ["Amina", "Ben", "Tess", "Dilek"])
def test_nothing_sticks_out_or_lies_on_another_from_right_to_left(stage: Stage, name: str) -> None:
    states.in_do(stage)
    states.at(stage, "concern", "Leo")
    with pseudo_language(right_to_left=True):
        person = signs_in(comes(stage, name, judges=False))
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": CODE, "url": stage.url}
        person.page.context.add_cookies([cookie])
        addresses, wrong = _addresses(person), {}
        assert len(addresses) > 6
        for address in addresses:
            person.page.goto(address)
            assert person.page.evaluate("document.documentElement.dir") == "rtl", address
            for width in (WIDE, NARROW):
                person.page.set_viewport_size({"width": width, "height": 800})
                fits(person.page)
                found = person.page.evaluate(MISPLACED)
                if found:
                    wrong[address, width] = found
                if name == "Amina" and address == addresses[0] and width == NARROW:
                    person.shows("home-from-right-to-left")
        assert wrong == {}


def test_what_sticks_out_or_overlaps_is_found(stage: Stage) -> None:
    page = comes(stage, "nobody", judges=False).page
    assert page.evaluate(MISPLACED) == []
    page.evaluate(
        "() => { const one = document.querySelector('main a');"
        " one.style.setProperty('position', 'relative'); one.style.setProperty('right', '4000px'); }"
    )
    assert "sticks out" in page.evaluate(MISPLACED)[0]
    page.reload()
    page.evaluate(
        "() => { const [one, other] = document.querySelectorAll('main a');"
        " const here = one.getBoundingClientRect(), there = other.getBoundingClientRect();"
        " other.style.setProperty('position', 'relative');"
        " for (const side of ['top', 'left']) other.style.setProperty(side, `${here[side] - there[side]}px`); }"
    )
    assert "lies on another" in page.evaluate(MISPLACED)[0]
