"""A person at a browser: what they press, write, choose and see, by the words on the screen and never by an address.

`Person` uses a mouse; `ByKeyboard` nothing but Tab, Shift-Tab, Enter, Space, the arrows and text. Every page that
comes up is judged: axe, no two links with the same words, nothing wider than the window.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from tests import judged
from tests.journeys.stage import Stage, axe, fits


@dataclass
class Person:
    """Somebody of the cast, by first name, at a browser of their own."""

    stage: Stage
    name: str
    page: Page
    script: bool = True
    judges: bool = True

    # ---- going on ----

    def opens(self, address: str) -> None:
        """Open an address: the start page, a link from a mail, or one that was copied from another's address bar."""
        self._came(self.page.goto(address))

    def follows(self, words: str, *, within: str = "", exact: bool = False) -> None:
        """Follow the link with these words (within the part of the page that has that heading)."""
        link = self._part(within).get_by_role("link", name=words, exact=exact)
        self._goes_on(lambda: self._uses(link))

    def presses(self, words: str, *, within: str = "", exact: bool = False) -> None:
        """Press the button with these words; it sends its form and a page comes back."""
        button = self._part(within).get_by_role("button", name=words, exact=exact)
        self._goes_on(lambda: self._uses(button))

    def unfolds(self, words: str, *, within: str = "") -> None:
        """Unfold what is folded under these words."""
        self._uses(self._part(within).locator("summary").filter(has_text=words))

    def downloads(self, words: str, folder: Path) -> bytes:
        """Follow a link to a file, and return the file."""
        with self.page.expect_download() as coming:
            self._uses(self.page.get_by_role("link", name=words))
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file.read_bytes()

    def goes_home(self) -> None:
        """Go to the person's own home page."""
        home = self.page.get_by_role("link", name="Home", exact=True)
        self.follows("Home" if home.count() else "Fourfold", exact=True)

    def goes_to(self, child: str) -> None:
        """Go to a child's page: from one's own children at home, or from the register."""
        self.goes_home()
        if not self.page.get_by_role("link", name=child, exact=True).count():
            self.follows("Children", exact=True)
        link = self.page.get_by_role("link", name=child, exact=True).first
        self._goes_on(lambda: self._uses(link))

    # ---- answering ----

    def writes(self, label: str, words: str, *, within: str = "") -> None:
        """Write into the box with this label."""
        said = re.compile(rf"^\s*{re.escape(label)}(\s+\(if you wish\))?\s*$")
        self._types(self._part(within).get_by_label(said), words)

    def writes_date(self, question: str, day: date) -> None:
        """Write a date into the three boxes of this question."""
        group = self.page.get_by_role("group", name=question)
        for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self._types(group.get_by_label(label, exact=True), str(part))

    def chooses(self, answer: str, *, to: str = "", within: str = "") -> None:
        """Choose one answer of a few (to the question `to`)."""
        self._chooses(self._asked(to, within).get_by_role("radio", name=answer))

    def ticks(self, *answers: str, to: str = "", within: str = "") -> None:
        """Tick each of these answers."""
        for answer in answers:
            box = self._asked(to, within).get_by_role("checkbox", name=answer)
            if not box.is_checked():
                self._uses_box(box)

    def unticks(self, *answers: str, to: str = "") -> None:
        """Take the tick from each of these answers."""
        for answer in answers:
            box = self._asked(to, "").get_by_role("checkbox", name=answer)
            if box.is_checked():
                self._uses_box(box)

    def picks(self, answer: str, *, of: str) -> None:
        """Pick an answer from a list that opens."""
        self._list(of).select_option(label=answer)

    # ---- seeing ----

    def sees(self, *words: str) -> None:
        """These words are on the page."""
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def does_not_see(self, *words: str) -> None:
        """None of these words is on the page."""
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)

    def is_at(self, heading: str) -> None:
        """The page is headed by these words."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def offered(self, words: str) -> bool:
        """Whether a link or a button with these words is on the page."""
        there = [self.page.get_by_role(role, name=words).count() for role in ("link", "button")]
        return any(there)

    def shows(self, picture: str) -> None:
        """Take a picture of the page for the tour."""
        self.stage.picture(self.page, picture)

    # ---- how ----

    def _part(self, heading: str) -> Page | Locator:
        if not heading:
            return self.page
        titled = self.page.get_by_role("heading", name=heading)
        return self.page.locator("section, .ff-card, .govuk-summary-card").filter(has=titled).last

    def _asked(self, question: str, within: str) -> Page | Locator:
        part = self._part(within)
        return part.get_by_role("group", name=question) if question else part

    def _list(self, label: str) -> Locator:
        return self.page.get_by_role("combobox", name=label)

    def _uses(self, control: Locator) -> None:
        control.click()

    def _uses_box(self, box: Locator) -> None:
        box.click()

    def _types(self, box: Locator, words: str) -> None:
        box.fill(words)

    def _chooses(self, radio: Locator) -> None:
        radio.check()

    def _goes_on(self, act: Callable[[], None]) -> None:
        with self.page.expect_navigation(wait_until="load") as coming:
            act()
        self._came(coming.value)

    def _came(self, response: Response | None) -> None:
        """Judge the page that came, once in a run (`tests.judged` says what makes two pages the same)."""
        assert response is None or response.status < 500, f"{self.page.url}: {response.status}"
        fits(self.page)
        if not self.judges:
            return
        width = (self.page.viewport_size or {"width": 0})["width"]
        same = judged.shape(self.page.content(), width)
        if not judged.is_judged("axe", same):
            axe(self.page)
            judged.note("axe", same)
        if response is not None and response.request.method == "GET" and response.ok:
            self.stage.visited[self.page.url.removeprefix(self.stage.url)] = self.name


# The focus has to be seen: an outline, a shadow or another ground; that of a radio or a tick is drawn beside it, where
# something stands there.
SEEN = """() => { const one = document.activeElement;
  const drawn = ["radio", "checkbox"].includes(one.type) && one.nextElementSibling
    ? getComputedStyle(one.nextElementSibling, "::before") : getComputedStyle(one);
  return (drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) > 0) || drawn.boxShadow !== "none"; }"""
FOCUSED = "(one) => one === document.activeElement"
BEFORE = """(one) => document.activeElement !== document.body
  && (document.activeElement.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) > 0"""
SAME_GROUP = """(one) => document.activeElement === one
  || (document.activeElement.type === "radio" && document.activeElement.name === one.name)"""
# At least how many presses lie between the focus and a control: what takes the focus there, a group of radios once.
BETWEEN = """(one) => { const now = document.activeElement, seen = new Set();
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((each) => each === one || each === now || (each.tabIndex >= 0 && !each.disabled && each.type !== "hidden"
      && each.checkVisibility({visibilityProperty: true})))
    .filter((each) => { if (each.type !== "radio" || each === one || each === now) return true;
      const first = !seen.has(each.name) && each.name !== one.name && each.name !== now.name;
      seen.add(each.name); return first; });
  return Math.max(0, Math.abs(all.indexOf(one) - Math.max(-1, all.indexOf(now))) - 1); }"""
MOST_TABS = 250


class ByKeyboard(Person):
    """The same, by keyboard alone."""

    def picks(self, answer: str, *, of: str) -> None:
        """Go to the list and down to the answer with the arrows."""
        box = self._list(of)
        self._tabs_to(box)
        labels = [" ".join(each.split()) for each in box.locator("option").all_inner_texts()]
        now = box.evaluate("(one) => one.selectedIndex")
        steps = labels.index(answer) - now
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert box.evaluate("(one) => one.selectedOptions[0].text.trim()") == answer

    def _tabs_to(self, control: Locator, arrived: str = FOCUSED) -> None:
        """Press Tab, or Shift-Tab where it lies behind, until the control has the focus, and see that it shows."""
        wanted = control.element_handle()
        back = wanted.evaluate(BEFORE)
        for _ in range(wanted.evaluate(BETWEEN) - 1):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        for _ in range(MOST_TABS):
            if wanted.evaluate(arrived):
                break
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        else:
            raise AssertionError(f"{self.page.url}: Tab never comes to {control}")
        assert self.page.evaluate(SEEN), f"{self.page.url}: the focus on {control} is not seen."

    def _uses(self, control: Locator) -> None:
        self._tabs_to(control)
        self.page.keyboard.press("Enter")

    def _uses_box(self, box: Locator) -> None:
        self._tabs_to(box)
        self.page.keyboard.press("Space")

    def _types(self, box: Locator, words: str) -> None:
        self._tabs_to(box)
        self.page.keyboard.type(words)
        expect(box).to_have_value(words)

    def _chooses(self, radio: Locator) -> None:
        self._tabs_to(radio, SAME_GROUP)
        wanted = radio.element_handle()
        if not wanted.evaluate(FOCUSED):
            self.page.keyboard.press("Space")
        for _ in range(30):
            if wanted.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        expect(radio).to_be_checked()
