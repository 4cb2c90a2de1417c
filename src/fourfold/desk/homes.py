"""What each role finds first: what needs them today and why, then what there is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import overload

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from fourfold.casework.cycles.story import EVERYTHING, Todo, first_todos
from fourfold.casework.do.givers import asked_for_supported, plans_given_to, supported_by
from fourfold.casework.do.queries import asked_before_lines
from fourfold.casework.do.story import GIVES
from fourfold.casework.people.lateness import days_late, late_words
from fourfold.casework.people.queries import WHOLE_SETTING
from fourfold.casework.people.rules import rules_here
from fourfold.desk.duties import FORCES
from fourfold.domain.clock import DayKind
from fourfold.domain.rulebook import Setting
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.ticks import last_tick
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.format import day, number
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.queries import night_found, night_reports
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns

# How many lines of each list stand on a home; the others are one press away.
FIRST = 10
# The ids of what stands under each heading.
NOW, COMING, WAITING = NAMES = ("now", "coming", "waiting")
# After so many minutes without a look at the clock something is wrong: the worker looks every minute.
TOO_LONG = 10


@dataclass(frozen=True)
class Numbered:
    """A todo, and which it is of those with the same words: two links never say the same."""

    todo: Todo
    nth: int


class FirstOf(Sequence[Numbered]):
    """A list of which the first are told: it is as long as all of them."""

    def __init__(self, told: list[Numbered], total: int) -> None:
        """`told` of `total`, from the first on."""
        self.told, self.total = told, total

    def __len__(self) -> int:
        """How many there are in all."""
        return self.total

    @overload
    def __getitem__(self, which: int) -> Numbered: ...
    @overload
    def __getitem__(self, which: slice) -> list[Numbered]: ...
    def __getitem__(self, which: int | slice) -> Numbered | list[Numbered]:
        """The todo at a place, or those of a part, among the told ones."""
        return self.told[which]


@dataclass(frozen=True)
class Group:
    """What needs somebody under one heading; `name` is its id and its place in the address."""

    name: str
    heading: str
    todos: "FirstOf"


@dataclass(frozen=True)
class HomeList:
    """One list of a home: its first lines, how many there are in all, and where the others stand (empty if nowhere)."""

    heading: str
    needs: list[ui.Need]
    more: str
    address: str


def _force(todo: Todo, setting: Setting) -> int:
    """By whose word it is asked: 0 the law, 1 the Code, 2 local policy, 3 good practice or nobody's rule."""
    if not todo.rule:
        return len(FORCES)
    return FORCES.index(setting.rulebook.rule(todo.rule, setting.today).force)


def _late_by(todo: Todo, setting: Setting) -> tuple[int, str]:
    """How late a todo is, and in which days its rule counts that."""
    kind = DayKind.SCHOOL
    if todo.rule:
        kind = setting.rulebook.rule(todo.rule, setting.today).late_in
    return days_late(todo.due_on, kind, setting), kind


def ranked(todos: list[Todo], setting: Setting) -> list[Todo]:
    """What may be a disclosure first, then late by law, the Code, local policy, the longest first; then by date."""
    return sorted(
        todos,
        key=lambda todo: (
            todo.kind != "read_first",
            todo.kind != "late",
            _force(todo, setting) if todo.kind == "late" else 0,
            todo.due_on or date.max,
            todo.child_name,
        ),
    )


def _word(todo: Todo, setting: Setting) -> Words:
    if todo.kind == "read_first":
        return _("read first")
    if todo.kind == "late":
        days, kind = _late_by(todo, setting)
        return late_words(days, kind) if days else _("late")
    if todo.kind == "waiting":
        return _("waiting for others")
    return ui.date_beside(todo.due_on) if todo.due_on else _("to do")


def _late(todo: Todo, setting: Setting) -> Words | None:
    """What is to be read first and was not read by its day is late as well, in the words of the list of what is due."""
    days, kind = _late_by(todo, setting)
    return late_words(days, kind) if todo.kind == "read_first" and days else None


def _what(todo: Todo, address_of_child: str) -> Markup:
    if not todo.child_name:
        return Markup("{}").format(todo.what)
    name = (
        ui.link(ui.person(todo.child_name), address_of_child)
        if address_of_child
        else ui.person(todo.child_name)
    )
    return Markup("{}: {}").format(name, todo.what)


def need(todo: Todo, setting: Organisation, rules: Setting, nth: int = 1) -> ui.Need:
    """A todo as a line that can be done from where it stands; the `nth` of several that share their words."""
    child = (
        reverse("desk:child", kwargs={"setting": setting.public_id, "child": todo.child})
        if todo.child
        else ""
    )
    about = (
        Markup(_("%(what)s for %(name)s"))  # noqa: S704  (our own catalogue)
        % {"what": todo.what, "name": ui.person(todo.child_name)}
        if todo.child_name
        else todo.what
    )
    if nth > 1:
        numbered = Markup(_("%(what)s, number %(number)s"))  # noqa: S704  (our own catalogue)
        about = numbered % {"what": about, "number": nth}
    return ui.Need(
        kind=todo.kind,
        word=_word(todo, rules),
        late=_late(todo, rules),
        what=_what(todo, child),
        why=todo.why,
        actions=[ui.link_button(todo.button, todo.address, weight="quiet", about=about)]
        if todo.address
        else [],
    )


def groups_of(actor: Actor, today: date, first: range = EVERYTHING) -> list[Group]:
    """What needs `actor`: first what may be a disclosure and what is late, then what falls due, then what waits.

    Of each heading at least as many as `first` says. One under which nothing stands is left out.
    """
    found, more = first_todos(actor, today, first)
    todos = ranked(found, rules_here(today))
    headings: list[tuple[str, str, set[State]]] = [
        (NOW, _("Needs you today"), {"read_first", "late"}),
        (COMING, _("Coming up"), {"due", "plain"}),
        (WAITING, _("Waiting for others"), {"waiting"}),
    ]
    said: Counter[tuple[str, str, str]] = Counter()
    groups = []
    for name, heading, kinds in headings:
        listed = []
        for todo in todos:
            if todo.kind in kinds:
                words = (str(todo.button), str(todo.what), todo.child_name)
                said[words] += 1
                listed.append(Numbered(todo, said[words]))
        total = len(listed) + sum(more[kind] for kind in kinds)
        # Beyond as many as were asked for, others that were not told may rank before.
        groups.append(Group(name, heading, FirstOf(listed[: first.stop], total)))
    return [group for group in groups if group.todos]


def as_needs(todos: list[Numbered], setting: Organisation, rules: Setting) -> list[ui.Need]:
    """Todos as lines."""
    return [need(each.todo, setting, rules, each.nth) for each in todos]


def home_of(actor: Actor, setting: Organisation, today: date) -> list[HomeList]:
    """The lists of a home, each with its first lines and the way to all of them."""
    everything = reverse("desk:needs", kwargs={"setting": setting.public_id})
    lists = []
    for group in groups_of(actor, today, range(FIRST)):
        total = len(group.todos)
        more = _("See all %(total)s") % {"total": number(total)} if total > FIRST else ""
        needs = as_needs(group.todos[:FIRST], setting, rules_here(today))
        lists.append(HomeList(group.heading, needs, more, f"{everything}#{group.name}"))
    return lists


def sees_many(actor: Actor) -> bool:
    """Whether the actor has the whole setting before them, so that the register serves better than a list of names."""
    return bool(actor.roles & WHOLE_SETTING) or Role.GOVERNOR in actor.roles


@dataclass(frozen=True)
class Supported:
    """A child to whom somebody gives support and whose page is not theirs: the first name, and where that stands."""

    name: str
    address: str


def _may_support(actor: Actor) -> bool:
    return not (actor.is_family or sees_many(actor)) and bool(actor.roles & GIVES)


def asked_of_supported(actor: Actor, today: date) -> Turns:
    """What `supported` asks the database: together with what needs somebody, in one journey."""
    if _may_support(actor):
        yield asked_before_lines(actor, today)
        yield asked_for_supported(actor, today)


def supported(actor: Actor, today: date) -> list[Supported]:
    """To whom an actor gives support whose page is not theirs to see: with the plan they were given, or the list.

    Nobody for those who have the whole setting before them.
    """
    if not _may_support(actor):
        return []
    others = supported_by(actor, today)
    if not others:
        return []
    plans = dict(plans_given_to(actor, frozenset(child.pk for child in others)))
    at = {"setting": setting_here().public_id}
    return [
        Supported(
            child.given_name,
            reverse("plan:helps", kwargs={**at, "version": plans[child.pk]})
            if child.pk in plans
            else reverse("do:today", kwargs=at),
        )
        for child in others
    ]


def _looks_after_data(actor: Actor) -> bool:
    return bool(actor.roles & {Role.SENCO, Role.ADMINISTRATOR})


def asked_of_night(actor: Actor, today: date) -> Turns:
    """What `found_at_night` asks the database: together with what needs somebody, in one journey."""
    if _looks_after_data(actor):
        yield [night_reports.of(today)]


def found_at_night(actor: Actor, today: date) -> str:
    """What the nightly check found lately, as a sentence for those who look after the setting's data; else empty."""
    if not _looks_after_data(actor):
        return ""
    report = night_found(today)
    if report is None:
        return ""
    count = len(report.differences)
    return ngettext(
        "When Fourfold checked what is due on %(day)s, %(n)s thing did not follow from what was written. It was put"
        " right. Something may have changed the data behind Fourfold’s back: tell whoever looks after the system.",
        "When Fourfold checked what is due on %(day)s, %(n)s things did not follow from what was written. They were"
        " put right. Something may have changed the data behind Fourfold’s back: tell whoever looks after the system.",
        count,
    ) % {"n": number(count), "day": day(report.day, today)}


def looks_after_dates(actor: Actor) -> bool:
    """Whether the actor is told when the clock was last looked at: who can have it put right."""
    return bool(actor.roles & {Role.SENCO, Role.ADMINISTRATOR, Role.SENIOR_LEADER})


def last_checked(now: datetime) -> str:
    """When the worker last looked at the clock, in words, and whether that is too long ago."""
    ticked = last_tick()
    if ticked is None:
        return _("The clock has not been checked yet: is the worker running?")
    minutes = int((now - ticked).total_seconds() // 60)
    if minutes < 1:
        return _("Last checked by the clock less than a minute ago.")
    checked = ngettext(
        "Last checked by the clock %(n)s minute ago.",
        "Last checked by the clock %(n)s minutes ago.",
        minutes,
    ) % {"n": minutes}
    if minutes <= TOO_LONG:
        return checked
    return f"{checked} {_('That is too long: is the worker running?')}"
