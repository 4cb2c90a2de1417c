"""The youngest and the oldest of the demonstration: a child of the nursery, and a young person with an own account."""

from datetime import date, timedelta

from fourfold.casework.assess.actions import add_need, add_strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.actions import (
    Ruling,
    Seen,
    answer_concern,
    decide,
    raise_concern,
    record_talk,
    tell,
)
from fourfold.casework.identify.choices import Next, ToldHow
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.people.queries import informed_family
from fourfold.casework.plan import actions as plans
from fourfold.casework.voice.actions import ask_views
from fourfold.casework.voice.choices import AskedHow
from fourfold.config.demo.cast import Place, add_staff, add_terms, say_whom_to_ask
from fourfold.config.demo.sent import send_in_their_time
from fourfold.config.demo.stages import school_day
from fourfold.domain.words import AreaOfNeed, Role, SettingKind
from fourfold.foundation.access.actors import actor_of, system_actor
from fourfold.foundation.act import organisations as act
from fourfold.foundation.scope.tenancy import tenant_scope

COMMUNICATION = str(AreaOfNeed.COMMUNICATION_AND_INTERACTION)
STAFF_AT_WILLOW = [
    ("Nell", "Ms Nell Osei", [Role.SENCO]),
    ("Ray", "Mr Ray Cole", [Role.TEACHER]),
]


def _decided(
    place: Place, child: Pupil, contact: Contact | None, names: tuple[str, str], on: date
) -> Cycle:
    """Somebody worried, the SENCO answered, they talked, and support starts: `names` are theirs, `contact` is told."""
    who, senco = (place.actor(name, on) for name in names)
    seen = Seen("Says little in a group, and much with one person.", family_spoken=True)
    concern = raise_concern(child, seen, actor=who, today=on - timedelta(days=14))
    words = "Thank you. We look at it together, and tell you what comes of it."
    answer_concern(concern, words, str(Next.LOOK_INTO), actor=senco, today=on - timedelta(days=12))
    cycle = Cycle.objects.select_related("pupil").get(pk=concern.cycle_id)
    note = "Pictures help. We try them every day, and look again in two weeks."
    record_talk(cycle, on, "The family", note, given_to=[contact], actor=who, today=on)
    ruling = Ruling(True, "Needs pictures and time in every session.", [COMMUNICATION])
    decision = decide(cycle, ruling, actor=senco, today=on)
    tell(decision, contact, str(ToldHow.IN_PERSON), on, actor=senco, today=on)
    return Cycle.objects.select_related("pupil").get(pk=cycle.pk)


def tell_of_nursery(elm: Place, today: date) -> None:
    """Kit is key person of the Robins at Elm, and puts the picture of one of them together."""
    setting, first = elm.organisation, elm.organisation.first_day
    system, on = system_actor(setting.pk, "demonstration"), school_day(today - timedelta(days=4))
    add_staff(elm, [("Kit", "Ms Kit Rowe", [Role.KEYWORKER])], first)
    robins = people.add_group(setting, "Robins", "class", actor=system, today=first)
    people.put_with_group(robins, elm.members["Kit"], "keyworker", actor=system, today=first)
    pip = people.add_pupil(
        setting,
        actor=system,
        given_name="Pip",
        family_name="Arden",
        birth_date=date(2022, 5, 3),
        year_group="N2",
        home_language="en",
        joined_on=first,
    )
    elm.children["Pip"] = pip
    people.put_in_group(robins, pip, actor=system, today=first)
    mother = people.add_contact(
        setting,
        actor=system,
        today=first,
        given_name="June",
        family_name="Arden",
        email="june@family.example",
        language="en",
    )
    people.add_care(
        pip, mother, actor=system, today=first, relationship="mother", responsibility="yes"
    )
    contact = informed_family(pip, on)[0].contact
    cycle, kit = _decided(elm, pip, contact, ("Kit", "Amina"), on), elm.actor("Kit", on)
    add_strength(cycle, "Builds tall towers, and shows others how.", actor=kit, today=on)
    add_need(
        cycle, "Needs a picture to know what comes next.", [COMMUNICATION], actor=kit, today=on
    )


def make_willow(day: date, today: date) -> None:
    """Willow Academy: Idris is over compulsory school age, was given his plan himself, and is asked for his views."""
    willow = Place(
        act.found_organisation("Willow Academy", SettingKind.ACADEMY_MAINSTREAM, first_day=day)
    )
    with tenant_scope(willow.organisation.pk):
        setting, system = willow.organisation, system_actor(willow.organisation.pk, "set-up")
        add_staff(willow, STAFF_AT_WILLOW, day)
        add_terms(setting, system)
        act.appoint_senco(setting, willow.members["Nell"], day, actor=system)
        tutors = people.add_group(setting, "12 Cole", "class", actor=system, today=day)
        people.put_with_group(tutors, willow.members["Ray"], "teaches", actor=system, today=day)
        idris = people.add_pupil(
            setting,
            actor=system,
            given_name="Idris",
            family_name="Bello",
            birth_date=date(2008, 11, 5),
            year_group="12",
            home_language="en",
            joined_on=day,
        )
        people.put_in_group(tutors, idris, actor=system, today=day)
        own = people.open_own_account(idris, actor=system, today=day)
        say_whom_to_ask(willow, "01632 960345")
        _idris(willow, idris, today)
        send_in_their_time(setting, today)
        assert actor_of(own.membership, today).is_family


def _idris(willow: Place, idris: Pupil, today: date) -> None:
    on = school_day(today - timedelta(days=21))
    cycle = _decided(willow, idris, None, ("Ray", "Nell"), on)
    ray, nell = willow.actor("Ray", on), willow.actor("Nell", on)
    plan = plans.begin_plan(cycle, actor=ray, today=on)
    outcome = plans.add_outcome(
        plan,
        actor=ray,
        words="Idris plans an essay by himself, from a page with boxes.",
        measure="Mr Cole looks at one plan a week.",
        baseline="With help each time",
        target="By himself in 3 of 4 weeks",
        by_date=plan.review_on,
    )
    plans.add_line(
        plan,
        actor=ray,
        towards=outcome,
        what="Planning an essay with a page of boxes",
        given_by=willow.members["Ray"],
        per_week=1,
        minutes=30,
    )
    plans.share_plan(plan, actor=ray, today=on)
    plan.refresh_from_db()
    plans.start_support(plan, actor=ray, today=on, starts_on=on)
    how = str(AskedHow.MESSAGE)
    ask_views(idris, [], child=True, how=how, reply_by=None, actor=nell, today=on)
