"""The only writers of a cycle's stage. Verbs of the stages call them, within their own transaction."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.people.models import Pupil
from fourfold.domain.cycle import (
    CLOSED_STAGES,
    CycleFacts,
    Stage,
    Verdict,
    check,
    conditions_of,
    find_move,
)
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, Over
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.scope.remembered import between_writes


def begin_cycle(pupil: Pupil, *, actor: Actor, today: date) -> Cycle:
    """Insert a cycle that has no stage yet; `make_move` with a beginning move gives it one, in the same verb.

    Raises `Impossible` if the child has an open cycle.
    """
    if Cycle.objects.filter(pupil=pupil, ended_on__isnull=True).exists():
        raise Impossible(_("A cycle is under way already."))
    last = Cycle.objects.filter(pupil=pupil).aggregate(last=Max("number"))["last"] or 0
    cycle = Cycle(pupil=pupil, number=last + 1, stage="", begun_on=today)
    cycle.save()
    return cycle


def _facts(cycle: Cycle, move: str, today: date) -> CycleFacts:
    """The facts at which `move` looks, with the day of the last one: what follows does not lie before it.

    They are read as the rows stand at this moment of the verb.
    """
    days = Move.objects.filter(cycle=cycle).aggregate(last=Max("on"))
    with between_writes():
        facts = facts_of(cycle, today, conditions_of(move))
    return replace(facts, last_step_on=days["last"])


def _refused(verdict: Verdict) -> Impossible:
    return Impossible(" ".join(_(each.sentence) for each in verdict.refused_because))


def must_be_true(cycle: Cycle, move: str, *, today: date, **said: Any) -> None:
    """Ask the table whether what is about to be written may be, wherever the cycle stands; `said` are its facts.

    For what is written without a move (a second concern, an answer that leaves it open), and before rows that the
    database would not take. Raises `Impossible`, with the missing sentences, for a failed *must*.
    """
    verdict = check(move, None, replace(_facts(cycle, move, today), **said))
    if verdict.refused_because:
        raise _refused(verdict)


def must_lead_on(cycle: Cycle, move: str) -> None:
    """Raise `Impossible` if `move` does not lead on from where the cycle stands now: for rows that there are once only.

    The stage is read anew, since somebody else may have been quicker than the page.
    """
    now = Cycle.objects.filter(pk=cycle.pk).values_list("stage", flat=True).first()
    if not now or Stage(now) not in find_move(move).frm:
        raise not_from_here(cycle, move)


def not_from_here(cycle: Cycle, move: str, *, family: bool = False) -> Over:
    """Why `move` does not lead on: what was done last, by whom, and what stands; a family is not told that.

    That a family made the last step, as with a concern, is not said either: it may be that nobody has read it yet.
    """
    title = _(find_move(move).title)
    last = Move.objects.filter(cycle=cycle).select_related("by__user").order_by("-pk").first()
    if last is None or family:
        words = _("“%(move)s” cannot be done at this point; the page you saw may be old.")
        return Over(words % {"move": title})
    if last.by and last.by.user is None:
        words = _("“%(move)s” cannot be done at this point. What stands now: %(stage)s.")
        return Over(words % {"move": title, "stage": _(Stage(last.to).label)})
    made = {
        "move": title,
        "last": _(find_move(last.move).title),
        "day": long_day(last.on),
        "name": last.by.called if last.by else _("the system"),
        "stage": _(Stage(last.to).label),
    }
    if last.move == move:
        words = _("“%(move)s” is done: by %(name)s, on %(day)s. What stands now: %(stage)s.")
    else:
        words = _(
            "“%(move)s” cannot be done at this point. The last step was “%(last)s”, by %(name)s, on %(day)s. "
            "What stands now: %(stage)s."
        )
    shown = ui.filled(words, **{**made, "name": ui.person(made["name"])})
    return Over(words % made, shown=shown)


def make_move(
    cycle: Cycle,
    move: str,
    *,
    actor: Actor,
    today: date,
    on: date | None = None,
    because: str = "",
    passed_because: str = "",
) -> Move:
    """Make a move of the table on the facts as they stand in the database now; it happened `on` a day, or today.

    What *should* be there and is not is kept with the move as passed over, with the reason. Raises `Impossible`,
    with the missing sentences, for a failed *must* or a wrong stage, and `Stale` if somebody was quicker.
    """
    stage = Stage(cycle.stage) if cycle.stage else None
    verdict = check(move, stage, _facts(cycle, move, today))
    if verdict.not_from_here:
        raise not_from_here(cycle, move, family=actor.is_family)
    if not verdict.allowed:
        raise _refused(verdict)
    to = verdict.move.to
    closed = {"ended_on": on or today} if to in CLOSED_STAGES else {}
    cycle.compare_and_set({"stage": cycle.stage}, stage=str(to), **closed)
    made = Move(
        cycle=cycle,
        move=move,
        frm=str(stage or ""),
        to=str(to),
        by_id=actor.membership or None,
        on=on or today,
        because=because,
        passed_over=[each.id for each in verdict.open],
        passed_because=passed_because,
    )
    made.save()
    return made
