"""What a truthful record needs, said a second time: from the rows alone, and without a look at the table of moves.

Each question returns what is untrue, in words. The paragraphs are those of domain 3.2 and 3.7.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.cycles.queries import codes_of
from fourfold.casework.identify.models import Concern, Decision, Notice
from fourfold.casework.onward.models import Leaving
from fourfold.casework.people.models import Care, InheritedSpell, Pupil
from fourfold.casework.plan.models import Plan, PlanVersion, Say, VersionShare
from fourfold.casework.review.models import (
    CannotCome,
    EndTold,
    Invitation,
    RecordGiven,
    Review,
    SupportEnd,
)
from fourfold.casework.voice.models import Ask, Contribution
from fourfold.foundation.access.models import Membership
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.notify.models import Message

BEFORE_SUPPORT = {"concern", "discussion", "decided_not_now"}
ON_SUPPORT = {"assess", "plan", "shared", "do", "review", "reviewed"}
AT_WORK = {"shared", "do", "review"}
SHARINGS = ("share_plan", "share_new_version")
PARTS = ("outcomes", "lines", "responsibilities", "adjustments")


class Law:
    """What is untrue in the setting in scope. It remembers what was frozen, closed and done, to see that it stays."""

    def __init__(self, barred: int) -> None:
        self.barred = barred
        self.frozen: dict[int, tuple[Any, ...]] = {}
        self.closed: dict[int, str] = {}
        self.moves: dict[int, tuple[Any, ...]] = {}

    def broken(self, today: date) -> list[str]:
        """Everything that is untrue."""
        self.today, self.people = today, set(Membership.objects.values_list("pk", flat=True))
        return [
            *self._concerns(),
            *self._decisions(),
            *self._cycles(),
            *self._history(),
            *self._versions(),
            *self._reviews(),
            *self._ends(),
            *self._codes(),
            *self._who_has_what(),
        ]

    def _told(self, what: str, by: int | None, on: date | None, words: str) -> Iterator[str]:
        """A deed has somebody who did it, a day that has come, and words."""
        if by not in self.people:
            yield f"{what}: by nobody"
        if on is None or on > self.today:
            yield f"{what}: on no day that has come"
        if not words.strip():
            yield f"{what}: without a word"

    def _concerns(self) -> Iterator[str]:
        for row in Concern.objects.select_related("contribution"):
            yield from self._told("raised", row.raised_by_id, row.raised_on, row.words)
            for what, on, by, words in (
                ("answered", row.answered_on, row.answered_by_id, row.answer),
                ("withdrawn", row.withdrawn_on, row.withdrawn_by_id, row.withdrawn_because),
            ):
                if on:
                    yield from self._told(what, by, on, words)
                    if on < row.raised_on:
                        yield f"{what}: before it was raised"

    def _decisions(self) -> Iterator[str]:
        rows = list(Decision.objects.select_related("pupil"))
        owed = set(DueRow.objects.filter(rule="tell_parents").values_list("subject", flat=True))
        cared = set(
            Care.objects.exclude(contact__membership_id=self.barred).values_list("pupil", flat=True)
        )
        for row in rows:
            yield from self._told("decided", row.by_id, row.on, row.reasons)
            if row.is_support and row.pupil_id in cared and row.public_id not in owed:
                yield "decided: and nobody is owed the news"

    def _cycles(self) -> Iterator[str]:
        decided = dict(Decision.objects.order_by("pk").values_list("cycle_id", "is_support"))
        plans = {plan.cycle_id: plan for plan in Plan.objects.all()}
        dated = set(DueRow.objects.filter(rule="review_on_date").values_list("subject", flat=True))
        opened = Counter[int]()
        for cycle in Cycle.objects.order_by("pk"):
            here, plan = cycle.stage, plans.get(cycle.pk)
            is_open = here in BEFORE_SUPPORT | ON_SUPPORT
            opened[cycle.pupil_id] += is_open
            if is_open == (cycle.ended_on is not None) or not here:
                yield f"{here}: an open cycle is one without an end"
            if here == "decided_not_now" and decided.get(cycle.pk) is not False:
                yield "decided_not_now: nobody decided that"
            if here in ON_SUPPORT and not self._is_founded(cycle, decided.get(cycle.pk)):
                yield f"{here}: support from nowhere"
            if here in AT_WORK | {"plan", "reviewed"} and plan is None:
                yield f"{here}: without a plan"
            if plan and here in AT_WORK and (not plan.review_on or plan.public_id not in dated):
                yield f"{here}: no review is due"
            if plan and here == "do" and plan.started_on is None:
                yield "do: support on no day"
            yield from self._closing(cycle)
        if any(number > 1 for number in opened.values()):
            yield "a child with two open cycles"

    def _is_founded(self, cycle: Cycle, decided: bool | None) -> bool:
        """Support comes from a yes, from the cycle before, or with the child (3.7, 1)."""
        if decided is not None:
            return decided
        before = Cycle.objects.filter(pupil=cycle.pupil_id, number=cycle.number - 1)
        return (
            before.filter(stage="continued").exists()
            or InheritedSpell.objects.filter(pupil=cycle.pupil_id).exists()
        )

    def _closing(self, cycle: Cycle) -> Iterator[str]:
        """A cycle that is closed says why: by the row that closed it."""
        there = {
            "answered": lambda: Concern.objects.filter(cycle=cycle, answered_on__isnull=False),
            "withdrawn": lambda: Concern.objects.filter(cycle=cycle, withdrawn_on__isnull=False),
            "reviewed": lambda: Review.objects.filter(cycle=cycle, held_on__isnull=False),
            "continued": lambda: Review.objects.filter(cycle=cycle, held_on__isnull=False).exclude(
                next_step__in=["", "exit"]
            ),
            "exited": lambda: SupportEnd.objects.filter(cycle=cycle),
            "ended": lambda: Leaving.objects.filter(cycle=cycle),
        }.get(cycle.stage)
        if there and not there().exists():
            yield f"{cycle.stage}: nothing says so"

    def _history(self) -> Iterator[str]:
        """History goes forward and stays (3.7, 14)."""
        now = {
            row.pk: (row.cycle_id, row.move, row.on, row.by_id, row.because)
            for row in Move.objects.order_by("pk")
        }
        last: dict[int, date] = {}
        for cycle, move, on, _, _ in now.values():
            if on > self.today or on < last.get(cycle, on):
                yield f"{move}: before the step before it, or yet to come"
            last[cycle] = on
        if any(now.get(pk) != row for pk, row in self.moves.items()):
            yield "a move changed or vanished"
        stages = dict(Cycle.objects.values_list("pk", "stage"))
        if any(stages.get(pk) != stage for pk, stage in self.closed.items()):
            yield "a closed cycle changed or vanished"
        self.moves = now
        self.closed |= dict(Cycle.objects.filter(ended_on__isnull=False).values_list("pk", "stage"))

    def _versions(self) -> Iterator[str]:
        """A version says something, is as it was frozen, and is shared once and with somebody (3.7, 3)."""
        given = set(VersionShare.objects.values_list("version_id", flat=True))
        shared, numbers = Counter[int](), Counter[int]()
        newest: dict[int, bool] = {}
        for row in PlanVersion.objects.select_related("plan").order_by("plan_id", "number"):
            numbers[row.plan_id] += 1
            newest[row.plan.cycle_id] = row.shared_on is not None
            if row.number != numbers[row.plan_id]:
                yield "a version without the one before it"
            shared[row.plan.cycle_id] += row.shared_on is not None
            if row.shared_on and row.pk not in given:
                yield "a version is shared with nobody"
            yield from self._version(row)
        sharings = Counter(
            Move.objects.filter(move__in=SHARINGS).values_list("cycle_id", flat=True)
        )
        if sharings != shared:
            yield "a version was shared twice, or never"
        for cycle in Cycle.objects.filter(stage__in=[*AT_WORK, "reviewed"]):
            if cycle.pk not in newest or (cycle.stage == "shared" and not newest[cycle.pk]):
                yield f"{cycle.stage}: of no version of a plan"

    def _version(self, row: PlanVersion) -> Iterator[str]:
        if sha256(row.content.encode()).hexdigest() != row.hash:
            yield "a version is not as it was frozen"
        if not any(json.loads(row.content)[part] for part in PARTS):
            yield "a version that says nothing"
        as_it_was = (row.content, row.number, row.plan_id)
        if self.frozen.setdefault(row.pk, as_it_was) != as_it_was:
            yield "a version was edited"

    def _reviews(self) -> Iterator[str]:
        """A review has somebody who led it, a day, and the version of its own plan that it judged (3.7, 4)."""
        for row in Review.objects.filter(held_on__isnull=False).select_related("version__plan"):
            yield from self._told("reviewed", row.led_by_id, row.held_on, "not asked")
            if row.version is None or row.version.plan.cycle_id != row.cycle_id:
                yield "reviewed: no version of its plan"
            elif row.held_on and row.held_on < row.version.frozen_on:
                yield "reviewed: before there was its plan"
            elif row.snapshot.get("version") != row.version.number:
                yield "reviewed: it shows another version"
        for said in CannotCome.objects.filter(answered_on__isnull=False):
            who, day = said.answered_by_id, said.answered_on
            yield from self._told("absence answered", who, day, said.answer)

    def _ends(self) -> Iterator[str]:
        for end in SupportEnd.objects.all():
            yield from self._told("support ended", end.by_id, end.on, end.reasons)
        for left in Leaving.objects.select_related("cycle__pupil", "pupil"):
            yield from self._told("left", left.by_id, left.on, left.reason)
            pupil = left.cycle.pupil if left.cycle else left.pupil
            if pupil is None or pupil.left_on is None:
                yield "left: and still on roll"

    def _codes(self) -> Iterator[str]:
        """K from a yes to its end, or as it came; nothing else writes a code (3.7, 1, 9 and 11)."""
        said: dict[int, bool] = {}
        for row in Move.objects.order_by("cycle__number", "pk").select_related("cycle"):
            pupil = row.cycle.pupil_id
            if row.to == "assess" and row.frm:
                said[pupil] = True
            elif row.to in {"exited", "ended"}:
                said[pupil] = False
        came = {
            pupil: code
            for pupil, code, begins, ends in InheritedSpell.objects.order_by("-code").values_list(
                "pupil_id", "code", "begins", "ends"
            )
            if begins <= self.today and (ends is None or ends >= self.today)
        }
        pupils = list(Pupil.objects.all())
        for pk, code in codes_of(pupils, self.today).items():
            if str(code.value) != came.get(pk, "K" if said.get(pk) else "N"):
                yield f"the code {code.value} comes from nowhere"

    def _who_has_what(self) -> Iterator[str]:
        """Whom an order bars has nothing, from any channel; each has what they were given and no more (3.7, 6, 7)."""
        if Message.objects.filter(to_id=self.barred).exists():
            yield "whom an order bars was sent something"
        for model in (VersionShare, Invitation, RecordGiven, Notice, Ask, EndTold):
            if model.objects.filter(contact__membership_id=self.barred).exists():
                yield f"whom an order bars is in {model._meta.label}"
        families = set(Care.objects.values_list("pupil_id", "contact_id"))
        for model, child in (
            (VersionShare, "version__plan__cycle__pupil_id"),
            (Say, "version__plan__cycle__pupil_id"),
            (Notice, "pupil_id"),
            (RecordGiven, "review__cycle__pupil_id"),
            (Invitation, "review__cycle__pupil_id"),
            (Contribution, "pupil_id"),
        ):
            rows = model.objects.filter(contact__isnull=False).values_list(child, "contact_id")
            if set(rows) - families:
                yield f"another family is in {model._meta.label}"
