"""Presenters: from what a plan says to what a page, or a document, shows. No markup, no questions to the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar, overload

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fourfold.casework.people.models import Care, Pupil
from fourfold.casework.plan.content import Change, Content, lines_for
from fourfold.casework.plan.models import Say, VersionShare
from fourfold.casework.plan.words import AdjustmentKind, SupportKind, Via, Weekday, Whose
from fourfold.domain.do import times_a_week
from fourfold.domain.words import AreaOfNeed, Word
from fourfold.domain.words import Say as Answer
from fourfold.foundation.design import format as shown_as


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(32)
def _known(words: type[Word]) -> dict[str, Word]:
    return {str(each): each for each in words}


def _label(words: type[Word], value: str) -> str:
    known = _known(words)
    return _(known[value].label) if value in known else value


T = TypeVar("T")


class Each(Sequence[T], Generic[T]):
    """Parts of a content, each put into words when it is taken out: a page shows some of two hundred."""

    def __init__(self, parts: Sequence[Content], write: Callable[[Content], T]) -> None:
        """`parts` in their order; `write` puts one into words."""
        self._parts, self._write = parts, write

    def __len__(self) -> int:
        """How many there are."""
        return len(self._parts)

    @overload
    def __getitem__(self, which: int) -> T: ...
    @overload
    def __getitem__(self, which: slice) -> list[T]: ...
    def __getitem__(self, which: int | slice) -> T | list[T]:
        """One of them, or some, in words."""
        if isinstance(which, slice):
            return [self._write(each) for each in self._parts[which]]
        return self._write(self._parts[which])


def measured(words: str, number: str, unit: str) -> str:
    """“Reads slowly (11 errors)”, “11 errors”, or the words alone."""
    if not number:
        return words
    counted = f"{shown_as.number(Decimal(number))} {unit}".strip()
    if not words:
        return counted
    return words if counted in words else f"{words} ({counted})"


def carried_words(times: int) -> str:
    """How old a part is: empty for a new one."""
    if not times:
        return ""
    return ngettext("carried on once", "carried on %(num)s times", times) % {"num": times}


@dataclass(frozen=True)
class LineShown:
    """One line of support in words. `when` says how often, on which days and at what time."""

    key: str
    what: str
    kind: str
    who: str
    group: str
    when: str
    place: str
    lasts: str
    carried: str
    to_change: bool


@dataclass(frozen=True)
class OutcomeShown:
    """One outcome in words, with the support that works towards it."""

    key: str
    words: str
    by: date | None
    area: str
    measure: str
    now: str
    measured_on: date | None
    aim: str
    carried: str
    lines: Sequence[LineShown]


@dataclass(frozen=True)
class PartShown:
    """What one side does: its heading and the words."""

    whose: str
    title: str
    words: str


@dataclass(frozen=True)
class DifferentShown:
    """One thing done differently, and why."""

    key: str
    words: str
    kind: str


@dataclass(frozen=True)
class PlanShown:
    """A whole plan in words."""

    review_on: date | None
    outcomes: Sequence[OutcomeShown]
    other_lines: Sequence[LineShown]
    parts: tuple[PartShown, ...]
    different: tuple[DifferentShown, ...] = field(default=())


def _when(line: Content) -> str:
    said: list[str] = []
    times = times_a_week(line["per_week"], len(line["days"]))
    if times:
        said.append(ngettext("once a week", "%(num)s times a week", times) % {"num": times})
    else:
        said.append(_("whenever it is needed"))
    if line["minutes"]:
        minutes = line["minutes"]
        said.append(ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes})
    if line["days"] and line["days"] != "12345":
        said.append(str(shown_as.listed([_label(Weekday, each) for each in line["days"]])))
    if line["at"]:
        said.append(line["at"])
    return ", ".join(said)


def _group(line: Content) -> str:
    said: list[str] = []
    if line["group_size"] > 1:
        said.append(_("in a group of %(n)s") % {"n": line["group_size"]})
    if line["with_whom"]:
        said.append(_("with %(whom)s") % {"whom": line["with_whom"]})
    return ", ".join(said)


def _lasts(line: Content) -> str:
    starts, ends = _day(line["starts_on"]), _day(line["ends_on"])
    if starts and ends:
        return _("from %(starts)s to %(ends)s") % {
            "starts": shown_as.short_day(starts),
            "ends": shown_as.short_day(ends),
        }
    if starts:
        return _("from %(starts)s") % {"starts": shown_as.short_day(starts)}
    return _("until %(ends)s") % {"ends": shown_as.short_day(ends)} if ends else ""


def line_shown(line: Content) -> LineShown:
    """One line of a content, in words."""
    return LineShown(
        key=line["key"],
        what=line["what"],
        kind=_label(SupportKind, line["kind"]),
        who=line["given_by"]["called"] if line["given_by"] else "",
        group=_group(line),
        when=_when(line),
        place=line["place"],
        lasts=_lasts(line),
        carried=carried_words(line["times_carried"]),
        to_change=line["to_change"],
    )


def _outcome_shown(outcome: Content, lines: Sequence[Content]) -> OutcomeShown:
    return OutcomeShown(
        key=outcome["key"],
        words=outcome["words"],
        by=_day(outcome["by"]),
        area=_label(AreaOfNeed, outcome["area"]),
        measure=outcome["measure"],
        now=measured(outcome["baseline"], outcome["baseline_number"], outcome["unit"]),
        measured_on=_day(outcome["baseline_on"]),
        aim=measured(outcome["target"], outcome["target_number"], outcome["unit"]),
        carried=carried_words(outcome["times_carried"]),
        lines=Each(lines, line_shown),
    )


def part_title(whose: str, child: str) -> str:
    """The heading of what one side does: “In school”, “At home”, “Ayaan”."""
    return child if whose == Whose.CHILD else _label(Whose, whose)


def plan_shown(content: Content, child: str, *, staff: bool = False) -> PlanShown:
    """A content in words; `child` is the child's name as shown. With whom a child sits, only `staff` read."""
    towards: dict[str, list[Content]] = {each["key"]: [] for each in content["outcomes"]}
    others: list[Content] = []
    for line in lines_for(content, staff=staff):
        towards.get(line["towards"], others).append(line)
    words = {each["whose"]: each["words"] for each in content["responsibilities"]}
    return PlanShown(
        review_on=_day(content["review_on"]),
        outcomes=Each(content["outcomes"], lambda each: _outcome_shown(each, towards[each["key"]])),
        other_lines=Each(others, line_shown),
        parts=tuple(
            PartShown(str(whose), part_title(str(whose), child), words[whose])
            for whose in Whose
            if words.get(whose)
        ),
        different=tuple(
            DifferentShown(each["key"], each["words"], _label(AdjustmentKind, each["kind"]))
            for each in content["adjustments"]
        ),
    )


@dataclass(frozen=True)
class ChangeShown:
    """One difference between two versions: a sentence, and the words of the part it is about."""

    sentence: str
    words: str


def changes_shown(found: list[Change]) -> list[ChangeShown]:
    """What changed between two versions, in words."""
    sentences = {
        ("new", "outcomes"): _("New: what we aim for"),
        ("changed", "outcomes"): _("Changed: what we aim for"),
        ("gone", "outcomes"): _("No longer in the plan: what we aimed for"),
        ("new", "lines"): _("New: what we do"),
        ("changed", "lines"): _("Changed: what we do"),
        ("gone", "lines"): _("No longer in the plan: what we did"),
        ("new", "responsibilities"): _("New: who does what"),
        ("changed", "responsibilities"): _("Changed: who does what"),
        ("gone", "responsibilities"): _("No longer in the plan: who does what"),
        ("new", "adjustments"): _("New: what is done differently"),
        ("changed", "adjustments"): _("Changed: what is done differently"),
        ("gone", "adjustments"): _("No longer done differently"),
        ("changed", "review_on"): _("The day on which we look at it together"),
    }
    return [ChangeShown(sentences[each.what, each.part], _part_words(each)) for each in found]


def _part_words(change: Change) -> str:
    part = change.now if change.now is not None else change.before
    if change.part == "review_on":
        day = _day(part)
        return shown_as.long_day(day) if day else ""
    return str(part["what"] if change.part == "lines" else part["words"])


@dataclass(frozen=True)
class ShareShown:
    """One person who was given a version: how, when, whether they opened it, and what they said of it.

    `person` is a contact's public id, the child's, or empty for staff. `words` are there once they were read first;
    `unread` says that some wait to be read, in the contribution `say` (its public id).
    """

    person: str
    name: str
    part: str
    via: str
    on: date | None
    stands: str
    stands_kind: str
    seen_on: date | None
    asked: bool
    answer: str
    answer_kind: str
    words: str
    language: str
    said_how: str
    say: str
    unread: bool


def shared_sentences(shares: Iterable[VersionShare]) -> list[str]:
    """What comes of it that a version was just shared with these: nobody is counted who gets nothing by it."""
    found = list(shares)
    family = [each for each in found if each.contact_id]
    sent = sum(each.message is not None for each in family)
    by_hand, said = len(family) - sent, [_("The plan is shared.")]
    if sent:
        words = ngettext(
            "It is on its way to %(num)s person in the family.",
            "It is on its way to %(num)s people in the family.",
            sent,
        )
        said.append(words % {"num": sent})
    if by_hand:
        words = ngettext(
            "%(num)s person in the family has no sign-in: print it and hand it over.",
            "%(num)s people in the family have no sign-in: print it and hand it over.",
            by_hand,
        )
        said.append(words % {"num": by_hand})
    for child in (each for each in found if each.is_child):
        there = _("The child has it on a page of their own.")
        said.append(there if child.message else _("Go through it with the child."))
    staff = [each for each in found if not each.contact_id and not each.is_child]
    if any(each.is_on_its_way for each in staff):
        said.append(_("It is on its way to those who teach and support."))
    elif staff:
        said.append(_("Those who teach and support have it too."))
    return said


def shares_shown(
    shares: list[VersionShare], says: dict[str, Say], pupil: Pupil, family: Iterable[Care]
) -> list[ShareShown]:
    """Who was given a version and what each said, for staff who work on the plan; `family` may be given it today."""
    may = {care.contact_id for care in family}
    return [
        _share_shown(share, says, pupil, may=share.contact is None or share.contact_id in may)
        for share in shares
    ]


def _share_shown(
    share: VersionShare, says: dict[str, Say], pupil: Pupil, *, may: bool
) -> ShareShown:
    contact = share.contact
    person = pupil.public_id if share.is_child else contact.public_id if contact else ""
    name = pupil.given_name if share.is_child else str(contact or (share.to and share.to.called))
    said = says.get(person) if person else None
    read = said is not None and said.was_read
    went_on_paper = share.on is None and share.message is not None and share.message.is_on_paper
    return ShareShown(
        person=person,
        name=name,
        part=_("Child") if share.is_child else _("Family") if contact else _("Staff"),
        via=_label(Via, str(Via.PRINT) if went_on_paper else share.via),
        on=share.given_on,
        stands="" if share.given_on else _stands(share, may=may),
        stands_kind=("waiting" if share.is_on_its_way else "due") if may else "plain",
        seen_on=share.seen_on,
        asked=bool(person),
        answer=_((Answer(said.answer) if said else Answer.NO_REPLY).label),
        answer_kind=_KIND.get(said.answer, "waiting") if said else "waiting",
        words=said.words if said and read else "",
        language=said.language if said else "",
        said_how=_label(Via, said.how) if said else "",
        say=said.contribution.public_id if said and said.contribution else "",
        unread=said is not None and not read,
    )


def _stands(share: VersionShare, *, may: bool) -> str:
    """How it stands with what this person has not got yet."""
    if not may:
        return _("Not to be given to them any more")
    if share.is_on_its_way:
        return _("On its way")
    if share.message:
        return _("Did not reach them")
    return _("To be gone through with them") if share.is_child else _("To be handed over")


_KIND = {"agrees": "done", "agrees_in_part": "due", "disagrees": "late"}
