"""Duties as lines that people read: which rule asks for it, about whom, how late, and by whose word."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fourfold.casework.identify.queries import unread_concerns
from fourfold.casework.people.lateness import days_late, late_words
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import asked_for_calendar, children_named, contacts_named
from fourfold.casework.people.relations import children_barred
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.readers import FIRST_READERS, without_reader
from fourfold.desk.doing import Doing, May, asked_for_doings, doings
from fourfold.domain.clock import CalendarTooShort, DayKind
from fourfold.domain.rulebook import Setting
from fourfold.domain.rulebook.due import days_between
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow, SetAside
from fourfold.foundation.due.queries import aside_rows, open_rows, reasons_for
from fourfold.foundation.scope.together import Question, ask_together, rows

# Late by law first, then by the Code, then by local policy: the order in which the home says it.
# How many duties stand on a child's page; the others are one press away.
FIRST_DUTIES = 5
FORCES = ("statute", "code_should", "local_policy", "good_practice")


@dataclass(frozen=True)
class DutyLine:
    """One duty: what it is, about which child (public id and name, or empty), for whom, how it stands and why."""

    key: str
    what: str
    child: str
    name: str
    owed_to: str
    kind: State
    stands: str
    why: Words
    due_on: date | None
    doing: Doing | None = None
    ask: Words = ""
    may_set_aside: bool = True


def _left_words(days: int, kind: str) -> str:
    if days == 0:
        return _("due today")
    if kind == DayKind.SCHOOL:
        return ngettext("in %(n)s school day", "in %(n)s school days", days) % {"n": days}
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def _stands(row: DueRow, late: int, setting: Setting) -> tuple[State, str]:
    if row.state == "waived":
        return "plain", _("set aside")
    if row.state == "paused" and (row.due_on is None or row.due_on > setting.today):
        return "waiting", _("waits")
    if row.due_on is None:
        return "waiting", _("no date yet: the term dates do not reach so far")
    if late:
        return "late", late_words(late, row.late_in)
    try:
        left = days_between(setting.today, row.due_on, DayKind(row.late_in), setting)
    except CalendarTooShort:
        left = (row.due_on - setting.today).days
        return "due", _left_words(left, DayKind.CALENDAR)
    return "due", _left_words(left, row.late_in)


def in_order(listed: QuerySet[DueRow], today: date) -> QuerySet[DueRow]:
    """`listed` as lists show them, sorted in the database so that it can be cut there.

    What is late stands first, by force and then the longest; then what has a day, the soonest first; then the rest.
    """
    forces = [When(due_on__lt=today, force=force, then=nth) for nth, force in enumerate(FORCES)]
    weight = Case(*forces, default=Value(len(FORCES)), output_field=IntegerField())
    name = Subquery(Pupil.objects.filter(public_id=OuterRef("child")).values("sort_key")[:1])
    return listed.annotate(weight=weight, of=name).order_by(
        "weight", F("due_on").asc(nulls_last=True), F("of").asc(nulls_last=True), "key"
    )


def may_know(listed: QuerySet[DueRow], actor: Actor, today: date) -> QuerySet[DueRow]:
    """Those of `listed` that an actor may know of: that a child or a family wrote is known to those who read it first.

    Nothing about a child whom an order keeps from the actor.

    Once a named adult has read a concern, whoever may see what is due knows that it waits for an answer (W9).
    """
    listed = listed.exclude(child__in=children_barred(actor, today))
    if actor.roles & FIRST_READERS:
        return listed
    unread = Q(rule="answer_concern", subject__in=unread_concerns().values("public_id"))
    unknown = Q(rule="read_contribution") | unread
    if Role.SENIOR_LEADER in actor.roles:
        unknown &= ~Q(child__in=without_reader(today).values("public_id"))
    return listed.exclude(unknown)


@rows
def duties_here(actor: Actor, today: date) -> QuerySet[DueRow]:
    """What is open in the setting and an actor may know of, in its order."""
    return in_order(may_know(open_rows(today), actor, today), today)


@rows
def all_duties_about(child: str, actor: Actor, today: date) -> QuerySet[DueRow]:
    """What is open about a child (public id) and an actor may know of, in its order."""
    return in_order(may_know(open_rows(today).filter(child=child), actor, today), today)


@rows
def duties_about(child: str, actor: Actor, today: date) -> QuerySet[DueRow]:
    """The first of what is open about a child (public id) and an actor may know of, and one more, in their order."""
    return all_duties_about.asking(child, actor, today)[: FIRST_DUTIES + 1]


@rows
def set_aside_about(child: str, actor: Actor, today: date) -> QuerySet[DueRow]:
    """What was set aside about a child (public id) and an actor may know of."""
    return may_know(aside_rows(today).filter(child=child), actor, today)


def asked_for_lines(listed: list[DueRow], today: date) -> list[Question]:
    """Whom `listed` are about and owed to, which `lines` names."""
    return [
        *asked_for_doings(listed, today),
        children_named.of(frozenset(row.child for row in listed)),
        contacts_named.of(frozenset(row.owed_to for row in listed)),
    ]


@dataclass(frozen=True)
class AsideLine:
    """A duty that was set aside, and the reason that somebody gave for it."""

    duty: DutyLine
    reason: SetAside


def aside_lines(child: str, actor: Actor, today: date) -> list[AsideLine]:
    """What was set aside about a child (public id) and an actor may know of, with who said why, and until when."""
    listed = set_aside_about(child, actor, today)
    reasons = reasons_for([row.key for row in listed], child)
    known = [row for row in listed if row.key in reasons]
    return [AsideLine(duty, reasons[duty.key]) for duty in lines(known, today)]


def _begun(words: str) -> str:
    """Words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def lines(listed: list[DueRow], today: date, may_do: May | None = None) -> list[DutyLine]:
    """`listed` as lines in the same order, in one query for any number; with the page on which each is done, if
    `may_do` says that somebody may do it, or else whom they ask to.
    """
    ask_together([*asked_for_lines(listed, today), *asked_for_calendar()])
    ways = doings(listed, may_do, today) if may_do else {}
    setting = rules_here(today)
    children = {
        child.public_id: str(child)
        for child in children_named(frozenset(row.child for row in listed))
    }
    people = {
        contact.public_id: str(contact)
        for contact in contacts_named(frozenset(row.owed_to for row in listed))
    }
    found = []
    for row in listed:
        way = ways.get(row.key)
        rule = setting.rulebook.rule(row.rule, row.trigger_date)
        late = days_late(row.due_on, row.late_in, setting) if row.state in {"open", "paused"} else 0
        kind, stands = _stands(row, late, setting)
        found.append(
            DutyLine(
                key=row.key,
                what=_(rule.title),
                child=row.child,
                name=children.get(row.child, ""),
                owed_to=people.get(row.owed_to, ""),
                kind=kind,
                stands=stands,
                why=ui.filled(
                    _("%(force)s asks for it: %(citation)s"),
                    force=_begun(_(rule.force.label)),
                    citation=ui.citation(rule.citation),
                ),
                due_on=row.due_on,
                doing=way if isinstance(way, Doing) else None,
                ask="" if way is None or isinstance(way, Doing) else way,
                may_set_aside=rule.may_set_aside,
            )
        )
    return found
