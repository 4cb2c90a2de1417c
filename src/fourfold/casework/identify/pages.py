"""What the pages of this room show: facts in, lines out. No HTML and no questions to the database."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from fourfold.casework.identify.choices import Sure, ToldHow, Tried, Urgent
from fourfold.casework.identify.models import (
    Concern,
    Decision,
    Discussion,
    NoteGiven,
    Notice,
    NoticePutRight,
    TeachingTried,
)
from fourfold.casework.identify.queries import (
    YOUNG_PERSON,
    is_owed_to_young_person,
    told_on,
)
from fourfold.casework.people.models import Care, Contact
from fourfold.domain.cycle import Condition
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import Row
from fourfold.foundation.design.words import Words
from fourfold.foundation.notify.models import ON_ITS_WAY

# Which page does what a condition says is open: the id of the condition, the name of the page.
DONE_AT: Final[dict[str, str]] = {
    "teaching_first": "tried",
    "discussed": "talk",
    "note_given": "talk",
    "raiser_answered": "concern",
}


@dataclass(frozen=True)
class OpenLine:
    """What should still be there: the sentence, its paragraph, and the page where it is done (empty for none)."""

    sentence: str
    citation: str
    address: str


def open_lines(conditions: Iterable[Condition], addresses: dict[str, str]) -> list[OpenLine]:
    """A line for each open condition, with its way out among `addresses` (by the names in `DONE_AT`)."""
    return [
        OpenLine(_(each.sentence), each.citation, addresses.get(DONE_AT.get(each.id, ""), ""))
        for each in conditions
    ]


def concern_rows(concern: Concern) -> list[Row]:
    """The short answers of a concern, those that were given."""
    rows = [
        (_("Since when"), ui.written(concern.since) if concern.since else ""),
        (_("How sure"), _(Sure(concern.sure).label) if concern.sure else ""),
        (_("How soon"), _(Urgent(concern.urgent).label) if concern.urgent else ""),
        (_("Family spoken to"), _spoken(concern)),
    ]
    return [Row(key, value) for key, value in rows if value]


def _spoken(concern: Concern) -> Words:
    if concern.family_spoken is None:
        return ""
    return (
        _("Yes")
        if concern.family_spoken
        else ui.filled(_("Not yet: %(why)s"), why=ui.written(concern.why_not_spoken))
    )


@dataclass(frozen=True)
class Talk:
    """An early talk with its note: who was given it and when, and whether somebody may be given it still."""

    row: Discussion
    given: list[tuple[str, date]]
    to_give: bool


def talk_lines(
    talks: Iterable[Discussion],
    given: Iterable[NoteGiven],
    readers: Collection[Contact | None],
    child: str,
) -> list[Talk]:
    """A line for each talk; `readers` are those who may be given the note, `child` the name of the young person."""
    found = list(given)
    lines = []
    for talk in talks:
        own = [each for each in found if each.talk_id == talk.pk]
        had = {each.contact_id for each in own}
        readers_left = {each.pk if each else None for each in readers} - had
        names = [(str(each.contact or child), each.on) for each in own]
        lines.append(Talk(talk, names, bool(readers_left)))
    return lines


def tried_words(tried: TeachingTried) -> str:
    """What was ticked, in one line."""
    return "; ".join(_(Tried(each).label) for each in tried.what)


@dataclass(frozen=True)
class Before:
    """What was written down of telling somebody before it was put right: when, by whom and why."""

    on: date
    by: str
    because: str
    how: str
    told: date | None
    remark: str


def before_shown(rows: Iterable[NoticePutRight]) -> list[Before]:
    """A line for each time that it was put right."""
    return [
        Before(
            on=row.on,
            by=row.by.called if row.by else "",
            because=row.because,
            how=_(ToldHow(row.how).label),
            told=row.told_on,
            remark=row.remark,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class ToTell:
    """One person who is owed the news: the key in addresses, the name, and how it stands."""

    key: str
    name: str
    relationship: str
    told: date | None
    waiting: bool
    notice: Notice | None

    @property
    def how(self) -> str:
        """How the person was told, in words; empty while they were not."""
        return _(ToldHow(self.notice.how).label) if self.notice else ""

    @property
    def by(self) -> str:
        """Who told them; empty while nobody has."""
        return self.notice.told_by.called if self.notice else ""


def to_tell(decision: Decision, carers: Iterable[Care], notices: list[Notice]) -> list[ToTell]:
    """A line for each carer, or for the young person whose news it is; none for a small child without carers."""
    people = [(care.contact.public_id, str(care.contact), care.relationship) for care in carers]
    if not people and is_owed_to_young_person(decision):
        people = [(YOUNG_PERSON, str(decision.pupil), "")]
    return [_line(*each, notices) for each in people]


def _line(key: str, name: str, relationship: str, notices: list[Notice]) -> ToTell:
    own = [
        each
        for each in notices
        if (each.contact.public_id if each.contact else YOUNG_PERSON) == key
    ]
    done = next((each for each in own if told_on(each)), None)
    last = own[-1] if own else None
    waiting = bool(last and last.message and last.message.state in ON_ITS_WAY)
    return ToTell(
        key=key,
        name=name,
        relationship=relationship,
        told=told_on(done) if done else None,
        waiting=waiting and done is None,
        notice=done or last,
    )
