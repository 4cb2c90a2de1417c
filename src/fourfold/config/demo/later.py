"""The later stages of the demonstration: support that is given, a review, the next cycle, and the end of support."""

from collections.abc import Callable
from datetime import date, timedelta

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.actions import Said as Given
from fourfold.casework.do.actions import log_session
from fourfold.casework.do.queries import OnADay, slots_on
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import calendar, informed_family
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.casework.plan.queries import version_in_force
from fourfold.casework.review.actions import (
    Held,
    Judged,
    Meeting,
    Voice,
    continue_cycle,
    exit_support,
    hold_review,
    prepare_review,
)
from fourfold.casework.review.models import Review
from fourfold.casework.voice.actions import Said, give_views, read_contribution
from fourfold.casework.voice.models import RECEIVED, Contribution
from fourfold.config.demo.cast import Place
from fourfold.config.demo.stages import (
    STAGES,
    TELL,
    Company,
    child_of_kestrel,
    school_day,
    shared,
)
from fourfold.domain.clock import open_day_from
from fourfold.domain.words import Judgement, LineDecision, NextStep, NotDelivered

# Who stands where, after those of `STAGES`. Ayaan is in the middle of “do”.
LATER = [
    ("Amara", "Eze", ("Ngozi", "Eze"), "review"),
    ("Jakub", "Novák", ("Lenka", "Nováková"), "reviewed"),
    ("Ruby", "Clarke", ("Denise", "Clarke"), "next"),
    ("Kofi", "Mensah", ("Abena", "Mensah"), "exited"),
]


def _sessions(company: Company, line: SupportLine, since: date, until: date) -> None:
    """Sessions as they were given or not, each week's planned ones, from `since` to the day before `until`."""
    tess, terms = company("Tess"), calendar()
    day, number = since, 0
    while day < until:
        for slot in slots_on([OnADay.of(line)], day, terms):
            number += 1
            because = (
                NotDelivered.ABSENT
                if number % 7 == 0
                else NotDelivered.COVER
                if number % 11 == 0
                else None
            )
            said = Given(
                on=day,
                tap=f"demonstration-{line.public_id}-{number}",
                because=because,
                nth=slot.nth,
            )
            log_session(line, said, actor=tess, today=company.today)
        day += timedelta(days=1)


def _do(company: Company, child: Pupil, on: date, until: date) -> Plan:
    """A plan that was shared and begun on `on`, with its sessions up to the day before `until`."""
    plan = shared(company, child, on)
    plans.start_support(plan, actor=company("Ben"), today=on, starts_on=on)
    for line in plan.lines.all():
        _sessions(company, line, on, until)
    return plan


def _invited(company: Company, child: Pupil, on: date) -> Cycle:
    """Support that has been given for eight weeks, and a review to which the family is asked for a day to come."""
    began = school_day(on - timedelta(days=56))
    cycle = _do(company, child, began, on).cycle
    cycle.refresh_from_db()
    contacts = [care.contact for care in informed_family(child, on)]
    meeting = Meeting(on=open_day_from(on + timedelta(days=15), calendar()), place="Room 4")
    prepare_review(cycle, meeting, contacts, child=True, actor=company("Amina"), today=on)
    cycle.refresh_from_db()
    return cycle


def _read(company: Company, child: Pupil, on: date) -> None:
    """What the family said on a day was read by the SENCO on the next day of school."""
    next_day = min(open_day_from(on + timedelta(days=1), calendar()), company.today)
    for said in Contribution.objects.filter(pupil=child, state=RECEIVED):
        read_contribution(said, actor=company("Amina"), today=next_day)


def _held(company: Company, child: Pupil, on: date, step: NextStep, judged: Judgement) -> Review:
    """A review that was held on `on`, each outcome judged, each line decided."""
    plan = _do(company, child, school_day(on - timedelta(days=56)), on)
    going_on = step is not NextStep.EXIT
    decision = LineDecision.KEEP if going_on else LineDecision.STOP
    now = "In 3 of 5 lessons" if going_on else "In 5 of 5 lessons"
    held = Held(
        on=on,
        led_by=company.place.members["Ben"],
        version=version_in_force(plan),
        judged={
            row.public_id: Judged(judged, "Mr Hall noted it each week.", now=now)
            for row in plan.outcomes.all()
        },
        decided={row.public_id: (decision, "") for row in plan.lines.all()},
        people=tuple(
            Voice(care.contact, there=True, said="It is calmer at home, too.")
            for care in informed_family(child, on)
        ),
        words="We looked at it together, with the cards on the table.",
        next_step=step,
        next_words="The cards go on, in maths as well." if going_on else "He no longer needs them.",
        next_review_on=open_day_from(on + timedelta(days=84), calendar()) if going_on else None,
    )
    plan.cycle.refresh_from_db()
    return hold_review(plan.cycle, held, actor=company("Ben"), today=on)


def _review(company: Company, child: Pupil, today: date) -> None:
    _invited(company, child, school_day(today))


def _reviewed(company: Company, child: Pupil, today: date) -> None:
    on = school_day(today - timedelta(days=1))
    _held(company, child, on, NextStep.CONTINUE, Judgement.NEARLY)


def _next(company: Company, child: Pupil, today: date) -> None:
    on = school_day(today - timedelta(days=8))
    review = _held(company, child, on, NextStep.CONTINUE, Judgement.NEARLY)
    _read(company, child, on)
    continue_cycle(review, actor=company("Ben"), today=on)


def _exited(company: Company, child: Pupil, today: date) -> None:
    on = school_day(today - timedelta(days=8))
    cycle = _held(company, child, on, NextStep.EXIT, Judgement.MET).cycle
    _read(company, child, on)
    cycle.refresh_from_db()
    exit_support(
        cycle,
        "He starts by himself in every lesson, and says that he does not need the cards.",
        open_day_from(on + timedelta(days=84), calendar()),
        actor=company("Amina"),
        today=on,
    )


TELL_LATER: dict[str, Callable[[Company, Pupil, date], None]] = {
    "review": _review,
    "reviewed": _reviewed,
    "next": _next,
    "exited": _exited,
}


def _ayaan(company: Company) -> None:
    """Ayaan is in the middle of “do”: his plan was shared, his mother agrees and wrote to us, sessions are logged."""
    child, on = company.place.children["Ayaan"], school_day(company.today - timedelta(days=28))
    plan = _do(company, child, on, company.today)
    version = plan.versions.get(number=plan.number)
    plans.say_on_plan(
        version,
        "agrees",
        "Adımları evde de kullanıyoruz.",
        actor=company("Dilek"),
        today=on,
        language="tr",
    )
    _read(company, child, on)
    given = give_views(
        child,
        Said(going_well="Evde daha sakin.", hard="Okuma ödevi uzun sürüyor.", language="tr"),
        actor=company("Dilek"),
        today=school_day(company.today - timedelta(days=2)),
    )
    last = school_day(company.today - timedelta(days=1))
    read_contribution(given, actor=company("Amina"), today=last)


def tell_stories(place: Place, today: date) -> None:
    """Put one child at every stage, in the scope of `place`, as of `today`."""
    company = Company(place, today)
    for number, (given, family, mother, stage) in enumerate([*STAGES, *LATER], start=1):
        tell = TELL.get(stage) or TELL_LATER[stage]
        tell(company, child_of_kestrel(company, given, family, mother, number), today)
    _ayaan(company)
