"""What pages show of a contribution. Facts in, lines out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fourfold.casework.people.lateness import days_late, late_words
from fourfold.casework.voice.choices import SIGNS, Feeling, Topic
from fourfold.casework.voice.models import Contribution
from fourfold.domain.rulebook import Setting
from fourfold.foundation.design.components import Row
from fourfold.foundation.due.models import DueRow


def chosen_rows(contribution: Contribution) -> list[Row]:
    """What a child pointed at (A1): a line a picture, with the sign and the word; nothing for what was left out."""
    return [
        Row(_(topic.label), f"{SIGNS[str(feeling)]} {_(feeling.label)}")
        for topic in Topic
        for feeling in Feeling
        if contribution.chosen.get(str(topic)) == feeling
    ]


def unread_late(duties: Iterable[DueRow], setting: Setting) -> dict[str, str]:
    """How late what nobody has read yet is, in words, by its public id; what is not late is left out."""
    late = ((row, days_late(row.due_on, row.late_in, setting)) for row in duties)
    return {row.subject: late_words(days, row.late_in) for row, days in late if days}
