"""Signs: states by shape and word, the mark of the cycle, how far something has come. Never colour alone."""

from functools import cache
from typing import Literal

from markupsafe import Markup

from fourfold.foundation.design.components.markup import html
from fourfold.foundation.design.words import Words, shown

State = Literal["read_first", "late", "due", "waiting", "done", "restricted", "plain"]

# One shape a state, drawn on a field of 16 by 16, so that it is told apart without colour and when printed.
_SHAPES: dict[str, Markup] = {
    "read_first": Markup('<circle cx="8" cy="8" r="6"/>'),
    "late": Markup('<path d="M8 1.5 15 14.5H1z"/>'),
    "due": Markup('<path d="M8 1 15 8 8 15 1 8z"/>'),
    "waiting": Markup(
        '<circle cx="8" cy="8" r="6" class="ff-shape-line"/>'
        '<path d="M8 4.5V8l2.5 2" class="ff-shape-line"/>'
    ),
    "done": Markup('<path d="m2.5 8.5 3.5 4 7.5-9" class="ff-shape-line"/>'),
    "restricted": Markup(
        '<path d="M3 7h10v7.5H3z"/><path d="M5 7V4.8a3 3 0 0 1 6 0V7" class="ff-shape-line"/>'
    ),
    "plain": Markup('<path d="M2 8h12" class="ff-shape-line"/>'),
}

Stage = Literal["assess", "plan", "do", "review"]
STAGES: tuple[Stage, ...] = ("assess", "plan", "do", "review")
# The four arcs, clockwise from the top, each a quarter of the ring less a gap.
_ARCS = (
    "M13.9 3.2A9 9 0 0 1 20.8 10.1",
    "M20.8 13.9A9 9 0 0 1 13.9 20.8",
    "M10.1 20.8A9 9 0 0 1 3.2 13.9",
    "M3.2 10.1A9 9 0 0 1 10.1 3.2",
)


def _svg(css: str, size: int, inside: Markup) -> Markup:
    return html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        css,
        size,
        size,
        inside,
    )


@cache
def _shape(kind: State) -> Markup:
    return _svg("ff-state__shape", 16, _SHAPES[kind])


def state(kind: State, words: Words) -> Markup:
    """How something stands: a shape of its own, then the word (“late by 3 school days”)."""
    css = f"ff-state ff-state--{kind.replace('_', '-')}"
    return html(
        '<span class="{}">{}<span>{}</span></span>',
        css,
        _shape(kind),
        shown(words),
    )


def cycle_mark(stage: Stage | None, words: Words, *, large: bool = False) -> Markup:
    """The mark of the cycle, the arc of `stage` bold (None: all four even), always with its word beside it."""
    arcs = Markup("").join(
        html(
            '<path class="{}" d="{}"/>',
            "ff-mark__arc ff-mark__arc--now" if name == stage else "ff-mark__arc",
            path,
        )
        for name, path in zip(STAGES, _ARCS, strict=True)
    )
    return html(
        '<span class="{}">{}<span class="ff-mark__word">{}</span></span>',
        "ff-mark ff-mark--large" if large else "ff-mark",
        _svg("ff-mark__ring", 24, arcs),
        shown(words),
    )


def progress(done: int, of: int, words: Words) -> Markup:
    """How far something has come: a ring filled by `done` of `of`, with the words that say it (“31 of 38”)."""
    share = max(0, min(100, round(100 * done / of))) if of > 0 else 0
    ring = html(
        '<circle class="ff-progress__ground" cx="12" cy="12" r="9"/>'
        '<circle class="ff-progress__done" cx="12" cy="12" r="9" pathLength="100"'
        ' stroke-dasharray="{} 100" transform="rotate(-90 12 12)"/>',
        share,
    )
    return html(
        '<span class="ff-progress">{}<span>{}</span></span>',
        _svg("ff-progress__ring", 24, ring),
        shown(words),
    )


def shares(done: int, missed: int, unsaid: int, words: Words) -> Markup:
    """How much of what was planned was done, missed and not spoken of: a bar of three heights, its words beside it.

    Each part has a height of its own, so that the bar is read without colour; the words carry the meaning.
    """
    whole, said, parts = max(1, done + missed + unsaid), 0, ""
    # Always three parts, in this order: by it the style tells them apart.
    for count, top in ((done, 0), (missed, 6), (unsaid, 10)):
        start, said = round(100 * said / whole), said + count
        end = round(100 * said / whole)
        parts += f'<path d="M{start} {top}H{end}V12H{start}z"/>'
    return html(
        '<span class="ff-shares"><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>{}</span>",
        Markup(parts),  # noqa: S704  (numbers alone)
        shown(words),
    )
