"""Random people at work through the verbs of every stage, with what is right and what is not; the law judges each step.

Each rule passes on who acts, when it happened and what was said as they come: a day that has not come, no word,
Fourfold itself, a version of another plan. Nothing here asks what the table allows; a refusal is no more than that.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.actions import Said, log_session, take_back
from fourfold.casework.do.models import Session
from fourfold.casework.identify import actions as identify
from fourfold.casework.identify.actions import Ruling, Seen
from fourfold.casework.identify.models import Concern, Decision
from fourfold.casework.onward.actions import Left, end_here
from fourfold.casework.people.actions import note_inherited_spell
from fourfold.casework.people.models import Pupil
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Outcome, Plan, PlanVersion, SupportLine
from fourfold.casework.review.queries import under_review
from fourfold.casework.voice import actions as voice
from fourfold.casework.voice.models import Contribution
from fourfold.domain.words import EndReason, NotDelivered
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.machine.law import Law
from tests.machine.reviewing import Reviewing
from tests.machine.said import (
    BECAUSE,
    CHILDREN,
    DAYS,
    FAMILY,
    FAMILY_MEMBER,
    FOURFOLD,
    RAISER,
    SENCO,
    TEACHER,
    WORDS,
    mostly,
)

DAY = date(2025, 11, 3)
REFUSED = (Impossible, NotAllowed, Stale)

STAGES = [
    "concern",
    "assess",
    "plan",
    "shared",
    "shared",
    "do",
    "do",
    "review",
    "reviewed",
    "reviewed",
]


class Walk(Reviewing, RuleBasedStateMachine):
    """`cast` and `clock` are set by `machine_for`. Each walk is rolled back at its end."""

    cast: Any
    clock: Any

    def __init__(self):
        super().__init__()
        self.elm, self.today, self.tap = self.cast.elm, DAY, 0
        self.clock.move_to(DAY)
        self.scope = tenant_scope(self.elm.organisation.pk)
        self.scope.__enter__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.law = Law(self.elm.contacts["Ivan"].membership_id)

    @initialize(stage=st.sampled_from([None, *STAGES]))
    def begins(self, stage):
        """Each walk begins somewhere along the way, so that the late stages are walked as often as the early ones."""
        if stage:
            bring(self, stage)

    def teardown(self):
        transaction.set_rollback(True)
        self.leave()

    def leave(self):
        """End the walk; what was done stays."""
        self.atomic.__exit__(None, None, None)
        self.scope.__exit__(None, None, None)

    @invariant()
    def the_law_is_kept(self):
        assert self.law.broken(self.today) == []

    # What there is to act upon.
    def actor(self, who):
        if who == FOURFOLD:
            return system_actor(self.elm.organisation.pk, "walk")
        return self.elm.actor(who, self.today)

    def pupil(self, child):
        return Pupil.objects.get(pk=self.elm.children[child].pk)

    def cycle(self, child):
        rows = Cycle.objects.select_related("pupil").filter(pupil=self.elm.children[child])
        return rows.order_by("-number").first()

    def plan(self, child):
        rows = Plan.objects.select_related("cycle__pupil")
        return rows.filter(cycle=self.cycle(child)).first()

    def version(self, child, which="this"):
        found = under_review(self.cycle(child)) if self.cycle(child) else None
        if which == "other":
            mine = {"plan__cycle__pupil": self.elm.children[child]}
            return PlanVersion.objects.exclude(**mine).select_related("plan").first()
        return found.version if found and which == "this" else None

    def last(self, model, **where):
        return model.objects.filter(**where).order_by("pk").last()

    def day(self, days):
        return self.today + timedelta(days=days)

    def attempt(self, who, verb, about, *args, **kwargs):
        """Let somebody try; being refused is an answer. Anything else that goes wrong is a fault."""
        if about is None:
            return
        try:
            verb(about, *args, actor=self.actor(who), **kwargs)
        except REFUSED:
            return

    # Identify.
    @rule(who=RAISER, child=CHILDREN, words=WORDS, days=DAYS)
    def raises(self, who, child, words=BECAUSE, days=0):
        more = {"today": self.today, "on": self.day(days)}
        self.attempt(who, identify.raise_concern, self.pupil(child), Seen(words=words), **more)

    def concern(self, child):
        rows = Concern.objects.select_related("cycle__pupil", "raised_by", "pupil", "contribution")
        return rows.filter(pupil=self.elm.children[child]).order_by("pk").last()

    @rule(
        who=SENCO, child=CHILDREN, words=WORDS, days=DAYS,
        then=st.sampled_from(["look_into", "leave_open", "no_more"]),
    )  # fmt: skip
    def answers(self, who, child, words=BECAUSE, days=0, then="no_more"):
        more = {"today": self.today, "on": self.day(days)}
        self.attempt(who, identify.answer_concern, self.concern(child), words, then, **more)

    @rule(who=RAISER, child=CHILDREN, words=WORDS, days=DAYS)
    def withdraws(self, who, child, words=BECAUSE, days=0):
        more = {"today": self.today, "on": self.day(days)}
        self.attempt(who, identify.withdraw_concern, self.concern(child), words, **more)

    @rule(who=TEACHER, child=CHILDREN, days=DAYS)
    def talks(self, who, child, days=0):
        said = (self.day(days), "The family", BECAUSE)
        talk = identify.record_talk
        self.attempt(who, talk, self.cycle(child), *said, today=self.today)

    @rule(who=SENCO, child=CHILDREN, words=WORDS, days=DAYS, yes=st.booleans(), slip=st.booleans())
    def decides(self, who, child, words=BECAUSE, days=0, yes=True, slip=False):
        """A `slip` presses the one button with the other answer on the page."""
        verb = identify.decide_support if yes is not slip else identify.decide_not_now
        ruling = Ruling(is_support=yes, reasons=words)
        more = {"today": self.today, "on": self.day(days)}
        self.attempt(who, verb, self.cycle(child), ruling, **more)

    @rule(who=TEACHER, child=CHILDREN, family=FAMILY, how=st.sampled_from(["email", "in_person"]))
    def tells(self, who, child, family, how):
        rows = Decision.objects.select_related("pupil", "cycle__pupil", "by")
        decision = rows.filter(pupil=self.elm.children[child]).order_by("pk").last()
        told = (self.elm.contacts[family], how, self.today)
        self.attempt(who, identify.tell, decision, *told, today=self.today)

    @rule(child=CHILDREN, who=SENCO, came=st.booleans())
    def carries_on(self, who, child, came=False):
        if came and self.cycle(child) is None:
            system = self.actor(FOURFOLD)
            note_inherited_spell(self.pupil(child), "K", DAY, "roll", actor=system, today=DAY)
        self.attempt(who, identify.carry_on, self.pupil(child), today=self.today)

    # Assess.
    @rule(who=TEACHER, child=CHILDREN, family=FAMILY)
    def asks_views(self, who, child, family):
        asked = [self.elm.contacts[family]]
        more = {"child": True, "how": "in_person", "reply_by": None, "today": self.today}
        self.attempt(who, voice.ask_views, self.pupil(child), asked, **more)

    @rule(who=FAMILY_MEMBER, child=CHILDREN, words=WORDS)
    def gives_views(self, who, child, words):
        said = voice.Said(words=words)
        self.attempt(who, voice.give_views, self.pupil(child), said, today=self.today)

    @rule(who=SENCO)
    def reads(self, who):
        self.attempt(
            who,
            voice.read_contribution,
            self.last(Contribution, state="received"),
            today=self.today,
        )

    # Plan.
    @rule(who=TEACHER, child=CHILDREN)
    def plans(self, who, child):
        self.attempt(who, plans.begin_plan, self.cycle(child), today=self.today)

    @rule(who=TEACHER, child=CHILDREN)
    def adds(self, who, child):
        plan, given_by = self.plan(child), self.elm.members["Tess"]
        self.attempt(who, plans.add_outcome, plan, words="Reads.")
        self.attempt(who, plans.add_line, plan, what="Phonics", per_week=3, given_by=given_by)

    @rule(who=TEACHER, child=CHILDREN)
    def empties(self, who, child):
        """Everything is taken out of the plan again."""
        for model, remove in ((Outcome, plans.remove_outcome), (SupportLine, plans.remove_line)):
            rows = model.objects.select_related("plan__cycle__pupil")
            for row in rows.filter(plan=self.plan(child), ended_on__isnull=True):
                self.attempt(who, remove, row, today=self.today, seen=row.revision)

    @rule(who=TEACHER, child=CHILDREN, everybody=st.booleans(), back=st.booleans())
    def shares(self, who, child, everybody=True, back=False):
        """`back`: it is first taken back, or a new version begun, and nothing changed in it."""
        to = plans.EVERYONE if everybody else plans.Receivers(frozenset(), child=False, staff=False)
        if back:
            self.takes_back(who, child)
        self.attempt(who, plans.share_plan, self.plan(child), to, today=self.today)

    @rule(who=TEACHER, child=CHILDREN)
    def takes_back(self, who, child):
        self.attempt(who, plans.change_shared_plan, self.plan(child), today=self.today)

    @rule(who=TEACHER, child=CHILDREN, family=FAMILY)
    def shares_more(self, who, child, family):
        to = plans.Receivers(
            frozenset({self.elm.contacts[family].public_id}), child=False, staff=True
        )
        self.attempt(who, plans.share_with_more, self.version(child), to, today=self.today)

    @rule(
        who=FAMILY_MEMBER,
        child=CHILDREN,
        answer=st.sampled_from(["agrees", "disagrees"]),
        words=WORDS,
    )
    def says(self, who, child, answer, words):
        said = (answer, words.strip())
        self.attempt(who, plans.say_on_plan, self.version(child), *said, today=self.today)

    @rule(who=TEACHER, child=CHILDREN, guest=FAMILY, days=DAYS)
    def hands_over(self, who, child, guest, days):
        said = (self.elm.contacts[guest].public_id, "print", self.day(days))
        self.attempt(who, plans.hand_over, self.version(child), *said, today=self.today)

    @rule(who=TEACHER, child=CHILDREN, days=st.sampled_from([0, 0, 7, None]))
    def starts(self, who, child, days=0):
        on = None if days is None else self.day(days)
        more = {"today": self.today, "starts_on": on}
        self.attempt(who, plans.start_support, self.plan(child), **more)

    # Do.
    @rule(
        who=mostly("Tess"),
        child=CHILDREN,
        days=DAYS,
        because=st.sampled_from([None, *NotDelivered]),
    )
    def logs(self, who, child, days, because):
        rows = SupportLine.objects.select_related("plan__cycle__pupil")
        self.tap += 1
        said = Said(self.day(days), f"t{self.tap}", because)
        line = rows.filter(plan__cycle=self.cycle(child)).first()
        self.attempt(who, log_session, line, said, today=self.today)

    @rule(who=mostly("Tess"))
    def undoes(self, who):
        session = Session.objects.select_related("line__plan__cycle__pupil").last()
        self.attempt(who, take_back, session)

    # Onward.
    @rule(who=SENCO, child=CHILDREN, days=DAYS, reason=st.sampled_from([None, *EndReason]))
    def leaves(self, who, child, days=0, reason=EndReason.LEFT):
        left = Left(self.day(days), reason)
        self.attempt(who, end_here, self.cycle(child), left, today=self.today)

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days):
        self.today = min(self.day(days), date(2027, 6, 1))
        self.clock.move_to(self.today)


def machine_for(cast: Any, clock: Any) -> type[Walk]:
    """A machine over this cast."""
    return type("Walk", (Walk,), {"cast": cast, "clock": clock})


def bring(walk: Walk, stage: str, child: str = "Ayaan") -> None:
    """Bring a child to a stage by right steps alone. Raises `AssertionError` where a right step is refused."""
    steps = {
        "concern": lambda: walk.raises("Ben", child),
        "assess": lambda: walk.decides("Amina", child),
        "plan": lambda: (walk.plans("Ben", child), walk.adds("Ben", child)),
        "shared": lambda: walk.shares("Ben", child),
        "do": lambda: walk.starts("Ben", child),
        "review": lambda: walk.prepares("Ben", child, "Dilek" if child == "Ayaan" else "Marta"),
        "reviewed": lambda: walk.reviews("Ben", child),
    }
    for name, step in steps.items():
        step()
        assert walk.cycle(child).stage == name
        if name == stage:
            return
