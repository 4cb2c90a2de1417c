"""Plain cycles for plain pupils: support that is being given, with everything that led to it, in bulk.

What the verbs of the screens would have written stands here too: concern, talk, decision, letters to each carer, views,
picture, a plan that was shared and agreed, sessions up to yesterday. The same seed on the same day makes the same data.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from fourfold.casework.assess.models import Need, Observation, Strength
from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.do.models import Session
from fourfold.casework.identify.choices import ToldHow, Tried
from fourfold.casework.identify.letters import notice_text
from fourfold.casework.identify.models import (
    Concern,
    Decision,
    Discussion,
    Notice,
    TeachingTried,
)
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.queries import calendar
from fourfold.casework.plan.actions.freezing import freeze
from fourfold.casework.plan.messages import PlanShared
from fourfold.casework.plan.models import (
    Adjustment,
    Outcome,
    Plan,
    PlanVersion,
    Responsibility,
    Say,
    SupportLine,
    VersionShare,
)
from fourfold.casework.plan.words import AdjustmentKind, Via, Whose
from fourfold.casework.voice.choices import VIEWS, AskedHow, Way
from fourfold.casework.voice.models import RELEASED, Ask, Contribution
from fourfold.domain.clock import SchoolCalendar, is_open, open_day_from
from fourfold.domain.cycle import Stage
from fourfold.domain.words import AreaOfNeed, NotDelivered
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import as_json

SEEN = [
    "Reads each word by itself and has lost the sentence by its end.",
    "Waits for the others and copies what they do when something is explained to all.",
    "Cannot start by themselves, and needs somebody beside them for each first step.",
    "Holds the pencil so tightly that the hand hurts after three lines.",
    "Loses friends over small things, and finds no way back.",
]
AIMS = [
    ("reads forty words in a minute from a book at their level", "A minute of reading on Fridays"),
    ("starts a task within two minutes, with a card", "Noted in one lesson a week"),
    ("writes five lines that others can read", "The piece of writing of each second week"),
    ("asks for a break in place of leaving", "Counted each day by the class team"),
]
REASONS = "Needs help beyond what the class has, in more than one subject."
HELP = [
    "Reading aloud, word by word",
    "Step cards before the lesson",
    "Hand exercises",
    "Talk time",
]
MOVES = [
    ("raise_concern", "", Stage.CONCERN, 70),
    ("look_into_it", Stage.CONCERN, Stage.DISCUSSION, 66),
    ("decide_support", Stage.DISCUSSION, Stage.ASSESS, 60),
    ("write_plan", Stage.ASSESS, Stage.PLAN, 50),
    ("share_plan", Stage.PLAN, Stage.SHARED, 44),
    ("start_support", Stage.SHARED, Stage.DO, 42),
]


@dataclass(frozen=True)
class Around:
    """Who does what for these children, and when it is."""

    setting: Organisation
    senco: Membership
    teacher: Membership
    assistant: Membership
    today: date

    def ago(self, days: int) -> date:
        """So many days ago, but not before the setting's first day."""
        return max(self.setting.first_day, self.today - timedelta(days=days))


@dataclass(frozen=True)
class Depth:
    """How much there is of one child: lines of support, sessions, concerns, messages and words of the family."""

    lines: int = 2
    sessions: int | None = None
    concerns: int = 1
    messages: int = 0
    views: int = 1


@dataclass
class Rows:
    """Rows to be written in bulk, by table in the order in which they need each other."""

    found: dict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Any) -> Any:
        """Note a row to be written; returns it."""
        self.found[type(row)].append(row)
        return row

    def write(self) -> None:
        """Write them, and begin anew."""
        for model, rows in self.found.items():
            model.objects.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]
        self.found.clear()


def plain_cycles(pupils: list[Pupil], around: Around, random: Random, heavy: Depth | None) -> None:
    """A cycle in which support is given for each of `pupils`; the first has as much as `heavy` says. Within a verb."""
    cares: dict[int, list[Care]] = defaultdict(list)
    for care in Care.objects.filter(pupil__in=pupils).select_related("contact__membership"):
        cares[care.pupil_id].append(care)
    terms = calendar()
    plans: list[tuple[Plan, Depth]] = []
    rows = Rows()
    for number, pupil in enumerate(pupils):
        depth = heavy if heavy and number == 0 else Depth()
        contacts = [care.contact for care in cares[pupil.pk]]
        cycle = _led_to_it(rows, pupil, contacts, around, random, depth)
        days = random.randrange(-5, 30)
        review_on = open_day_from(around.today + timedelta(days=days), terms)
        plans.append((_plan(rows, cycle, around, review_on, depth), depth))
    rows.write()
    lines: dict[int, list[SupportLine]] = defaultdict(list)
    for line in SupportLine.objects.filter(plan__in=[plan for plan, _ in plans]).order_by("pk"):
        lines[line.plan_id].append(line)
    for plan, depth in plans:
        version = freeze(plan, today=around.ago(44))
        people = [care.contact for care in cares[plan.cycle.pupil_id]]
        _shared(rows, version, people, around, depth)
        _sessions(rows, plan, lines[plan.pk], around, depth.sessions, terms, random)
    rows.write()


def _led_to_it(
    rows: Rows,
    pupil: Pupil,
    contacts: list[Contact],
    around: Around,
    random: Random,
    depth: Depth,
) -> Cycle:
    """Concern, what was tried, talk, decision, letters, views and picture of one child."""
    cycle: Cycle = rows.add(
        Cycle(
            pupil=pupil,
            number=1,
            stage=str(Stage.DO),
            begun_on=around.ago(70),
            lead=around.teacher,
        )
    )
    for move, frm, to, days in MOVES:
        by = around.senco if move == "decide_support" else around.teacher
        rows.add(
            Move(
                cycle=cycle,
                move=move,
                frm=str(frm),
                to=str(to),
                by=by,
                on=around.ago(days),
                because=REASONS if move == "decide_support" else "",
            )
        )
    of = {"pupil": pupil, "cycle": cycle}
    _concerns(rows, of, around, random, depth.concerns)
    rows.add(
        TeachingTried(
            **of, what=[str(Tried.SEAT)], how_it_went="A little.", by=around.teacher, on=around.ago(68)
        )
    )  # fmt: skip
    note = "We agreed to find out more, and to try one step at a time at home too."
    rows.add(
        Discussion(
            **of, held_on=around.ago(66), who="The family", note=note, note_given_on=around.ago(66),
            by=around.teacher,
        )
    )  # fmt: skip
    area = random.choice(list(AreaOfNeed))
    decision = Decision(
        **of, is_support=True, by=around.senco, on=around.ago(60), areas=[str(area)],
        reasons=REASONS,
    )  # fmt: skip
    rows.add(decision)
    for contact in contacts:
        _told(rows, decision, contact, around)
    _views(rows, pupil, contacts[:1], around, depth.views)
    _picture(rows, of, area, around)
    return cycle


def _picture(rows: Rows, of: dict[str, Any], area: AreaOfNeed, around: Around) -> None:
    rows.add(Strength(**of, words="Kind to younger ones.", by=around.teacher, on=around.ago(55)))
    rows.add(
        Need(**of, words="Needs one step at a time.", areas=[str(area)], by=around.teacher, on=around.ago(55))
    )  # fmt: skip
    rows.add(
        Observation(
            **of, words="Began at once from a card.", place="English", seen_on=around.ago(54),
            by=around.teacher, on=around.ago(54),
        )
    )  # fmt: skip


def _concerns(
    rows: Rows, of: dict[str, Any], around: Around, random: Random, how_many: int
) -> None:
    """The first one was answered by the decision; those after it are new and wait."""
    for number in range(how_many):
        days = 70 if number == 0 else number % 5
        answered = {"answered_on": around.ago(60), "answered_by": around.senco, "answer": "Yes."}
        rows.add(
            Concern(
                **of,
                raised_by=around.teacher,
                raised_on=around.ago(days),
                raiser="teacher",
                seen=random.choice(SEEN),
                family_spoken=True,
                **(answered if number == 0 else {}),
            )
        )


def _told(rows: Rows, decision: Decision, contact: Contact, around: Around) -> None:
    text = notice_text(
        decision,
        around.setting,
        to=str(contact),
        child=decision.pupil.given_name,
        ask=f"Ask for {around.senco.called}, the SENCO.",
        sender=f"{around.senco.called}, SENCO",
    )
    rows.add(
        Notice(
            pupil=decision.pupil,
            decision=decision,
            contact=contact,
            told_by=around.senco,
            how=str(ToldHow.IN_PERSON),
            told_on=around.ago(58),
            text=text,
            text_hash=hashlib.sha256(text.encode()).hexdigest(),
        )
    )


def _views(
    rows: Rows, pupil: Pupil, contacts: list[Contact], around: Around, how_many: int
) -> None:
    for contact in contacts:
        rows.add(
            Ask(
                pupil=pupil,
                contact=contact,
                asked_by=around.senco,
                asked_on=around.ago(58),
                how=str(AskedHow.IN_PERSON),
            )
        )
        for number in range(how_many):
            rows.add(_words(pupil, contact, around, number))


def _words(pupil: Pupil, contact: Contact, around: Around, number: int) -> Contribution:
    return Contribution(
        pupil=pupil,
        contact=contact,
        author=contact.membership,
        about=VIEWS,
        way=str(Way.WRITING),
        language="en",
        going_well="Calmer at home.",
        hard="Homework takes the whole evening.",
        received_on=around.ago(56 - number % 50),
        state=RELEASED,
        read_by=around.senco,
        read_on=around.ago(56 - number % 50),
    )


def _plan(rows: Rows, cycle: Cycle, around: Around, review_on: date, depth: Depth) -> Plan:
    """The plan with its parts, as it was written."""
    plan = Plan(
        cycle=cycle,
        begun_on=around.ago(50),
        started_on=around.ago(42),
        review_on=review_on,
        review_on_filled_in=False,
    )
    rows.add(plan)
    for position in range(depth.lines):
        aim, measure = AIMS[position % len(AIMS)]
        outcome = Outcome(
            plan=plan, position=position, words=f"{cycle.pupil.given_name} {aim}.", measure=measure,
            baseline="Now and then", target="In four lessons of five", by_date=review_on,
        )  # fmt: skip
        rows.add(outcome)
        rows.add(
            SupportLine(
                plan=plan, position=position, towards=outcome, what=HELP[position % len(HELP)],
                given_by=around.assistant, per_week=3, minutes=20, place="The small room",
            )
        )  # fmt: skip
    for position, whose in enumerate(Whose):
        rows.add(Responsibility(plan=plan, position=position, whose=str(whose), words="A card."))
    words = "One instruction at a time."
    rows.add(Adjustment(plan=plan, words=words, kind=str(AdjustmentKind.CLASSROOM)))
    return plan


def _shared(
    rows: Rows, version: PlanVersion, contacts: list[Contact], around: Around, depth: Depth
) -> None:
    """The version went to each carer, to the child by word of mouth, and to the teacher; the first carer agreed."""
    on = around.ago(44)
    version.compare_and_set({"shared_on": None}, shared_on=on, shared_by=around.teacher)
    by = {"version": version, "on": on, "by": around.teacher}
    for contact in contacts:
        rows.add(
            VersionShare(**by, to=contact.membership, contact=contact, via=str(Via.EMAIL), seen_on=on)
        )  # fmt: skip
    rows.add(VersionShare(**by, is_child=True, via=str(Via.IN_PERSON)))
    for member in (around.senco, around.assistant):
        rows.add(VersionShare(**by, to=member, via=str(Via.SCREEN)))
    for contact in contacts[:1]:
        rows.add(
            Say(version=version, contact=contact, answer=str(Answer.AGREES), how=str(Via.SCREEN), on=on)
        )  # fmt: skip
        for _ in range(1 + depth.messages):
            rows.add(_mail(version, contact, on, around.setting))


def _mail(version: PlanVersion, contact: Contact, on: date, setting: Organisation) -> Message:
    sent = datetime.combine(on, time(15), UTC)
    payload = PlanShared(setting=setting.public_id, version=version.public_id)
    return Message(
        kind="plan.shared",
        to=contact.membership,
        child=version.plan.cycle.pupil.public_id,
        channel="email",
        address=contact.email,
        payload=as_json(payload),
        state="sent",
        queued_at=sent,
        sent_at=sent,
    )


def _sessions(
    rows: Rows,
    plan: Plan,
    lines: list[SupportLine],
    around: Around,
    most: int | None,
    terms: SchoolCalendar,
    random: Random,
) -> None:
    """Three sessions a week of each line up to yesterday, or `most` in all; one in eight was not given."""
    began = around.ago(42)
    days = [began + timedelta(days=n) for n in range((around.today - began).days)]
    planned = [day for day in days if day.weekday() in {0, 2, 4} and is_open(day, terms)]
    slots = [(line, day, nth) for nth in range(1, 30) for day in planned for line in lines]
    usual = len(planned) * len(lines)
    for number, (line, day, nth) in enumerate(slots[: most if most is not None else usual]):
        missed = random.random() < 0.125
        rows.add(
            Session(
                pupil=plan.cycle.pupil,
                line=line,
                on=day,
                nth=nth,
                planned=nth == 1,
                delivered=not missed,
                because=str(random.choice([NotDelivered.ABSENT, NotDelivered.COVER])) if missed else "",
                by=around.assistant,
                logged_at=datetime.combine(day, time(14), UTC),
                tap=f"plain-{number}",
            )
        )  # fmt: skip
