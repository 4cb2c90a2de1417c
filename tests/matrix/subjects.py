"""How to make one of each kind of thing that a door leads to, about one child, by the same verbs as the screens call.

A kind of door without a maker here fails the matrix. Texts carry `Made.mark`, so that a page that shows them to
somebody else is found out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fourfold.casework.assess import actions as assess
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.actions import Said as Tapped
from fourfold.casework.do.actions import log_session
from fourfold.casework.identify import actions as identify
from fourfold.casework.identify.actions import Ruling, Seen
from fourfold.casework.identify.choices import Next
from fourfold.casework.identify.models import Concern
from fourfold.casework.people.models import Care, Closure, Contact, Term
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.casework.review.actions import Meeting, prepare_review
from fourfold.casework.review.models import SupportEnd
from fourfold.casework.voice import actions as voice
from fourfold.casework.voice.actions import Said
from fourfold.domain.words import Ground, Role
from fourfold.foundation.access.models import Grant, SencoAppointment, User
from fourfold.foundation.act import organisations as act
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.intake.actions import bring_file
from fourfold.foundation.notify import registry
from fourfold.foundation.notify.outbox import queue
from fourfold.foundation.notify.registry import Kind, Rendered
from fourfold.foundation.scope.writing import verb_at_work
from tests.matrix.made import GIVES, GROUP, Made, makes

PING = "test.ping"


@dataclass(frozen=True)
class Ping:
    """The payload of a kind of message that only the matrix has."""

    on: str


PING_KIND = Kind(PING, Ping, lambda payload, to: Rendered("Þ", (payload.on,), "/x/"), Ping("Þ"))


@makes("child")
def _child(made: Made) -> Any:
    return made.place.children[made.child]


@makes("grant")
def _grant(made: Made) -> Any:
    """The invitation of the psychologist, if there is one to this child; else one that was ended at once."""
    child, day = made.get("child"), made.today
    known = Grant.objects.filter(child=child.public_id).order_by("pk").first()
    if known:
        return known
    called, roles = f"Dr {made.mark}", [Role.PROFESSIONAL]
    user = User.objects.create_user(f"{made.mark}@clinic.example")
    here = made.place.organisation
    member = act.add_member(here, called, roles, actor=made.senco, today=day, user=user)
    of = {"actor": made.senco, "today": day, "ground": Ground.FAMILY_AGREES}
    grant = act.grant_access(child, member, day, f"{made.mark} let in", **of)
    act.end_grant(grant, actor=made.senco, today=day)
    return Grant.objects.get(pk=grant.pk)


@makes("group")
def _group(made: Made) -> Any:
    return made.place.groups[GROUP[made.child]]


@makes("contact")
def _contact(made: Made) -> Any:
    """The member of the family who does things; the young person has none, and stands there for one."""
    contact = made.place.contacts[made.family]
    return contact if isinstance(contact, Contact) else made.place.contacts["Dilek"]


@makes("message")
def _message(made: Made) -> Any:
    to = made.place.contacts[made.family].membership
    with verb_at_work(made.place.organisation.pk, "test.message"):
        return queue(
            PING,
            registry.kinds()[PING].payload(made.mark),
            to=to,
            channel="email",
            child=made.get("child").public_id,
            address=f"{made.mark}@family.example",
        )


@makes("concern")
def _concern(made: Made) -> Any:
    """Raised by the family and read; the SENCO has said that it is looked into."""
    seen = Seen(words=f"{made.mark} {made.says}", language="tr")
    family = made.by(made.family)
    concern = identify.raise_concern(made.get("child"), seen, actor=family, today=made.begun)
    voice.read_contribution(concern.contribution, actor=made.senco, today=made.begun)
    answer = f"{made.mark} we look into it"
    identify.answer_concern(
        concern, answer, str(Next.LOOK_INTO), actor=made.senco, today=made.begun
    )
    return Concern.objects.get(pk=concern.pk)


@makes("cycle")
def _cycle(made: Made) -> Any:
    """The one that the concern opened; the talk with the family has been held."""
    cycle = made.get("concern").cycle
    identify.note_tried(cycle, [], f"{made.mark} tried", "well", actor=made.senco, today=made.begun)
    made.rows["talk"] = identify.record_talk(
        cycle,
        made.begun,
        "family",
        f"{made.mark} the note",
        actor=made.senco,
        today=made.begun,
    )
    return cycle


@makes("contribution")
def _contribution(made: Made) -> Any:
    """Views of the family that nobody has read yet."""
    said = Said(words=f"{made.mark} {made.unread}", language="tr")
    return voice.give_views(made.get("child"), said, actor=made.by(made.family), today=made.today)


@makes("decision")
def _decision(made: Made) -> Any:
    ruling = Ruling(
        is_support=True, reasons=f"{made.mark} reasons", areas=["cognition_and_learning"]
    )
    return identify.decide(made.get("cycle"), ruling, actor=made.senco, today=made.begun)


@makes("notice")
def _notice(made: Made) -> Any:
    """The first of the family has been told."""
    contact = made.place.contacts[made.family]
    return identify.tell(
        made.get("decision"),
        contact if isinstance(contact, Contact) else None,
        "in_person",
        made.begun,
        actor=made.senco,
        today=made.begun,
        remark=f"{made.mark} told",
    )


@makes("strength")
def _strength(made: Made) -> Any:
    made.get("decision")
    words = f"{made.mark} strength"
    return assess.add_strength(made.get("cycle"), words, actor=made.senco, today=made.begun)


@makes("need")
def _need(made: Made) -> Any:
    made.get("decision")
    words = f"{made.mark} need"
    return assess.add_need(
        made.get("cycle"), words, ["cognition_and_learning"], actor=made.senco, today=made.begun
    )


@makes("observation")
def _observation(made: Made) -> Any:
    made.get("decision")
    words = f"{made.mark} seen"
    return assess.add_observation(
        made.get("cycle"), words, "hall", made.begun, actor=made.senco, today=made.begun
    )


@makes("plan")
def _plan(made: Made) -> Any:
    for before in ("notice", "strength", "need", "observation"):
        made.get(before)
    cycle = Cycle.objects.get(pk=made.get("cycle").pk)
    return plans.begin_plan(cycle, actor=made.senco, today=made.begun)


@makes("outcome")
def _outcome(made: Made) -> Any:
    return plans.add_outcome(
        made.get("plan"),
        actor=made.senco,
        words=f"{made.mark} outcome",
        measure="errors in 30 words",
        baseline="11 errors",
        target="3 errors",
        by_date=made.today,
    )


@makes("line")
def _line(made: Made) -> Any:
    """A line that the first teacher or assistant of the child gives, each day."""
    return plans.add_line(
        made.get("plan"),
        actor=made.senco,
        towards=made.get("outcome"),
        what=f"{made.mark} support",
        given_by=made.place.members[GIVES[made.child]],
        per_week=5,
        minutes=15,
        days="12345",
        starts_on=made.begun,
    )


@makes("adjustment")
def _adjustment(made: Made) -> Any:
    words = f"{made.mark} differently"
    return plans.add_adjustment(made.get("plan"), words, "classroom", actor=made.senco)


@makes("version")
def _version(made: Made) -> Any:
    """Shared with everybody who may have it, and begun."""
    for before in ("line", "adjustment"):
        made.get(before)
    plan = plans.set_review_day(
        Plan.objects.get(pk=made.get("plan").pk),
        made.today,
        actor=made.senco,
        today=made.begun,
        seen=Plan.objects.get(pk=made.get("plan").pk).revision,
    )
    version = plans.share_plan(plan, actor=made.senco, today=made.begun)
    plans.start_support(
        Plan.objects.get(pk=plan.pk), actor=made.senco, today=made.begun, starts_on=made.begun
    )
    return version


@makes("say")
def _say(made: Made) -> Any:
    """What the first of the family thinks of the plan, not read yet."""
    return plans.say_on_plan(
        made.get("version"),
        "agrees",
        f"{made.mark} {made.unread}",
        actor=made.by(made.family),
        today=made.today,
    )


@makes("session")
def _session(made: Made) -> Any:
    made.get("version")
    line = SupportLine.objects.get(pk=made.get("line").pk)
    said = Tapped(made.begun, f"tap-{made.child}", note=f"{made.mark} session")
    return log_session(line, said, actor=made.by(GIVES[made.child]), today=made.begun)


@makes("intake")
def _intake(made: Made) -> Any:
    """A list of children with this one's mark in it, read and not brought in."""
    roll = f"Forename,Surname,DOB,Year\n{made.mark},Newcomer,01/02/2017,4\n"
    return bring_file(
        made.place.organisation,
        "children",
        f"roll-{made.child}.csv",
        roll.encode(),
        actor=made.senco,
        today=made.today,
    )


@makes("care")
def _care(made: Made) -> Any:
    return Care.objects.filter(pupil=made.get("child")).order_by("pk").first() or made.get("child")


@makes("member")
def _member(made: Made) -> Any:
    return made.place.members[GIVES[made.child]]


@makes("term")
def _term(made: Made) -> Any:
    return Term.objects.order_by("pk").first()


@makes("closure")
def _closure(made: Made) -> Any:
    return Closure.objects.order_by("pk").first()


@makes("appointment")
def _appointment(made: Made) -> Any:
    return SencoAppointment.objects.order_by("pk").first()


@makes("review")
def _review(made: Made) -> Any:
    """Prepared; the first of the family was asked to it."""
    made.get("session")
    contact = made.place.contacts[made.family]
    return prepare_review(
        Cycle.objects.get(pk=made.get("cycle").pk),
        Meeting(made.today, place=f"{made.mark} room"),
        [contact] if isinstance(contact, Contact) else [],
        child=not isinstance(contact, Contact),
        actor=made.senco,
        today=made.today,
    )


@makes("ended")
def _ended(made: Made) -> Any:
    """The line that says that support ended; the cycle goes on all the same, for the other rows."""
    made.get("review")
    with verb_at_work(made.place.organisation.pk, "test.ended"):
        end = SupportEnd(
            cycle=made.get("cycle"), on=made.today, reasons=f"{made.mark} reasons of the end"
        )
        end.save()
    return end


# Parts of an address that are no door's, by the name of the address.
Part = Callable[[Made], str]
OTHER_PARTS: dict[str, dict[str, Part]] = {
    "desk:message_preview": {"code": lambda made: PING},
    "do:tap": {
        "day": lambda made: made.today.isoformat(),
        "line": lambda made: str(made.get("line").public_id),
        "nth": lambda made: "1",
    },
    "identify:note_given": {"talk": lambda made: str(made.rows["talk"].public_id)},
    "identify:tell_one": {"person": lambda made: made.to_tell},
    "identify:letter": {"person": lambda made: made.to_tell},
}

# What an address asks for behind its question mark, without which there is nothing to see.
Asked = Callable[[Made], dict[str, str]]
QUERIES: dict[str, Asked] = {
    "desk:set_aside": lambda made: {
        # One of which everybody may know who sees what is due: not about words that nobody has read.
        "duty": DueRow.objects.filter(child=made.get("child").public_id, state="open")
        .exclude(rule__in=("read_contribution", "answer_concern"))
        .values_list("key", flat=True)[0]
    },
}

# Addresses that have something to show at the beginning of a cycle only: about the sister, whose cycle is there.
EARLY = {"identify:decide", "identify:carry_on"}


def child_of(name: str) -> str:
    """About which child the row of an address is: Ayaan, or his sister, to whom everybody stands as to him."""
    return "Ayla" if name in EARLY else "Ayaan"
