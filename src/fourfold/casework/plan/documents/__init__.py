"""The plan on paper: from what it says, in words, to the facts of the document."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.plan.known import About, PictureShown, ViewShown
from fourfold.casework.plan.models import PlanVersion
from fourfold.casework.plan.pages import LineShown, OutcomeShown, PlanShown
from fourfold.foundation.design import format as shown_as
from fourfold.foundation.documents.registry import Kind, register

KIND = "plan"
TEMPLATE = Path(__file__).parent / "plan.typ"


def _line(line: LineShown) -> dict[str, str]:
    how = [line.when, line.group, line.place, line.lasts]
    return {
        "what": line.what,
        "who": line.who or _("not settled yet"),
        "when": ", ".join(each for each in how if each),
    }


def _outcome(outcome: OutcomeShown, number: int, several: bool) -> dict[str, Any]:
    title = (
        _("By %(day)s") % {"day": shown_as.long_day(outcome.by)}
        if outcome.by
        else _("What we aim for")
    )
    now = outcome.now
    if now and outcome.measured_on:
        now = f"{now}, {shown_as.short_day(outcome.measured_on)}"
    facts = (
        (_("We can tell because"), outcome.measure),
        (_("Now"), now),
        (_("We aim for"), outcome.aim),
    )
    about = [each for each in (outcome.area, outcome.carried) if each]
    return {
        "title": f"{number}. {title}" if several else title,
        "words": outcome.words,
        "about": " · ".join(about),
        "facts": [{"label": label, "words": words or "–"} for label, words in facts],
        "lines": [_line(line) for line in outcome.lines],
    }


def _told(view: ViewShown) -> dict[str, Any]:
    chosen = [{"asked": str(row.key), "words": str(row.value)} for row in view.chosen]
    said = [{"asked": asked, "words": words} for asked, words in view.said]
    return {
        "title": f"{view.by}, {shown_as.long_day(view.on)}",
        "language": view.language,
        "said": said + chosen,
    }


def _headings() -> dict[str, str]:
    return {
        "we_do": _("What we do"),
        "else_we_do": _("What else we do"),
        "who_does_what": _("Who does what"),
        "different": _("What is done differently"),
        "told": _("In their own words"),
        "strengths": _("Strengths"),
        "needs": _("Needs"),
        "ask": _("Whom you can ask"),
    }


def plan_facts(
    shown: PlanShown,
    picture: PictureShown,
    about: About,
    child: str,
    *,
    version: PlanVersion | None,
    today: date,
) -> dict[str, Any]:
    """The facts of the document: of a shared `version`, or, without one, of a draft, which says that it is one.

    Whose words are on it is decided before: `picture` holds what its reader may read.
    """
    issuer = about.setting
    title = _("%(name)s’s plan") % {"name": child}
    if version is not None and version.shared_on is not None:
        stands = _("Version %(n)s, as it was shared on %(day)s") % {
            "n": version.number,
            "day": shown_as.long_day(version.shared_on),
        }
        draft, foot = "", f"{issuer} · {_('Plan')} · {version.number} · {version.hash[:12]}"
    else:
        stands = _("As it stood on %(day)s") % {"day": shown_as.long_day(today)}
        draft = _("A draft. It has not been shared, and may still change.")
        foot = f"{issuer} · {_('Draft of a plan')}"
    several = len(shown.outcomes) > 1
    return {
        "title": title,
        "issuer": issuer,
        "about": about.line(),
        "stands": stands,
        "draft": draft,
        "foot": foot,
        "review": _("We look at it together on %(day)s.")
        % {"day": shown_as.long_day(shown.review_on)}
        if shown.review_on
        else "",
        "heads": [_("What"), _("Who"), _("How often, when and where")],
        "words": _headings(),
        "told": [_told(each) for each in picture.views],
        "strengths": list(picture.strengths),
        "needs": list(picture.needs),
        "ask": [about.ask_words(), about.advice_words()],
        "outcomes": [
            _outcome(each, number, several) for number, each in enumerate(shown.outcomes, 1)
        ],
        "other_lines": [_line(line) for line in shown.other_lines],
        "parts": [{"title": each.title, "words": each.words} for each in shown.parts],
        "different": [{"words": each.words, "kind": each.kind} for each in shown.different],
        "end": _(
            "Everybody who was given this plan can say what they think of it, at any time. Support goes on meanwhile."
        ),
    }


_EXAMPLE = PlanShown(
    review_on=date(2026, 5, 12),
    outcomes=(
        OutcomeShown(
            key="2",
            words="Read a page of his book aloud with three errors or fewer.",
            by=date(2026, 5, 12),
            area="Cognition and learning",
            measure="Errors in a page read aloud on a Friday",
            now="11 errors",
            measured_on=date(2026, 1, 9),
            aim="3 errors",
            carried="",
            lines=(
                LineShown(
                    key="3",
                    what="Daily phonics group",
                    kind="Small group",
                    who="Ms Price",
                    group="in a group of 3",
                    when="5 times a week, 20 minutes, 9:15",
                    place="Library",
                    lasts="",
                    carried="",
                    to_change=False,
                ),
            ),
        ),
    ),
    other_lines=(),
    parts=(),
)

_ABOUT = About("Ayaan Khan", "3", ("Wren",), "Ms Amina Obi", "Elm Primary", "Westmere Council")
_KNOWN = PictureShown(
    strengths=("Remembers stories word for word.",),
    needs=("Reads slowly and loses his place.",),
    views=(
        ViewShown(
            "Dilek Khan", date(2026, 1, 9), "en", (("What would help", "Books he likes."),), ()
        ),
    ),
)

register(
    Kind(
        KIND,
        gettext_lazy("The plan"),
        TEMPLATE,
        plan_facts(_EXAMPLE, _KNOWN, _ABOUT, "Ayaan", version=None, today=date(2026, 1, 12)),
    )
)
