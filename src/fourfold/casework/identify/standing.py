"""How things stand when an answer or a decision is written: what can follow, what is filled in, who was quicker."""

from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.identify.choices import Next
from fourfold.casework.identify.models import Concern
from fourfold.casework.people.rules import rules_here
from fourfold.config import clock
from fourfold.domain.clock import CalendarTooShort
from fourfold.domain.cycle import Stage, moves_from
from fourfold.domain.identify import default_look_again
from fourfold.foundation.act.handling import StandsNow
from fourfold.foundation.design.components import person
from fourfold.foundation.design.format import long_day


def answered_now(concern: Concern, add: str) -> StandsNow:
    """What stands where an answer came second: the first one, by whom and when; at `add` it can be an addition."""
    concern.refresh_from_db()
    if concern.answered_on is None:
        return StandsNow("", {})
    by = concern.answered_by.called if concern.answered_by else ""
    day = {"day": long_day(concern.answered_on)}
    words = _("%(name)s has answered it on %(day)s.") if by else _("It was answered on %(day)s.")
    said = Markup(words % (day | {"name": "%(name)s"})) % {"name": person(by)}  # noqa: S704  (our own catalogue)
    instead = (_("Send what you typed as an addition to the answer"), add)
    return StandsNow("", {"answer": concern.answer}, said, instead, goes_on=True)


def look_again() -> date | None:
    """The day on which a decision is looked at again, where nobody says another; None beyond the calendar."""
    today = clock.today()
    try:
        return default_look_again(today, rules_here(today).calendar)
    except CalendarTooShort:
        return None


def allowed_after(concern: Concern) -> list[Next]:
    """What an answer can lead to from where the cycle stands."""
    from_here = {move.id for move in moves_from(Stage(concern.cycle.stage))}
    possible = {Next.LOOK_INTO: "look_into_it", Next.NO_MORE: "answer_concern"}
    return [each for each in Next if possible.get(each, each) in {*from_here, Next.LEAVE_OPEN}]
