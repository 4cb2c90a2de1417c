"""Take any one *must* out of the table, and the machine reaches a state that the law calls untrue.

Each must has a path: a stage to which right steps lead, and a step in which just that is missing. With the whole
table the step is refused and the law is kept; without the must the same step goes red, in the words that stand here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from fourfold.casework.cycles import actions as cycles
from fourfold.domain.cycle import MOVES, check
from tests.cast import Cast, make_cast
from tests.machine.said import FOURFOLD
from tests.machine.walk import Walk, bring, machine_for
from tests.prepared import prepared


@dataclass(frozen=True)
class Lie:
    """A step that only this must stops: in which stage it is tried, and what the law says of it.

    `stopped_by` is the error of a second lock, where the code or the database cannot hold such a row at all.
    """

    move: str
    must: str
    stage: str | None
    step: Callable[[Walk], None]
    says: str = ""
    stopped_by: type[Exception] | None = None


def _new_version(walk: Walk, *, empty: bool = False, more: bool = False) -> None:
    walk.takes_back("Ben", "Ayaan")
    if empty:
        walk.empties("Ben", "Ayaan")
    if more:
        walk.adds("Ben", "Ayaan")


def _begun(walk: Walk, **changed: bool) -> None:
    """A new version is begun once, and tried twice."""
    if walk.plan("Ayaan").number == 1:
        _new_version(walk, **changed)


def _emptied(walk: Walk) -> None:
    walk.empties("Ben", "Ayaan")


def _of_another_plan(walk: Walk) -> None:
    if walk.cycle("Rosa") is None:
        bring(walk, "shared", "Rosa")
    walk.reviews("Ben", "Ayaan", which="other")


def _to_nobody(walk: Walk) -> None:
    walk.shares("Ben", "Ayaan", everybody=False)


A = ("Amina", "Ayaan")
B = ("Ben", "Ayaan")
F = (FOURFOLD, "Ayaan")

LIES = (
    Lie("raise_concern", "raised_who", "concern", lambda w: w.raises(*F), "raised: by nobody"),
    Lie(
        "raise_concern", "raised_when", None, lambda w: w.raises(*B, days=1),
        "raised: on no day that has come",
    ),
    Lie(
        "raise_concern", "raised_what", None, lambda w: w.raises(*B, words=" "),
        "raised: without a word",
    ),
    Lie(
        "begin_from_inherited", "inherited_support", None, lambda w: w.carries_on(*A),
        "assess: support from nowhere",
    ),
    Lie(
        "begin_next_cycle", "follows_a_cycle", None, lambda w: w.begins_next(*B),
        "assess: support from nowhere",
    ),
    Lie("answer_concern", "answer_who", "concern", lambda w: w.answers(*F), "answered: by nobody"),
    Lie(
        "answer_concern", "answer_when", "concern", lambda w: w.answers(*A, days=1),
        "answered: on no day that has come",
    ),
    Lie(
        "answer_concern", "answer_when", "concern", lambda w: w.answers(*A, days=-1),
        "answered: before it was raised",
    ),
    Lie(
        "answer_concern", "answer_why", "concern", lambda w: w.answers(*A, words=" "),
        "answered: without a word",
    ),
    Lie(
        "withdraw_concern", "ending_who", "concern", lambda w: w.withdraws(*F),
        "withdrawn: by nobody",
    ),
    Lie(
        "withdraw_concern", "ending_when", "concern", lambda w: w.withdraws(*B, days=1),
        "withdrawn: on no day that has come",
    ),
    Lie(
        "withdraw_concern", "ending_when", "concern", lambda w: w.withdraws(*B, days=-1),
        "withdrawn: before it was raised",
    ),
    Lie(
        "withdraw_concern", "withdrawn_why", "concern", lambda w: w.withdraws(*B, words=" "),
        "withdrawn: without a word",
    ),
    Lie(
        "decide_not_now", "decision_who", "concern", lambda w: w.decides(*F, yes=False),
        "decided: by nobody",
    ),
    Lie(
        "decide_not_now", "decision_when", "concern", lambda w: w.decides(*A, days=1, yes=False),
        "decided: on no day that has come",
    ),
    Lie(
        "decide_not_now", "decision_when", "concern", lambda w: w.decides(*A, days=-1, yes=False),
        "decide_not_now: before the step before it, or yet to come",
    ),
    Lie(
        "decide_not_now", "decision_why", "concern", lambda w: w.decides(*A, words=" ", yes=False),
        "decided: without a word",
    ),
    Lie(
        "decide_not_now", "decision_is_not_now", "concern", lambda w: w.decides(*A, slip=True),
        "decided_not_now: nobody decided that",
    ),
    Lie("decide_support", "decision_who", "concern", lambda w: w.decides(*F), "decided: by nobody"),
    Lie(
        "decide_support", "decision_when", "concern", lambda w: w.decides(*A, days=1),
        "decided: on no day that has come",
    ),
    Lie(
        "decide_support", "decision_when", "concern", lambda w: w.decides(*A, days=-1),
        "decide_support: before the step before it, or yet to come",
    ),
    # The code N, K or E cannot be told from such a row.
    Lie(
        "decide_support", "decision_why", "concern", lambda w: w.decides(*A, words=" "),
        stopped_by=ValueError,
    ),
    Lie(
        "decide_support", "decision_is_yes", "concern", lambda w: w.decides(*A, yes=False, slip=True),
        "assess: support from nowhere",
    ),
    Lie(
        "share_plan", "plan_version", "plan", lambda w: (_emptied(w), w.shares(*B)),
        "a version that says nothing",
    ),
    Lie(
        "share_plan", "new_version", "shared", lambda w: w.shares(*B, back=True),
        "a version was shared twice, or never",
    ),
    Lie(
        "share_plan", "shared_with_someone", "plan", _to_nobody,
        "a version is shared with nobody",
    ),
    Lie(
        "share_new_version", "plan_version", "do",
        lambda w: (_begun(w, empty=True), w.shares(*B)),
        "a version that says nothing",
    ),
    Lie(
        "share_new_version", "new_version", "do", lambda w: w.shares(*B),
        "a version was shared twice, or never",
    ),
    Lie(
        "share_new_version", "shared_with_someone", "do",
        lambda w: (_begun(w, more=True), _to_nobody(w)),
        "a version is shared with nobody",
    ),
    Lie(
        "start_support", "plan_version", "plan", lambda w: (_emptied(w), w.starts(*B)),
        "a version that says nothing",
    ),
    Lie(
        "start_support", "support_started", "shared", lambda w: w.starts(*B, days=None),
        "do: support on no day",
    ),
    Lie(
        "hold_review", "review_who", "do", lambda w: w.reviews(*B, led_by=None),
        "reviewed: by nobody",
    ),
    Lie(
        "hold_review", "review_when", "do", lambda w: w.reviews(*B, days=1),
        "reviewed: on no day that has come",
    ),
    Lie(
        "hold_review", "review_when", "do", lambda w: w.reviews(*B, days=-1),
        "reviewed: before there was its plan",
    ),
    # What a review shows is taken from the version that it names.
    Lie(
        "hold_review", "review_version", "do", lambda w: w.reviews(*B, which="none"),
        stopped_by=AssertionError,
    ),
    Lie(
        "hold_review", "review_version_exists", "do", _of_another_plan,
        "reviewed: no version of its plan",
    ),
    Lie(
        "continue_cycle", "next_step_goes_on", "reviewed", lambda w: w.goes_on(*B),
        "continued: nothing says so",
    ),
    Lie("exit_support", "exit_who", "assess", lambda w: w.ends(*F), "support ended: by nobody"),
    Lie(
        "exit_support", "exit_when", "assess", lambda w: w.ends(*A, days=1),
        "support ended: on no day that has come",
    ),
    Lie(
        "exit_support", "exit_when", "assess", lambda w: w.ends(*A, days=-1),
        stopped_by=ValueError,
    ),
    Lie(
        "exit_support", "exit_why", "assess", lambda w: w.ends(*A, words=" "),
        "support ended: without a word",
    ),
    Lie("end_here", "ending_who", "concern", lambda w: w.leaves(*F), "left: by nobody"),
    Lie(
        "end_here", "ending_when", "concern", lambda w: w.leaves(*A, days=1),
        "left: on no day that has come",
    ),
    Lie(
        "end_here", "ending_when", "concern", lambda w: w.leaves(*A, days=-1),
        "end_here: before the step before it, or yet to come",
    ),
    Lie(
        "end_here", "ending_reason", "concern", lambda w: w.leaves(*A, reason=None),
        "left: without a word",
    ),
)  # fmt: skip


def test_every_must_of_every_move_has_a_path():
    assert {(lie.move, lie.must) for lie in LIES} == {
        (move.id, must.id) for move in MOVES for must in move.must
    }


def _brought(stage: str | None, clock: Any) -> Cast:
    """The cast with Ayaan at that stage: walked to once, and put back as rows for each path that begins there."""
    cast = make_cast()
    if stage:
        walk = machine_for(cast, clock)()
        bring(walk, stage)
        walk.leave()
    return cast


def _take_out(monkeypatch, lie: Lie) -> None:
    mutated = tuple(
        replace(move, must=tuple(each for each in move.must if each.id != lie.must))
        if move.id == lie.move
        else move
        for move in MOVES
    )
    monkeypatch.setattr(cycles, "check", partial(check, moves=mutated))


def _name(lie: Lie) -> str:
    return f"{lie.move}-{lie.must}"


@pytest.mark.parametrize("lie", LIES, ids=_name)
def test_without_it_the_machine_is_red(clock, monkeypatch, lie):
    cast = prepared(("a walk to", lie.stage), lambda: _brought(lie.stage, clock))
    walk = machine_for(cast, clock)()
    try:
        lie.step(walk)
        walk.the_law_is_kept()
        _take_out(monkeypatch, lie)
        if lie.stopped_by:
            with pytest.raises(lie.stopped_by):
                lie.step(walk)
            return
        lie.step(walk)
        assert lie.says in walk.law.broken(walk.today)
    finally:
        walk.teardown()
