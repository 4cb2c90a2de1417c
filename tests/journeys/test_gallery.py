"""The gallery in a real browser: wide and narrow, in both directions, with and without script, by keyboard."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from fourfold.foundation.design.pseudo import CODE
from tests.journeys.stage import NARROW, WIDE, axe, fits, served
from tests.pseudo import pseudo_language

pytestmark = pytest.mark.journey

# 1280 px at 400 % zoom (WCAG 2.2, 1.4.10).
ZOOMED = 320
# Links within a sentence are excepted (WCAG 2.2, 2.5.8); everything else that is pressed is 44 px high.
SMALL = """() => [...document.querySelectorAll(
    "button, .govuk-button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def address() -> Iterator[str]:
    """The demonstration's gallery, served."""
    with override_settings(DEMO=True), served() as url:
        yield url


class Opened:
    """Pages of one test, each in a browser profile of its own; what the browser refused is a fault."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url, self.wrong = browser, url, []

    def __call__(
        self, where: str, width: int = WIDE, *, script: bool = True, language: str = "en-GB"
    ) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            locale=language,
            extra_http_headers={"Accept-Language": language},
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "console", lambda said: self.wrong.append(said.text) if said.type == "error" else None
        )
        page.goto(where)
        return page


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens pages of the gallery."""
    opener = Opened(browser, address)
    yield opener
    for context in browser.contexts:
        context.close()
    assert not opener.wrong, opener.wrong


@pytest.mark.parametrize("width", [WIDE, NARROW, ZOOMED])
@pytest.mark.parametrize("where", ["/gallery/", "/gallery/around/"])
def test_the_gallery_has_no_fault_that_axe_finds_and_fits(
    opened: Opened, where: str, width: int
) -> None:
    page = opened(where, width)
    assert "Atkinson" in page.evaluate("getComputedStyle(document.body).fontFamily")
    axe(page)
    fits(page)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("where", ["/gallery/", "/gallery/around/"])
def test_from_right_to_left_and_a_third_longer_it_still_fits(
    opened: Opened, where: str, width: int
) -> None:
    with pseudo_language(right_to_left=True):
        page = opened(where, width, language=CODE)
        assert page.locator("html").get_attribute("dir") == "rtl"
        # The pseudo-language is nobody's language; every other rule holds for it.
        page.evaluate("document.documentElement.lang = 'ar'")
        axe(page)
        fits(page)


def test_a_further_question_opens_by_keyboard_when_its_answer_is_chosen(opened: Opened) -> None:
    page = opened("/gallery/form/")
    why = page.get_by_label("Why not yet?")
    expect(why).to_be_hidden()
    page.get_by_label("Yes").focus()
    page.keyboard.press("ArrowDown")
    expect(why).to_be_visible()
    page.keyboard.press("Tab")
    expect(why).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(why).to_be_hidden()


def test_without_script_every_question_can_be_answered(opened: Opened) -> None:
    page = opened("/gallery/form/", script=False)
    expect(page.get_by_label("Why not yet?")).to_be_visible()
    page.get_by_role("button", name="Send it to the teacher").click()
    expect(page).to_have_title("Error: Every kind of question - Fourfold")
    page.get_by_role("link", name="Say what you have seen.").click()
    expect(page.get_by_label("What have you seen?")).to_be_focused()


def test_with_script_what_has_to_be_put_right_takes_the_focus(opened: Opened) -> None:
    page = opened("/gallery/form/")
    page.get_by_role("button", name="Send it to the teacher").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe(page)


def test_the_skip_link_comes_first_and_leads_to_the_page_itself(opened: Opened) -> None:
    page = opened("/gallery/form/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to what this page is about")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_a_form_pressed_twice_is_sent_once(opened: Opened) -> None:
    page = opened("/gallery/form/")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.get_by_role("button", name="Send it to the teacher").dblclick()
    expect(page).to_have_title("Error: Every kind of question - Fourfold")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_unfinished_work_is_sent_while_it_is_typed_and_what_became_of_it_is_said(
    opened: Opened,
) -> None:
    page = opened("/gallery/form/")
    page.get_by_label("What have you seen?").fill("He covers his ears when the hall is full.")
    expect(page.get_by_role("status")).to_have_text("1 answer arrived.")


def test_without_a_network_what_is_typed_stays_and_the_next_pause_tries_again(
    opened: Opened,
) -> None:
    page = opened("/gallery/form/")
    page.route("**/gallery/kept/", lambda route: route.abort())
    box = page.get_by_label("What have you seen?")
    with page.expect_event("requestfailed"):
        box.fill("First")
    page.unroute("**/gallery/kept/")
    box.fill("First and second")
    expect(page.get_by_role("status")).to_have_text("1 answer arrived.")
    expect(box).to_have_value("First and second")
    # The browser itself reports the missing network, and nothing else.
    opened.wrong = [said for said in opened.wrong if "ERR_FAILED" not in said]
