"""One child at every stage of the graduated approach at Elm Primary, through the verbs that the screens call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from fourfold.casework.assess.actions import add_need, add_observation, add_strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import open_cycle
from fourfold.casework.identify.actions import (
    Ruling,
    Seen,
    answer_concern,
    decide,
    note_tried,
    raise_concern,
    record_talk,
    tell,
)
from fourfold.casework.identify.choices import Next, ToldHow, Tried
from fourfold.casework.identify.queries import concerns_in
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import calendar, informed_family
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan
from fourfold.casework.voice.actions import (
    Said,
    ask_views,
    write_down_views,
)
from fourfold.casework.voice.choices import AskedHow
from fourfold.config.demo.cast import Place
from fourfold.domain.clock import is_school_day, open_day_from
from fourfold.domain.words import AreaOfNeed
from fourfold.foundation.access.actors import Actor, system_actor

# Who stands where, and who their mother is. Ayaan is in the middle of it; the others show one stage each.
STAGES = [
    ("Maya", "Hughes", ("Carys", "Hughes"), "concern"),
    ("Tobi", "Adeyemi", ("Folake", "Adeyemi"), "discussion"),
    ("Freya", "Nowak", ("Beata", "Nowak"), "not_now"),
    ("Kacper", "Wiśniewski", ("Agata", "Wiśniewska"), "assess"),
    ("Sahra", "Warsame", ("Hodan", "Warsame"), "plan"),
    ("Oisín", "Ó Catháin", ("Gráinne", "Ní Chatháin"), "shared"),
]


@dataclass(frozen=True)
class Company:
    """Who does what in these stories, as actors on the day of the demonstration."""

    place: Place
    today: date

    def __call__(self, name: str) -> Actor:
        """The member of staff or family member of that first name."""
        return self.place.actor(name, self.today)


def school_day(on: date) -> date:
    """The last school day up to `on`: nobody at a school talks, decides or shares on a Sunday or in half term."""
    terms = calendar()
    earlier = (on - timedelta(days=back) for back in range(40))
    return next((day for day in earlier if terms.knows(day) and is_school_day(day, terms)), on)


def child_of_kestrel(
    company: Company, given: str, family: str, mother: tuple[str, str], number: int
) -> Pupil:
    """A child of Kestrel class, with the names of their mother."""
    place, today = company.place, company.place.organisation.first_day
    system = system_actor(place.organisation.pk, "demonstration")
    child = people.add_pupil(
        place.organisation,
        actor=system,
        given_name=given,
        family_name=family,
        birth_date=date(2017, 1 + number, 12),
        year_group="4",
        home_language="en",
        joined_on=today,
    )
    people.put_in_group(place.groups["Kestrel"], child, actor=system, today=today)
    contact = people.add_contact(
        place.organisation,
        actor=system,
        today=today,
        given_name=mother[0],
        family_name=mother[1],
        email=f"mother{number}@family.example",
        language="en",
    )
    people.add_care(
        child, contact, actor=system, today=today, relationship="mother", responsibility="yes"
    )
    place.children[given] = child
    return child


def _concern(company: Company, child: Pupil, on: date) -> Cycle:
    on = school_day(on)
    seen = Seen(
        words="Loses the thread when several things are asked for at once, and waits for the others.",
        since="since the second week of term",
        sure="think_so",
        urgent="soon",
        family_spoken=True,
    )
    raise_concern(child, seen, actor=company("Ben"), today=on)
    cycle = open_cycle(child)
    assert cycle is not None
    return cycle


def _talk(company: Company, child: Pupil, on: date) -> Cycle:
    on = school_day(on)
    cycle = _concern(company, child, on - timedelta(days=14))
    note_tried(
        cycle,
        [str(Tried.SEAT), str(Tried.ONE_STEP)],
        "",
        "Helps in maths, less in English.",
        actor=company("Ben"),
        today=on,
    )
    for concern in concerns_in(cycle):
        answer_concern(
            concern,
            "Thank you. Mr Hall and I look at it with the family, and tell you what comes of it.",
            str(Next.LOOK_INTO),
            actor=company("Amina"),
            today=school_day(on - timedelta(days=12)),
        )
    cycle.refresh_from_db()
    record_talk(
        cycle,
        on,
        "Mother and Mr Hall",
        "At home instructions are given one at a time, with a picture. We will try this in class too.",
        given_to=[care.contact for care in informed_family(child, on)],
        actor=company("Ben"),
        today=on,
    )
    cycle.refresh_from_db()
    return cycle


def _not_now(company: Company, child: Pupil, on: date) -> Cycle:
    on = school_day(on)
    cycle = _talk(company, child, on - timedelta(days=10))
    ruling = Ruling(
        is_support=False,
        reasons="What was tried in class works. We go on with it and look again after half term.",
        look_again_on=open_day_from(on + timedelta(days=60), calendar()),
    )
    decide(cycle, ruling, actor=company("Amina"), today=on)
    return cycle


def _assess(company: Company, child: Pupil, on: date) -> Cycle:
    on = school_day(on)
    cycle = _talk(company, child, on - timedelta(days=10))
    ruling = Ruling(
        is_support=True,
        reasons="Needs help with language in every lesson, beyond what the class has.",
        areas=[str(AreaOfNeed.COMMUNICATION_AND_INTERACTION)],
        about_child="Understands one instruction at a time, and more with pictures.",
    )
    decision = decide(cycle, ruling, actor=company("Amina"), today=on)
    # With whom the child lives is told at once. The other parent is still to be told: it stands on the lists as late.
    at_home = sorted(informed_family(child, on), key=lambda care: not care.lives_with)
    for care in at_home[:1]:
        tell(decision, care.contact, str(ToldHow.IN_PERSON), on, actor=company("Amina"), today=on)
    cycle.refresh_from_db()
    return cycle


def _picture(company: Company, child: Pupil, on: date) -> Cycle:
    on = school_day(on)
    cycle = _assess(company, child, on - timedelta(days=14))
    ben, amina = company("Ben"), company("Amina")
    add_strength(cycle, "Draws what a story is about, in great detail.", actor=ben, today=on)
    add_need(
        cycle,
        "Needs time and pictures to follow what is said to the whole class.",
        [str(AreaOfNeed.COMMUNICATION_AND_INTERACTION)],
        actor=ben,
        today=on,
    )
    add_observation(
        cycle, "Started at once when the steps stood on a card.", "English", on, actor=ben, today=on
    )
    contacts = [care.contact for care in informed_family(child, on)]
    ask_views(
        child,
        contacts,
        child=True,
        how=str(AskedHow.IN_PERSON),
        reply_by=None,
        actor=amina,
        today=on,
    )
    write_down_views(
        child,
        None,
        Said(words="I like drawing. I get stuck when everyone is loud.", language="en"),
        actor=amina,
        today=on,
    )
    return cycle


def _plan(company: Company, child: Pupil, on: date) -> Plan:
    on = school_day(on)
    cycle = _picture(company, child, on - timedelta(days=7))
    ben = company("Ben")
    plan = plans.begin_plan(cycle, actor=ben, today=on)
    outcome = plans.add_outcome(
        plan,
        actor=ben,
        words=f"{child.given_name} starts a task within two minutes, from a card with the steps.",
        measure="Mr Hall notes it in one English lesson a week.",
        baseline="In 1 of 5 lessons",
        target="In 4 of 5 lessons",
        by_date=plan.review_on,
    )
    plans.add_line(
        plan,
        actor=ben,
        towards=outcome,
        what="Step cards, made and talked through before the lesson",
        given_by=company.place.members["Tess"],
        per_week=3,
        minutes=15,
        group_size=1,
        place="Kestrel",
    )
    parts = {
        "setting": "Step cards in every English lesson.",
        "family": "One job at home with a step card.",
        "child": "I ask for my card.",
    }
    plans.say_who_does_what(plan, parts, actor=ben, seen={})
    plans.add_adjustment(
        plan, "One instruction at a time, and a seat near the board.", "classroom", actor=ben
    )
    return plan


def shared(company: Company, child: Pupil, on: date) -> Plan:
    on = school_day(on)
    plan = _plan(company, child, on - timedelta(days=3))
    plans.share_plan(plan, actor=company("Ben"), today=on)
    plan.refresh_from_db()
    return plan


TELL: dict[str, Callable[[Company, Pupil, date], object]] = {
    "concern": _concern,
    "discussion": _talk,
    "not_now": _not_now,
    "assess": _picture,
    "plan": _plan,
    "shared": shared,
}
