"""What pages show of a contribution. Facts in, lines out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fourfold.casework.people.lateness import days_late, late_words
from fourfold.casework.voice.choices import CONCERN, PLAN, REVIEW, SIGNS, Feeling, Topic
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.queries import is_own
from fourfold.domain.rulebook import Setting
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import Row
from fourfold.foundation.design.format import day
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow


def questions() -> dict[str, str]:
    """What is asked, by the field that holds the answer, in the order in which it is read."""
    return {
        "words": "",
        "going_well": _("What is going well"),
        "hard": _("What is hard"),
        "would_help": _("What would help"),
    }


def answers_of(contribution: Contribution) -> list[tuple[str, str]]:
    """What was written, each with the question that it answers: empty for words that answer none."""
    found = ((asked, getattr(contribution, name)) for name, asked in questions().items())
    return [(asked, words) for asked, words in found if words]


def chosen_rows(contribution: Contribution) -> list[Row]:
    """What a child pointed at (A1): a line a picture, with the sign and the word; nothing for what was left out."""
    return rows_chosen(contribution.chosen)


def rows_chosen(chosen: dict[str, str]) -> list[Row]:
    """The same from what was chosen, by topic."""
    return [
        Row(_(topic.label), f"{SIGNS[str(feeling)]} {_(feeling.label)}")
        for topic in Topic
        for feeling in Feeling
        if chosen.get(str(topic)) == feeling
    ]


def unread_late(duties: Iterable[DueRow], setting: Setting) -> dict[str, str]:
    """How late what nobody has read yet is, in words, by its public id; what is not late is left out."""
    late = ((row, days_late(row.due_on, row.late_in, setting)) for row in duties)
    return {row.subject: late_words(days, row.late_in) for row, days in late if days}


def what_was_sent(sent: Contribution, actor: Actor) -> Words:
    """What a family member sent, in a few words: of a child's own, that they wrote it down with them."""
    if not is_own(sent, actor):
        return _("You wrote down what your child said")
    return {
        CONCERN: _("You told us a concern"),
        PLAN: _("You told us what you think of the plan"),
        REVIEW: _("You told us what you think, for a review"),
    }.get(sent.about, _("You told us what you think"))


def what_came_of_it(sent: Contribution, actor: Actor) -> Words:
    """How what was sent stands: received, or read, by whom and when."""
    if sent.read_on is None:
        return _("It has arrived, and is not read yet.")
    if sent.read_by_id == actor.membership:
        return _("You read it as you wrote it down. Those who work with the child see it.")
    by = sent.read_by.called if sent.read_by else _("a named adult")
    words = _("%(name)s read it on %(day)s. Those who work with the child see it.")
    if actor.is_young_person:
        words = _("%(name)s read it on %(day)s. Those who work with you see it.")
    return ui.filled(words, name=ui.person(by), day=day(sent.read_on))
