"""A family's home: for each child when we meet next, the plan as this person was given it, and what they can say."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.queries import cycles_of
from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.rows import versions_given
from fourfold.casework.review.queries import asked_of_reviews, reviews_of
from fourfold.desk.moves import Button, buttons, given_plans, open_reviews
from fourfold.domain.access import Action
from fourfold.domain.cycle import CLOSED_STAGES, Stage
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import ask_together


@dataclass(frozen=True)
class Card:
    """One child on a family's home: what comes next, what they were given last, and the ways on."""

    name: Markup
    address: str
    meeting: Words
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

    Else the day agreed for it, as they were given it: by the last review, or in the plan of the cycle since; or none.
    What was agreed before support ended is not promised any more.
    """
    agreed: list[tuple[int, date | None]] = []
    ended = _last_ended(child)
    for review in reviews_of(child):
        if review.cycle.number <= ended or not may(Action.SEE_SHARED_PLAN, actor, review):
            continue
        if review.held_on is None and review.meets_on and review.meets_on >= today:
            return _on(review.meets_on, _("%(day)s: we meet to look at the plan."))
        if review.held_on:
            agreed.append((2 * review.cycle.number + 1, review.next_review_on))
    for version in versions_given(actor, child)[:1]:
        if version.plan.cycle.number > ended:
            agreed.append((2 * version.plan.cycle.number, version.review_on))
    _latest, day = max(agreed, key=lambda each: each[0], default=(0, None))
    if day is None or day < today:
        return ""
    return _on(
        day, _("%(day)s: the day agreed to look at the plan together. You will be asked to it.")
    )


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
    here = setting.public_id
    return [
        Card(
            name=ui.person(str(child)),
            address=reverse("desk:child", kwargs={"setting": here, "child": child.public_id}),
            meeting=next_meeting(child, actor, today),
            given=[
                *given_plans(child, actor, setting)[:1],
                *open_reviews(child, actor, setting)[:1],
            ],
            ways=buttons(child, None, actor, setting),
        )
        for child in children
    ]
