"""Where each stage tells a child's story and what needs somebody: the desk asks here and nowhere else.

A room registers two functions from its ``wiring.py``. Each answers for one actor, with what that actor may see and
nothing else: what is for named people only, or not read by a named adult yet, is left out there and not hidden here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, overload

from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import asked_for_calendar
from fourfold.casework.people.ranking import Place
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.design.components import Row
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.together import Question, Turns, ask_in_turns, ask_together
from fourfold.foundation.trail.models import TrailEntry


@dataclass(frozen=True)
class StoryEntry:
    """One dated line of a child's story.

    `what` is the sentence, already in the reader's language; `words` what a person said or wrote, exactly, in
    `language` (a BCP 47 tag, or empty), and `is_said` whether a child or a family said them; `pointed_at` what a child
    chose of pictures; `by` who did or said it, a name or empty; `address` the path of the page that tells more, or
    empty. `room` is the stage that tells it.

    What came first on one day is known from the trail: `row` is the public id of what was written down, and `act` the
    verb that did it, where that was not the one that made the row. `order` settles the rest (higher: later).
    """

    on: date
    room: str
    what: Words
    words: str = ""
    language: str = ""
    pointed_at: tuple[Row, ...] = ()
    by: str = ""
    address: str = ""
    order: int = 0
    row: str = ""
    act: str = ""
    is_said: bool = False


@dataclass(slots=True)
class Unwritten:
    """A line of a story of which there are many: where it stands among the others, and how it is written when shown.

    The fields are those of `StoryEntry`; `write` gives the whole entry. A page shows twenty lines of hundreds.
    """

    on: date
    write: Callable[[], StoryEntry]
    order: int = 0
    row: str = ""
    act: str = ""


@dataclass(slots=True)
class Unread:
    """A line of which no more was read than where it stands: its row is read when it is shown, and then written.

    `read` is the question for rows by their database ids, the very same for all lines of a kind; `pk` is that of this
    one, and `write` gives the whole entry.
    """

    on: date
    pk: int
    read: Callable[[frozenset[int]], Question]
    write: Callable[[Any], StoryEntry]
    order: int = 0
    row: str = ""
    act: str = ""


Line = StoryEntry | Unwritten | Unread


@dataclass(frozen=True)
class Older:
    """How many more lines of a kind there are than were told; all of them are older than those."""

    count: int


Told = Iterable[Line | Older]


def told_first(
    places: Sequence[Place],
    read: Callable[[frozenset[int]], Question],
    write: Callable[[Any], StoryEntry],
    order: int = 0,
    act: str = "",
) -> Told:
    """The lines that stand at these places (`people.ranking.newest`), and how many older ones of the kind there are."""
    for pk, row, on, _in_all in places:
        yield Unread(on, pk, read, write, order, row, act)
    if places and places[0][-1] > len(places):
        yield Older(places[0][-1] - len(places))


class Story(Sequence[StoryEntry]):
    """The first lines of a story in their order, each written when it is taken out; it is as long as all of them."""

    def __init__(self, lines: Sequence[Line], total: int) -> None:
        """`lines` in the order in which they are told, of `total`, from the first on."""
        self._lines, self._total = lines, total

    def __iter__(self) -> Iterator[StoryEntry]:
        """All that are told: what was not read yet is read at once."""
        return iter(self[:])

    def __len__(self) -> int:
        """How many lines there are."""
        return self._total

    @overload
    def __getitem__(self, which: int) -> StoryEntry: ...
    @overload
    def __getitem__(self, which: slice) -> list[StoryEntry]: ...
    def __getitem__(self, which: int | slice) -> StoryEntry | list[StoryEntry]:
        """The line at a place, or those of a part."""
        if isinstance(which, slice):
            return _written_out(self._lines[which])
        return _written_out([self._lines[which]])[0]


def _written_out(lines: Sequence[Line]) -> list[StoryEntry]:
    """These lines as they are told; what was not read yet is read in one statement.

    A row that went away since the lines were put in order is told no more.
    """
    unread: dict[Callable[[frozenset[int]], Question], set[int]] = defaultdict(set)
    for line in lines:
        if isinstance(line, Unread):
            unread[line.read].add(line.pk)
    asked = {read: read(frozenset(ids)) for read, ids in unread.items()}
    ask_together(asked.values())
    rows = {(read, row.pk): row for read, one in asked.items() for row in one.answer()}
    found = []
    for line in lines:
        if isinstance(line, Unread):
            row = rows.get((line.read, line.pk))
            found += [line.write(row)] if row is not None else []
        else:
            found.append(line.write() if isinstance(line, Unwritten) else line)
    return found


@dataclass(frozen=True)
class Todo:
    """One thing that needs this actor.

    `what` is to be done and `why`, a whole sentence with its authority; `child` is the child's public id and
    `child_name` the name as shown (both empty for what is about no child); `due_on` the day, or None where there is
    none; `address` and `button` do it from there. `kind` is how it stands, as `ui.state` shows it: ``read_first`` for
    what may be a disclosure, ``late``, ``due`` or ``waiting`` (for somebody else). `rule` is the id of the rule behind
    it, or empty.
    """

    what: Words
    why: Words
    due_on: date | None
    address: str
    button: Words
    child: str = ""
    child_name: str = ""
    kind: State = "due"
    rule: str = ""


@dataclass(frozen=True)
class Untold:
    """How many more of a `kind` a finder has than it told; all of them rank after those."""

    kind: State
    count: int


def untold(kind: State, told: Sequence[tuple[Any, ...]]) -> Iterator[Untold]:
    """How many more there are than these rows, each of which ends with how many there are in all."""
    if told and told[0][-1] > len(told):
        yield Untold(kind, told[0][-1] - len(told))


EVERYTHING: Final = range(1_000_000)
"""As many todos, or lines of a story, as there are."""
Teller = Callable[[Pupil, Actor, range], Told]
Finder = Callable[[Actor, date], Iterable[Todo]]
FirstFinder = Callable[[Actor, date, range], Iterable[Todo | Untold]]

StoryAsker = Callable[[Pupil, Actor, range], Turns]
TodoAsker = Callable[[Actor, date], Turns]
FirstAsker = Callable[[Actor, date, range], Turns]

_tellers: dict[str, tuple[Teller, StoryAsker]] = {}
_finders: dict[str, tuple[FirstFinder, FirstAsker]] = {}
# As each room gave them, by which a second one is known.
_given: dict[str, tuple[object, object]] = {}
_FIRST = {"read_first": 0, "late": 1, "due": 2, "waiting": 3}


def register_story(room: str, teller: Teller, asks: StoryAsker) -> None:
    """Let a room tell its part of a child's story, and say what it asks the database for that.

    ``teller(pupil, actor, first)`` tells at least the `first` lines of it, the newest: of what there may be hundreds no
    more, and how many `Older` ones there are. Raises `ValueError` for a second one.
    """
    if _tellers.get(room, (teller, asks)) != (teller, asks):
        raise ValueError(f"The room {room} tells its story already.")
    _tellers[room] = (teller, asks)


def register_todo(room: str, finder: Finder, asks: TodoAsker) -> None:
    """Let a room say what needs somebody: ``finder(actor, today)``, and what it asks the database for that.

    Where nothing else ranks them, the rooms are told in the order in which they said so. Raises `ValueError` for a
    second one.
    """
    _register(
        room,
        (finder, asks),
        lambda actor, today, _first: finder(actor, today),
        lambda actor, today, _first: asks(actor, today),
    )


def register_first_todos(room: str, finder: FirstFinder, asks: FirstAsker) -> None:
    """The same for a room of which there may be hundreds: ``finder(actor, today, first)`` tells the first of a kind.

    By day, then by the name of the child (`people.ranking`); of the others it says how many there are. `first` is a
    range, since readers take a number for an id. Raises `ValueError` for a second one.
    """
    _register(room, (finder, asks), finder, asks)


def _register(
    room: str, given: tuple[object, object], finder: FirstFinder, asks: FirstAsker
) -> None:
    if _given.setdefault(room, given) != given:
        raise ValueError(f"The room {room} says what needs somebody already.")
    _finders[room] = (finder, asks)


def asked_of_story(pupil: Pupil, actor: Actor, first: range) -> list[Turns]:
    """What all rooms ask to tell the `first` lines of a child's story to `actor`: for `ask_in_turns`."""
    return [asks(pupil, actor, first) for _teller, asks in _tellers.values()]


def _written(pupil: Pupil) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Where on the trail each row about a child was first written, and where each verb wrote it last."""
    first: dict[str, int] = {}
    by_act: dict[tuple[str, str], int] = {}
    links = TrailEntry.objects.filter(child=pupil.public_id).exclude(rows=[]).order_by("position")
    for position, act, rows in links.values_list("position", "act", "rows"):
        for _label, row, _what, _digest in rows:
            first.setdefault(row, position)
            by_act[row, act] = position
    return first, by_act


def story_of(pupil: Pupil, actor: Actor, first: range = EVERYTHING) -> Story:
    """The child's story as `actor` may see it, the newest first: by day, and within a day as it was written.

    Of its lines the `first` are told, and the others counted.
    """
    ask_in_turns(asked_of_story(pupil, actor, first))
    lines: list[Line] = []
    older = 0
    for told in (
        each for teller, _asks in _tellers.values() for each in teller(pupil, actor, first)
    ):
        if isinstance(told, Older):
            older += told.count
        else:
            lines.append(told)
    made, by_act = _written(pupil)

    def later(line: Line) -> tuple[date, int, int]:
        return line.on, by_act.get((line.row, line.act)) or made.get(line.row, 0), line.order

    # Beyond as many as were asked for, others that were not told may stand before.
    told_lines = sorted(lines, key=later, reverse=True)[: first.stop]
    return Story(told_lines, len(lines) + older)


def todos_for(actor: Actor, today: date) -> list[Todo]:
    """What needs `actor` today: what may be a disclosure, what is late, what falls due, what waits for others."""
    return first_todos(actor, today, EVERYTHING)[0]


def first_todos(actor: Actor, today: date, first: range) -> tuple[list[Todo], Counter[State]]:
    """The same, but at least as many of each kind as `first` says, and how many more of it there are."""
    asked = [asks(actor, today, first) for _finder, asks in _finders.values()]
    # By the school's days it is told how late each is.
    ask_in_turns([*asked, iter([asked_for_calendar()])])
    todos: list[Todo] = []
    more: Counter[State] = Counter()
    for found in (each for finder, _ in _finders.values() for each in finder(actor, today, first)):
        if isinstance(found, Untold):
            more[found.kind] += found.count
        else:
            todos.append(found)
    return _in_order(todos), more


def _in_order(todos: list[Todo]) -> list[Todo]:
    return sorted(
        todos,
        key=lambda todo: (
            _FIRST.get(todo.kind, len(_FIRST)),
            todo.due_on or date.max,
            todo.child_name,
        ),
    )
