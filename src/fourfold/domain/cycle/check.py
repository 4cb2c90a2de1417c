"""Asking the table: may this move be made, what is missing, what can come next."""

from __future__ import annotations

from collections.abc import Iterable

from fourfold.domain.cycle.facts import CycleFacts
from fourfold.domain.cycle.moves import Condition, Move, Stage, Verdict
from fourfold.domain.cycle.table import MOVES


def find_move(move_id: str, moves: tuple[Move, ...] = MOVES) -> Move:
    """The move with that id. Raises `KeyError` when the table has none."""
    for move in moves:
        if move.id == move_id:
            return move
    raise KeyError(move_id)


def conditions_of(move_id: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """The ids of all that a move looks at, but those `without`. Raises `KeyError` for an unknown move."""
    move = find_move(move_id)
    return frozenset(each.id for each in (*move.must, *move.should)) - frozenset(without)


def check(
    move_id: str, stage: Stage | None, facts: CycleFacts, *, moves: tuple[Move, ...] = MOVES
) -> Verdict:
    """Whether `move_id` may be made from `stage` (None: no cycle yet) on these facts.

    Only a failed *must*, or the wrong stage, refuses. Raises `KeyError` for an unknown move.
    """
    move = find_move(move_id, moves)
    from_here = stage in move.frm if stage is not None else move.begins_a_cycle
    refused = _failing(move.must, facts)
    return Verdict(
        move=move,
        allowed=from_here and not refused,
        refused_because=refused,
        open=_failing(move.should, facts),
        not_from_here=not from_here,
    )


def _failing(conditions: tuple[Condition, ...], facts: CycleFacts) -> tuple[Condition, ...]:
    return tuple(each for each in conditions if not each.test(facts))


def moves_from(stage: Stage | None, moves: tuple[Move, ...] = MOVES) -> tuple[Move, ...]:
    """The moves that lead on from `stage`, or that begin a cycle when it is None, in the table's
    order."""
    if stage is None:
        return tuple(move for move in moves if move.begins_a_cycle)
    return tuple(move for move in moves if stage in move.frm)


def next_stage(
    move_id: str, stage: Stage | None, facts: CycleFacts, *, moves: tuple[Move, ...] = MOVES
) -> Stage:
    """The stage after the move. Raises `MoveRefused` with its verdict when the move is not
    allowed."""
    verdict = check(move_id, stage, facts, moves=moves)
    if not verdict.allowed:
        raise MoveRefused(verdict)
    return verdict.move.to


class MoveRefused(Exception):
    """A move that the table does not allow; `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(f"{verdict.move.id} refused")
