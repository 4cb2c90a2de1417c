"""Readers: the cycles of a child, the open one, and the code N, K or E that they and inherited spells amount to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.people.models import InheritedSpell, Pupil
from fourfold.casework.people.queries import inherited_spells
from fourfold.domain.cycle import (
    CycleTrace,
    Deed,
    PupilHistory,
    SpellSource,
    Stage,
    find_move,
    own_spells,
    projected_code,
)
from fourfold.domain.cycle import (
    InheritedSpell as Inherited,
)
from fourfold.domain.words import SenCode
from fourfold.foundation.scope.together import Question, ask_together, only, rows

ENDS_SUPPORT = {"exit_support", "end_here"}
# Who made a move that no member made: whether there may be one is asked by the table (`decision_who`), not by a reader.
FOURFOLD = "fourfold"
_OF_MOVE = ("public_id", "tenant", "cycle", "move", "to", "on", "by", "because")


@rows
def cycles_of(pupil: Pupil) -> QuerySet[Cycle]:
    """All cycles of a child, the newest first."""
    return Cycle.objects.filter(pupil=pupil).select_related("pupil").order_by("-number")


def open_cycle(pupil: Pupil) -> Cycle | None:
    """The cycle that is under way, if one is."""
    return next((each for each in cycles_of(pupil) if each.ended_on is None), None)


def leads_on(cycle: Cycle, move: str) -> bool:
    """Whether `move` of the table leads on from the stage of a cycle."""
    return bool(cycle.stage) and Stage(cycle.stage) in find_move(move).frm


@only
def find_cycle(public_id: str) -> QuerySet[Cycle]:
    """The cycle with that public id in the tenant in scope."""
    return Cycle.objects.filter(public_id=public_id).select_related("pupil")


def _traces(moves: Iterable[Move]) -> list[CycleTrace]:
    """What the rule needs of each cycle of one child, from the moves by which support began and ended, in order."""
    cycles: dict[int, list[Move]] = defaultdict(list)
    for move in moves:
        cycles[move.cycle_id].append(move)
    return [_trace(found) for found in cycles.values()]


def _trace(moves: list[Move]) -> CycleTrace:
    decided = next((each for each in moves if each.move == "decide_support"), None)
    ended = next((each for each in moves if each.move in ENDS_SUPPORT), None)
    return CycleTrace(
        Deed(str(decided.by_id or FOURFOLD), decided.on, decided.because) if decided else None,
        Stage(moves[-1].to),
        ended.on if ended else None,
    )


def as_inherited(spell: InheritedSpell) -> Inherited:
    """A K or an E that came with a roll, as the rules look at it."""
    source = SpellSource(spell.source) if spell.source in set(SpellSource) else SpellSource.ROLL
    return Inherited(SenCode(spell.code), spell.begins, spell.ends, source, spell.came_on)


@rows
def moves_of_all(pupils: frozenset[int]) -> QuerySet[Move]:
    """The moves by which SEN Support began and ended for these children (database ids), each with `whose`, in order."""
    found = Move.objects.filter(
        cycle__pupil_id__in=pupils, move__in=["decide_support", *sorted(ENDS_SUPPORT)]
    )
    found = found.annotate(whose=F("cycle__pupil_id")).only(*_OF_MOVE)
    return found.order_by("cycle__number", "pk")


def _whose(move: Move) -> int:
    """The child (database id) whom the question that found a move noted beside it. Raises `KeyError` for another."""
    return int(vars(move)["whose"])


@rows
def spells_of_all(pupils: frozenset[int]) -> QuerySet[InheritedSpell]:
    """The K and E that came with a roll for these children (database ids), oldest first."""
    return InheritedSpell.objects.filter(pupil_id__in=pupils).order_by("begins")


def histories(pupils: Iterable[Pupil]) -> dict[int, PupilHistory]:
    """What the code of each child depends on, by database id, in two queries for any number of children."""
    ids = frozenset(pupil.pk for pupil in pupils)
    ask_together([moves_of_all.of(ids), spells_of_all.of(ids)])
    moves: dict[int, list[Move]] = defaultdict(list)
    for move in moves_of_all(ids):
        moves[_whose(move)].append(move)
    spells: dict[int, list[Inherited]] = defaultdict(list)
    for spell in spells_of_all(ids):
        spells[spell.pupil_id].append(as_inherited(spell))
    return {
        each: PupilHistory(inherited=tuple(spells[each]), own=own_spells(_traces(moves[each])))
        for each in ids
    }


def codes_of(pupils: Iterable[Pupil], on: date) -> dict[int, SenCode]:
    """The derived code of each child on a day, by database id."""
    return {pk: projected_code(history, on) for pk, history in histories(pupils).items()}


@rows
def moves_of_support(pupil: Pupil) -> QuerySet[Move]:
    """The moves by which SEN Support began and ended for one child, in order."""
    wanted = Move.objects.filter(
        cycle__pupil=pupil, move__in=["decide_support", *sorted(ENDS_SUPPORT)]
    )
    return wanted.order_by("cycle__number", "pk")


def asked_for_code(pupil: Pupil) -> list[Question]:
    """What `code_of` is read from, to be asked with other things."""
    return [moves_of_support.of(pupil), inherited_spells.of(pupil)]


def code_of(pupil: Pupil, on: date) -> SenCode:
    """The derived code of one child on a day."""
    history = PupilHistory(
        inherited=tuple(as_inherited(each) for each in inherited_spells(pupil)),
        own=own_spells(_traces(moves_of_support(pupil))),
    )
    return projected_code(history, on)
