"""The verbs of the stage “assess”: write down strengths, needs and observations, change them, take them out."""

from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from fourfold.casework.assess.models import Line, Need, Observation, Strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Pupil
from fourfold.domain.access import Action
from fourfold.domain.words import AreaOfNeed
from fourfold.foundation.access.actors import Actor, actor_of
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.organisations import restrict
from fourfold.foundation.act.verbs import Impossible, verb

L = TypeVar("L", bound=Line)


def _write(row: L, readers: list[Membership], *, actor: Actor, today: date) -> L:
    if not row.words:
        raise Impossible(_("Write it in a few words first."))
    row.by_id = actor.membership or None
    row.on = today
    row.save()
    if readers:
        _may_read(row.pupil, readers, today)
        restrict(row, readers, actor=actor)
    return row


def _may_read(pupil: Pupil, readers: list[Membership], today: date) -> None:
    """Named people are those who see what the child needs: naming somebody never opens a door to a child."""
    for reader in readers:
        if not may(Action.SEE_NEEDS, actor_of(reader, today), pupil):
            sentence = _("%(name)s does not see what this child needs, so would not see this.")
            raise Impossible(sentence % {"name": reader.called})


@verb("strength.add", Action.WRITE_ASSESSMENT)
def add_strength(cycle: Cycle, words: str, *, actor: Actor, today: date) -> Strength:
    """What this child is good at or likes. Raises `Impossible` when nothing is written."""
    row = Strength(pupil=cycle.pupil, cycle=cycle, words=words)
    return _write(row, [], actor=actor, today=today)


@verb("need.add", Action.WRITE_ASSESSMENT)
def add_need(
    cycle: Cycle,
    words: str,
    areas: list[str],
    *,
    actor: Actor,
    today: date,
    readers: list[Membership] | None = None,
) -> Need:
    """A need in words about this child, in any number of areas; with `readers` for them and the writer only.

    Raises `Impossible`. No diagnosis is asked for anywhere (I7).
    """
    known = [str(AreaOfNeed(area)) for area in areas]
    row = Need(pupil=cycle.pupil, cycle=cycle, words=words, areas=known)
    return _write(row, readers or [], actor=actor, today=today)


@verb("observation.add", Action.ADD_OBSERVATION)
def add_observation(
    cycle: Cycle,
    words: str,
    place: str,
    seen_on: date,
    *,
    actor: Actor,
    today: date,
    part_of_day: str = "",
) -> Observation:
    """What was seen of the child, where and when. Raises `Impossible` for a day that has not come."""
    if seen_on > today:
        raise Impossible(_("Write down what was seen: today or earlier."))
    row = Observation(
        pupil=cycle.pupil,
        cycle=cycle,
        words=words,
        place=place[:120],
        seen_on=seen_on,
        part_of_day=part_of_day[:60],
    )
    return _write(row, [], actor=actor, today=today)


@verb("line.change", Action.WRITE_ASSESSMENT)
def change_line(line: Line, seen: str, *, actor: Actor, words: str, **more: Any) -> Line:
    """Put a line in other words, if it still says what was `seen`. Raises `Stale` or `Impossible`."""
    if not words:
        raise Impossible(_("Write it in a few words first."))
    if line.taken_out_on:
        raise Impossible(_("This line has been taken out."))
    line.compare_and_set({"words": seen}, words=words, **more)
    return line


@verb("line.take_out", Action.WRITE_ASSESSMENT)
def take_out(line: Line, *, actor: Actor, today: date) -> None:
    """The line no longer belongs to the picture; what was planned from it keeps it. Raises `Stale` if it was out."""
    line.compare_and_set({"taken_out_on": None}, taken_out_on=today)
