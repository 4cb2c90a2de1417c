"""Presenter: from which day support really is given, where that is another than its plan says, and why."""

from django.utils.translation import gettext as _

from fourfold.casework.plan.models import Plan
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.words import Words


def why_later(plan: Plan) -> Words:
    """Why support began later than the plan says, in a sentence; empty where it did not."""
    if not plan.started_because:
        return ""
    words = _("That is later than the plan says: %(why)s")
    return ui.filled(words, why=ui.written(plan.started_because))


def true_start(plan: Plan) -> Words:
    """The day of the start, with why it is later than a shared copy of the plan says; empty where it is not."""
    if plan.started_on is None or not plan.started_because:
        return ""
    day = _("The support is given from %(day)s.") % {"day": long_day(plan.started_on)}
    return ui.filled("%(day)s %(why)s", day=day, why=why_later(plan))
