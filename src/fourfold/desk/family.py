"""A family's home: for each child when we meet next, the plan as this person was given it, and what they can say."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.queries import cycles_of
from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.content import Content, frozen
from fourfold.casework.plan.models import PlanVersion
from fourfold.casework.plan.pages import LineShown, line_shown
from fourfold.casework.plan.rows import versions_given, versions_in_full
from fourfold.casework.plan.start import why_later
from fourfold.casework.review.absences import has_declined, says_will_come
from fourfold.casework.review.queries import asked_of_reviews, reviews_of
from fourfold.desk.moves import Button, buttons, given_plans, open_reviews
from fourfold.domain.access import Action
from fourfold.domain.cycle import CLOSED_STAGES, Stage
from fourfold.domain.review import next_review
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import ask_together

# How many kinds of support stand on a home; the others are one press away.
FIRST = 5


@dataclass(frozen=True)
class Started:
    """The support that is given to a child, as this person was given its plan: since when, and why later than its plan
    says; the first kinds of it with who gives each, how many there are besides, and where it is told what was given.
    """

    since: Words
    why: Words
    lines: list[LineShown]
    more: int
    address: str


@dataclass(frozen=True)
class Card:
    """One child on a family's home: what comes next, the support, what they were given last, and the ways on."""

    name: Markup
    address: str
    meeting: Words
    started: Started | None
    given: list[Button]
    ways: list[Button]


def _on(day: date, sentence: str) -> Words:
    return Markup(sentence) % {"day": ui.date_beside(day)}  # noqa: S704  (our own catalogue)


def _last_ended(child: Pupil) -> int:
    """The number of the last cycle with which support ended, or the child left; 0 for none."""
    over = CLOSED_STAGES - {Stage.CONTINUED}
    return max((each.number for each in cycles_of(child) if Stage(each.stage) in over), default=0)


def next_meeting(child: Pupil, actor: Actor, today: date) -> Words:
    """When this person next looks at the plan with us: the meeting they were asked to, if it lies ahead.

    Else the day set for it, as they were given it: by the last review, or in the plan of the cycle since; or none.
    What was agreed before support ended is not promised any more.
    """
    agreed: list[tuple[int, date | None]] = []
    ended = _last_ended(child)
    for review in reviews_of(child):
        if review.cycle.number <= ended or not may(Action.SEE_SHARED_PLAN, actor, review):
            continue
        if review.held_on is None and review.meets_on and review.meets_on >= today:
            words = _("%(day)s: we meet to look at the plan.")
            if has_declined(actor, review):
                words = _("%(day)s: the review. You have told us that you cannot come.")
            elif says_will_come(actor, review):
                words = _(
                    "%(day)s: we meet to look at the plan. You have told us that you will come."
                )
            return _on(review.meets_on, words)
        if review.held_on:
            on = next_review(review.next_step, review.next_review_on)
            agreed.append((2 * review.cycle.number + 1, on))
    for version in versions_given(actor, child)[:1]:
        if version.plan.cycle.number > ended:
            agreed.append((2 * version.plan.cycle.number, version.review_on))
    _latest, day = max(agreed, key=lambda each: each[0], default=(0, None))
    if day is None or day < today:
        return ""
    return _on(
        day, _("%(day)s: the day set to look at the plan together. You will be asked to it.")
    )


def _version_of_support(child: Pupil, actor: Actor) -> PlanVersion | None:
    """The newest version that this person was given of the plan whose support began; None once SEN Support ended."""
    ended = _last_ended(child)
    return next(
        (
            version
            for version in versions_given(actor, child)
            if version.plan.started_on and version.plan.cycle.number > ended
        ),
        None,
    )


def supports_of(children: list[Pupil], actor: Actor, today: date) -> dict[int, Started]:
    """The support that began for each of these children, by database id, from the plan that this person was given."""
    found = {child: _version_of_support(child, actor) for child in children}
    wanted = frozenset(version.pk for version in found.values() if version)
    full = {each.pk: each for each in versions_in_full(wanted)} if wanted else {}
    return {
        child.pk: _started(child, version, frozen(full[version.pk]), today)
        for child, version in found.items()
        if version
    }


def _started(child: Pupil, version: PlanVersion, content: Content, today: date) -> Started:
    since = version.plan.started_on or today
    words = (
        _("The support started on %(day)s.")
        if since <= today
        else _("The support starts on %(day)s.")
    )
    day = today.isoformat()
    going = [each for each in content["lines"] if not each["ends_on"] or each["ends_on"] >= day]
    lines = [line_shown(each) for each in going[:FIRST]]
    ids = {"setting": setting_here().public_id, "child": child.public_id}
    address = reverse("do:family", kwargs=ids)
    return Started(_on(since, words), why_later(version.plan), lines, len(going[FIRST:]), address)


def besides(ways: list[Button], started: Started | None) -> list[Button]:
    """The ways on without the one that stands with the support already."""
    return [each for each in ways if started is None or each.address != started.address]


def cards_of(children: list[Pupil], actor: Actor, setting: Organisation, today: date) -> list[Card]:
    """A card for each child of this family, with what this very person was asked to and given, in one statement."""
    ask_together(
        [
            question
            for child in children
            for question in (
                *asked_of_reviews(child.pk),
                versions_given.of(actor, child),
                cycles_of.of(child),
            )
        ]
    )
    here, supports = setting.public_id, supports_of(children, actor, today)
    return [
        Card(
            name=ui.person(str(child)),
            address=reverse("desk:child", kwargs={"setting": here, "child": child.public_id}),
            meeting=next_meeting(child, actor, today),
            started=supports.get(child.pk),
            given=[
                *given_plans(child, actor, setting)[:1],
                *open_reviews(child, actor, setting)[:1],
            ],
            ways=besides(buttons(child, None, actor, setting), supports.get(child.pk)),
        )
        for child in children
    ]
