"""The stage on which a journey plays: Fourfold served to a real browser, and the cast who use it."""

import os
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from fourfold.config import clock as our_clock
from fourfold.config.clock import LONDON
from fourfold.config.frames import with_room
from fourfold.foundation.act import ticks
from tests.cast import Cast
from tests.journeys.axe import AT_HAND, violations

ROOT = Path(__file__).resolve().parents[2]
WIDE, NARROW = 1280, 360
# A closed network makes Chromium ask for its maker's hosts in vain; none of that belongs in a test.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test says what went wrong."""


class _Answering(WSGIHandler):
    """The application, which knows how many answers are not closed yet: what is done after an answer belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self.open = 0
        self.changed = threading.Condition()

    @with_room
    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self._count(1)
        try:
            answer = super().__call__(environ, start_response)
        except BaseException:
            self._count(-1)
            raise
        close = answer.close

        def closed() -> None:
            try:
                close()
            finally:
                self._count(-1)

        answer.close = closed
        return answer

    def _count(self, more: int) -> None:
        with self.changed:
            self.open += more
            self.changed.notify_all()


_serving: list[_Answering] = []


def all_is_answered() -> None:
    """Wait until every request is answered and what is done after the answers is done."""
    for application in _serving:
        with application.changed:
            assert application.changed.wait_for(lambda: application.open == 0, timeout=30)  # noqa: B023


@contextmanager
def served() -> Iterator[str]:
    """Fourfold in a thread of this process, on the database in use; yields its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    application = _Answering()
    server.set_app(application)
    _serving.append(application)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        _serving.remove(application)


# What a mouse or a finger does is kept from the page and told; the click that a key makes has no detail and no pointer.
POINTED = "A pointer was used by somebody with a keyboard alone"
NO_POINTER = """for (const kind of
    ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "click", "dblclick"])
  addEventListener(kind, (event) => {
    if (!event.isTrusted || (kind === "click" && event.detail === 0)) return;
    event.preventDefault(); event.stopImmediatePropagation();
    if (kind === "pointerdown") console.error("POINTED"); },
    {capture: true, passive: false});""".replace("POINTED", POINTED)
WRONG = ("Content Security Policy", POINTED)

# What a link is called and where it leads; one that nobody sees or hears is left out.
LINKS = """() => [...document.querySelectorAll("a[href]")].filter((one) => one.checkVisibility())
  .map((one) => [(one.getAttribute("aria-label") ?? one.textContent).replace(/\\s+/g, " ").trim(),
    one.getAttribute("href")])"""


def axe(page: Page) -> None:
    """Fail on any violation that axe finds on the page as it stands, and on two links with the same words."""
    found = violations(page)
    assert not found, f"{page.url}\n{found}"
    words: dict[str, set[str]] = {}
    for said, href in page.evaluate(LINKS):
        words.setdefault(said, set()).add(href)
    twice = {said: hrefs for said, hrefs in words.items() if said and len(hrefs) > 1}
    assert not twice, f"{page.url}: links with the same words go to different places: {twice}"


def fits(page: Page) -> None:
    """Fail if the page has to be scrolled sideways."""
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{page.url} is {wider} px wider than its window."


# Days on which the journeys play, all of them school days of the cast: a concern, the plan, the review of spring.
FIRST_DAY = datetime(2026, 1, 12, 8, 30, tzinfo=LONDON)


@dataclass
class Stage:
    """What a journey is given: the address, the cast, a clock, and a browser of their own for each person.

    `visited` holds the pages that were read and judged: the address, and the first name of who read it.
    """

    url: str
    cast: Cast
    browser: Browser
    pictures: Path
    clock: time_machine.Traveller
    wrong: list[str] = field(default_factory=list)
    visited: dict[str, str] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def person(
        self,
        *,
        width: int = WIDE,
        script: bool = True,
        language: str = "en-GB",
        pointer: bool = True,
    ) -> Page:
        """A page of a new browser profile: another person, or the same one on another device.

        Without a `pointer`, what a mouse or a finger does reaches nothing on the page and fails the journey.
        """
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            locale=language,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        context.add_init_script(AT_HAND)
        if not pointer:
            context.add_init_script(NO_POINTER)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("console", self._heard)
        return page

    def becomes(self, day: date, hour: int = 9) -> None:
        """Let time pass until `hour` on `day`; every session but the newest has ended by then, as it would."""
        self.clock.move_to(datetime(day.year, day.month, day.day, hour, 15, tzinfo=LONDON))

    def later(self, **how_long: float) -> None:
        """Let a while pass, given as for `timedelta`."""
        self.clock.shift(timedelta(**how_long))

    def worker_runs(self) -> None:
        """What the worker does each second and each minute, done once: queued messages leave, what is due is seen."""
        for jobs in (ticks.jobs_each_second(), ticks.jobs_each_minute()):
            for job in jobs.values():
                job(our_clock.now())

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and any(each in message.text for each in WRONG):
            self.wrong.append(message.text)

    def picture(self, page: Page, name: str) -> None:
        """A picture of the whole page for the tour, made in this run."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.pictures / f"{name}.png", full_page=True)

    def failed(self, **_about: object) -> None:
        """The server failed while it answered: how, for the report of the journey."""
        self.wrong.append(traceback.format_exc())

    def showing(self) -> Iterator[tuple[str, str]]:
        """What each page shows now: its address and its words."""
        for context in self._contexts:
            for page in context.pages:
                yield page.url, page.inner_text("body")

    def close(self) -> None:
        """Close every browser profile, and fail if a page's script failed or was refused."""
        for context in self._contexts:
            context.close()
        assert not self.wrong, "\n".join(self.wrong)


def pictures_folder(renew: bool) -> Path:
    """Where pictures go: the tour itself when it is renewed, and else a place that is not kept."""
    return ROOT / "docs" / "tour" if renew else ROOT / "build" / "tour"


def allow_orm_beside_playwright() -> None:
    """Playwright keeps an event loop in this thread, in which Django would refuse to ask the database anything."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
