"""Presenters: today's sessions as cards to tap, what was given of what was planned, and what to do next lesson."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from fourfold.casework.do.models import Session
from fourfold.casework.do.queries import OnADay, Slot
from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.models import SupportLine
from fourfold.domain.do import Delivery, times_a_week
from fourfold.domain.words import NotDelivered
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import listed, long_day
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.names import search_key


@dataclass(frozen=True)
class ChildOnCard:
    """One child of a card: the line of support, the name as shown, and what was logged."""

    line: OnADay
    name: str
    session: Session | None
    how_it_stands: str


@dataclass(frozen=True)
class Card:
    """One session, or one group's, to tap: its key (the first line's public id), which of the day, and its children."""

    key: str
    nth: int
    what: str
    about: str
    detail: Words
    children: tuple[ChildOnCard, ...]

    @property
    def open(self) -> tuple[ChildOnCard, ...]:
        """The children of whom nothing has been said."""
        return tuple(child for child in self.children if child.session is None)

    @property
    def said(self) -> tuple[ChildOnCard, ...]:
        """The children of whom something has been said."""
        return tuple(child for child in self.children if child.session is not None)

    @property
    def is_group(self) -> bool:
        """Whether there is more than one child left to speak of."""
        return len(self.open) > 1


def called(pupil: Pupil | OnADay) -> str:
    """A first name with the initial behind it: what a shared screen needs and no more."""
    return f"{pupil.given_name} {pupil.family_name[:1]}."


def _group_key(slot: Slot) -> tuple[object, ...]:
    line = slot.line
    if line.group_size < 2:
        return (line.pk, slot.nth)
    return (line.given_by_id, search_key(line.what), line.at, line.place, slot.nth)


def _stands(session: Session | None) -> str:
    if session is None:
        return ""
    if session.delivered:
        return _("Done")
    return _("Not given: %(why)s") % {"why": _(NotDelivered(session.because).label)}


def _detail(line: OnADay, actor_membership: int) -> Markup:
    minutes = ngettext("%(n)s minute", "%(n)s minutes", line.minutes) % {"n": line.minutes}
    usually = Markup("")
    if line.given_by is not None and line.given_by_id != actor_membership:
        usually = ui.filled(_("usually %(who)s"), who=ui.person(line.given_by))
    parts = [
        ui.written(line.at) if line.at else "",
        minutes if line.minutes else "",
        ui.written(line.place) if line.place else "",
        usually,
    ]
    return Markup(" · ").join(part for part in parts if part)


@dataclass(frozen=True)
class Pile:
    """The sessions of one card that is not made yet: a day may have hundreds of them, and a page shows twenty."""

    slots: tuple[Slot, ...]
    detail: Words

    @property
    def key(self) -> str:
        """By what its card is known: the first line's public id."""
        return self.slots[0].line.public_id

    @property
    def nth(self) -> int:
        """Which of the day its sessions are."""
        return self.slots[0].nth

    @property
    def left(self) -> int:
        """Of how many children nothing has been said."""
        return sum(slot.session is None for slot in self.slots)


def piles(slots: Iterable[Slot], actor_membership: int) -> list[Pile]:
    """Sessions put together for cards: one for each group, one for each child alone; by the time of day as written."""
    grouped: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        grouped[_group_key(slot)].append(slot)
    # Hundreds of lines have the same few words for when and where.
    details: dict[tuple[object, ...], Markup] = {}
    found = []
    for group in grouped.values():
        line = group[0].line
        told = (line.at, line.minutes, line.place, line.given_by_id)
        if told not in details:
            details[told] = _detail(line, actor_membership)
        found.append(Pile(tuple(group), details[told]))
    return sorted(found, key=lambda pile: (not pile.left, pile.detail, pile.slots[0].line.what))


def card_of(pile: Pile) -> Card:
    """The card of these sessions."""
    children = tuple(
        ChildOnCard(slot.line, called(slot.line), slot.session, _stands(slot.session))
        for slot in pile.slots
    )
    return Card(
        key=pile.key,
        nth=pile.nth,
        what=pile.slots[0].line.what,
        about=", ".join(child.name for child in children),
        detail=pile.detail,
        children=children,
    )


@dataclass(frozen=True)
class GivenLine:
    """One line of support, planned against given, in words, with the picture of it."""

    line_id: str
    what: str
    who: str
    when: str
    delivery: Delivery
    words: str
    reasons: str
    picture: Markup
    enough: bool


def when_of(line: SupportLine) -> str:
    """How often and how long, in words: “3 a week, 20 minutes”."""
    parts = []
    if line.days or line.per_week:
        often = times_a_week(line.per_week, len(line.days))
        parts.append(ngettext("%(n)s a week", "%(n)s a week", often) % {"n": often})
    else:
        parts.append(_("whenever it is needed"))
    if line.minutes:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", line.minutes) % {"n": line.minutes})
    return ", ".join(parts)


def given_words(delivery: Delivery) -> str:
    """“31 of 38 given”, “12 given, 10 were planned”, or how often where no number was to be."""
    if delivery.only_goes_on:
        return _("Goes on from the cycle before: none was due in this one yet")
    numbers = (delivery.planned, delivery.delivered, delivery.more, delivery.missed)
    return words_given(*numbers, starts=delivery.starts)


def words_given(
    planned: int, delivered: int, more: int, missed: int, *, starts: date | None = None
) -> str:
    """The same from the numbers alone, as a review keeps them: what they are stands at `domain.do.Delivery`."""
    was_to_be = planned - more
    if starts and not (planned or missed):
        return _("None was due yet: starts on %(day)s") % {"day": long_day(starts)}
    if not was_to_be:
        return _given_freely(delivered, missed)
    if more:
        return _("%(given)s given, %(planned)s were planned") % {
            "given": delivered,
            "planned": was_to_be,
        }
    return _("%(given)s of %(planned)s given") % {"given": delivered, "planned": planned}


def _given_freely(delivered: int, missed: int) -> str:
    """Of a line of which no number was to be: how often it was given all the same."""
    if delivered:
        return ngettext("Given once", "Given %(n)s times", delivered) % {"n": delivered}
    return _("Not given") if missed else _("None was planned")


def _missed_words(delivery: Delivery) -> str:
    """How the reasons begin: what was given on another day in its place was given."""
    if not delivery.made_up:
        return _("Not given: %(why)s.")
    if delivery.made_up == delivery.missed:
        return _("Missed on the day and given on another: %(why)s.")
    return _("Missed on the day: %(why)s.")


def reasons_words(delivery: Delivery) -> str:
    """Why not, counted: “4 away, 3 trip or event; of 2 nobody has said”."""
    reasons = [
        _("%(n)s × %(why)s") % {"n": count, "why": _(reason.label).lower()}
        for reason, count in delivery.reasons
    ]
    said = _missed_words(delivery) % {"why": listed(reasons)} if reasons else ""
    made_up = (
        ngettext(
            "%(n)s of them was made up on another day.",
            "%(n)s of them were made up on another day.",
            delivery.made_up,
        )
        % {"n": delivery.made_up}
        if 0 < delivery.made_up < delivery.missed
        else ""
    )
    unsaid = (
        ngettext(
            "Of %(n)s session nobody has said anything.",
            "Of %(n)s sessions nobody has said anything.",
            delivery.unsaid,
        )
        % {"n": delivery.unsaid}
        if delivery.unsaid
        else ""
    )
    return " ".join(part for part in (said, made_up, unsaid) if part)


def goes_on_words(before: SupportLine, delivery: Delivery) -> str:
    """Of a line that only goes on so far: since when, and what was given of it in the cycle before."""
    said = {"given": given_words(delivery), "number": before.plan.cycle.number}
    if before.plan.started_on is None:
        return _("Goes on: %(given)s in cycle %(number)s") % said
    words = _("The support started on %(day)s and goes on: %(given)s in cycle %(number)s")
    return words % {**said, "day": long_day(before.plan.started_on)}


def given_line(
    line: SupportLine,
    delivery: Delivery,
    before: tuple[SupportLine, Delivery] | None = None,
) -> GivenLine:
    """A line as pages show it; with what it was carried from (`before`), where so far it only goes on."""
    words = given_words(delivery)
    if before:
        words, delivery = goes_on_words(*before), before[1]
    missed = delivery.planned - delivery.delivered - delivery.unsaid
    return GivenLine(
        line_id=line.public_id,
        what=line.what,
        who=line.given_by.called if line.given_by else "",
        when=when_of(line),
        delivery=delivery,
        words=words,
        reasons=reasons_words(delivery),
        picture=ui.shares(delivery.delivered, missed, delivery.unsaid, words),
        enough=delivery.enough,
    )
