"""By keyboard alone, page by page: every control is reached in the order of the page, is seen, and lets go again.

The whole cycle by keyboard is in `test_whole_cycle`.
"""

import pytest
from playwright.sync_api import Page

from tests.journeys import states
from tests.journeys.people import SEEN, Person
from tests.journeys.signing_in import comes, signs_in
from tests.journeys.stage import NARROW, POINTED, WIDE, Stage
from tests.journeys.steps.identify import CHILD

# What Tab is to reach: of a group of radio buttons the one that is chosen, or else the first, as browsers do.
REACHED = """() => { const groups = new Set();
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.type !== "hidden"
      && one.tabIndex >= 0);
  window.wanted = all.filter((one) => {
    if (one.type !== "radio") return true;
    const same = all.filter((other) => other.type === "radio" && other.name === one.name && other.form === one.form);
    return one === (same.find((other) => other.checked) ?? same[0]); });
  return window.wanted.length; }"""
WHERE = """() => { const one = document.activeElement; const box = one.getBoundingClientRect();
  const drawn = ["radio", "checkbox"].includes(one.type) ? one.parentElement.getBoundingClientRect() : box;
  const over = document.elementFromPoint(drawn.x + drawn.width / 2, drawn.y + Math.min(drawn.height / 2, 20));
  return {place: window.wanted.indexOf(one), words: one.outerHTML.slice(0, 120),
    within: drawn.bottom > 0 && drawn.top < innerHeight,
    covered: over !== null && !one.contains(over) && !over.contains(one) && !one.parentElement.contains(over)}; }"""
# Where everybody goes: by first name, the pages from home, each as the links that lead there.
PAGES: dict[str, list[list[str]]] = {
    "Amina": [[], [CHILD], [CHILD, "Open the plan"], ["Children"], ["Due"], ["Read first"]],
    "Ben": [[], [CHILD], [CHILD, "See the picture"], ["Raise a concern", CHILD]],
    "Tess": [[], ["Today"], ["Children"]],
    "Dilek": [[], [CHILD], [CHILD, "Tell us a concern"], [CHILD, "The plan of cycle 1, version 1"]],
}


def tabs_through(page: Page) -> list[str]:
    """What is wrong when Tab is pressed from the head of the page to its end, in sentences."""
    wrong, count = [], page.evaluate(REACHED)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    for place in range(count):
        page.keyboard.press("Tab")
        now = page.evaluate(WHERE)
        if now["place"] != place:
            wrong.append(f"Tab {place + 1} of {count} comes to number {now['place'] + 1}: {now}")
            break
        if not now["within"] or now["covered"] or not page.evaluate(SEEN):
            wrong.append(f"the focus is not seen: {now}")
    if not wrong:
        page.keyboard.press("Tab")
        after = page.evaluate("() => window.wanted.indexOf(document.activeElement)")
        if after not in {-1, 0}:
            wrong.append(f"behind the last control Tab comes to number {after + 1}")
        for place in reversed(range(max(0, count - 3), count)):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("() => window.wanted.indexOf(document.activeElement)") != place:
                wrong.append(f"Shift-Tab does not come back to number {place + 1}")
    return wrong


def _goes(person: Person, way: list[str]) -> None:
    person.goes_home()
    for words in way:
        if words == CHILD and len(way) < 3 and way[0] == CHILD:
            person.goes_to(CHILD)
        else:
            person.follows(
                words, exact=words in {"Children", "Due", "Read first", "Today", "Raise a concern"}
            )


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything_in_order_is_seen_and_is_never_caught(
    stage: Stage, name: str, width: int
) -> None:
    states.in_do(stage)
    person = signs_in(comes(stage, name, width=width, judges=False))
    wrong = {}
    for way in PAGES[name]:
        _goes(person, way)
        found = tabs_through(person.page)
        if found:
            wrong[" > ".join(way) or "home"] = found
    assert wrong == {}
    more = person.page.locator("details.ff-nav__more")
    if more.count():
        more.locator("summary").press("Enter")
        assert more.get_attribute("open") is not None
        person.page.keyboard.press("Tab")
        person.page.keyboard.press("Escape")
        assert more.get_attribute("open") is None
        assert more.locator("summary").evaluate("one => one === document.activeElement")


def test_a_page_that_catches_the_focus_or_hides_it_is_found(stage: Stage) -> None:
    page = comes(stage, "nobody", judges=False).page
    assert tabs_through(page) == []
    page.evaluate(
        "() => { const one = document.querySelectorAll('main a')[0];"
        " one.addEventListener('keydown', (event) => event.preventDefault()); }"
    )
    assert "comes to number" in tabs_through(page)[0]
    page.reload()
    page.evaluate("() => { document.querySelectorAll('main a')[0].tabIndex = 5; }")
    assert "comes to number" in tabs_through(page)[0]
    page.reload()
    page.evaluate(
        "() => { const one = document.querySelectorAll('main a')[0];"
        " one.addEventListener('focus', () => { one.style.setProperty('outline', 'none', 'important');"
        " one.style.setProperty('box-shadow', 'none', 'important'); }); }"
    )
    assert "not seen" in tabs_through(page)[0]


def test_a_pointer_of_somebody_with_a_keyboard_alone_reaches_nothing_and_is_told(
    stage: Stage,
) -> None:
    nobody = comes(stage, "nobody", keyboard=True)
    before = nobody.page.url
    nobody.page.get_by_role("link", name="I work with children here").click()
    nobody.page.wait_for_function("() => true")
    assert nobody.page.url == before
    assert stage.wrong == [POINTED]
    stage.wrong.clear()
    nobody.follows("I work with children here")
    assert nobody.page.url != before
