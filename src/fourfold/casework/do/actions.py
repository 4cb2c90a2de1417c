"""The verbs on sessions: log one, log a group with one tap, say more, take back."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.do.counts import (
    stretches_of,
)
from fourfold.casework.do.lines import has_begun
from fourfold.casework.do.models import Session, TakenBack
from fourfold.casework.do.queries import standing_session
from fourfold.casework.plan.actions import start_support
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.words import NotDelivered
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import Impossible, verb


@dataclass(frozen=True)
class Said:
    """What somebody says of one session: of which day, given or why not, and if wished how it went.

    `tap` is the id of the press; `extra` says that the session was not a planned one; `note` says, of one that was not
    given, what the other reason was.
    """

    on: date
    tap: str
    because: NotDelivered | None = None
    nth: int = 1
    extra: bool = False
    minutes: int | None = None
    rating: int | None = None
    count: int | None = None
    note: str = ""


def _check(line: SupportLine, said: Said, today: date) -> None:
    if not said.tap:
        raise Impossible(_("This press has no mark of its own: load the page again."))
    if said.because is NotDelivered.OTHER and not said.note.strip():
        raise Impossible(_("Say in a few words what the other reason was."))
    if said.on > today:
        raise Impossible(_("A session can be noted on its day or later, not before."))
    ended = line.plan.cycle.ended_on
    if ended and said.on > ended:
        raise Impossible(_("This support ended before that day."))
    if line.plan.cycle.stage == Stage.PLAN and not line.carried_from:
        raise Impossible(_("This plan is still being written: its support has not started."))
    if not has_begun(line, said.on):
        raise Impossible(_("This support had not begun on that day."))
    known = stretches_of(line)
    if not known:
        raise Impossible(_("This line is not in a plan that was shared or begun yet."))
    if not any(each.may_still_be_given(said.on) for each in known):
        raise Impossible(_("This support ended before that day."))


@verb("session.log", Action.LOG_SESSION)
def log_session(line: SupportLine, said: Said, *, actor: Actor, today: date) -> Session:
    """Note that one session of a line was given, or not and why. The same tap again gives the same row.

    The first session that is given starts the support of a plan that was shared: nobody has to say it a second time.
    Raises `Impossible` for a day to come, a line that has ended, a session that somebody else has noted, and another
    reason that is not said in words.
    """
    _check(line, said, today)
    same = Session.objects.filter(line=line, tap=said.tap[:64]).first()
    if same:
        return same
    other = standing_session(line, said.on, said.nth)
    if other:
        who = other.by.called if other.by else _("somebody")
        raise Impossible(
            _("%(who)s has noted this session already. Take that back first.") % {"who": who}
        )
    session = Session(
        pupil=line.plan.cycle.pupil,
        line=line,
        on=said.on,
        nth=said.nth,
        planned=not said.extra,
        delivered=said.because is None,
        because=str(said.because or ""),
        minutes=said.minutes if said.minutes is not None else line.minutes or None,
        rating=said.rating,
        count=said.count,
        note=said.note,
        by_id=actor.membership or None,
        logged_at=clock.now(),
        tap=said.tap[:64],
    )
    session.save()
    if session.delivered:
        _support_is_given(line.plan, said.on, actor, today)
    return session


def _support_is_given(plan: Plan, on: date, actor: Actor, today: date) -> None:
    """The first session given is the start of the support of a plan that was shared, and moves it on to “do”.

    Fourfold does it, since whoever gives a session need not be one who may start a plan; the session says who gave it.
    """
    if plan.cycle.stage == Stage.SHARED:
        fourfold = system_actor(actor.tenant, "first-session")
        start_support(plan, actor=fourfold, today=today, starts_on=on)


@verb("session.log_group", Action.SEE_TODAY)
def log_group(
    setting: Organisation,
    lines: list[SupportLine],
    said: Said,
    exceptions: dict[str, NotDelivered],
    *,
    actor: Actor,
    today: date,
) -> list[Session]:
    """One tap for a group: `said` of every line, but for the lines (public id) in `exceptions` why it was not given.

    The note of `said` is of those with another reason.
    Each line is asked about at its own door. A child for whom somebody has noted the session already is left as it is.
    Raises what `log_session` raises.
    """
    logged = []
    for line in lines:
        because = exceptions.get(line.public_id, said.because)
        other = standing_session(line, said.on, said.nth)
        if other and other.tap != said.tap:
            continue
        note = said.note if because is NotDelivered.OTHER else ""
        mine = Said(said.on, said.tap, because, said.nth, said.extra, said.minutes, note=note)
        logged.append(log_session(line, mine, actor=actor, today=today))
    return logged


@verb("session.say_more", Action.LOG_SESSION)
def say_more(
    session: Session,
    *,
    actor: Actor,
    rating: int | None = None,
    count: int | None = None,
    note: str = "",
    seen: dict[str, object] | None = None,
) -> Session:
    """Add how a session went: a rating, a count, a word. Raises `Stale` if somebody added it meanwhile."""
    if not session.stands:
        raise Impossible(_("This was taken back."))
    before = seen or {
        "rating": session.rating,
        "count": session.count,
        "note": session.note,
    }
    session.compare_and_set(before, rating=rating, count=count, note=note)
    return session


@verb("session.take_back", Action.LOG_SESSION)
def take_back(session: Session, *, actor: Actor) -> Session:
    """Undo a mistaken tap: the session stays on file as taken back, with who and when. Twice is once."""
    if not session.stands:
        return session
    session.compare_and_set({"stands": True}, stands=False)
    TakenBack(session=session, by_id=actor.membership or None, at=clock.now()).save()
    return session
