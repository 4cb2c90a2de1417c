"""A family's home: for each child when we meet next, the plan as this person was given it, and what they can say."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.rows import versions_given
from fourfold.casework.review.models import Review
from fourfold.casework.review.queries import asked_of_reviews, reviews_of
from fourfold.desk.moves import Button, buttons, given_plans, open_reviews
from fourfold.domain.access import Action
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


def _meeting(review: Review) -> Words:
    when = ui.date_beside(review.meets_on) if review.meets_on else ""
    words = Markup(_("%(day)s: we meet to look at the plan."))  # noqa: S704  (our own catalogue)
    return words % {"day": when}


def _next_meeting(child: Pupil, actor: Actor, today: date) -> Words:
    """The meeting to which this person was asked, if it lies ahead; else nothing."""
    for review in reviews_of(child):
        ahead = review.held_on is None and review.meets_on is not None and review.meets_on >= today
        if ahead and may(Action.SEE_SHARED_PLAN, actor, review):
            return _meeting(review)
    return ""


def cards_of(children: list[Pupil], actor: Actor, setting: Organisation, today: date) -> list[Card]:
    """A card for each child of this family, with what this very person was asked to and given, in one statement."""
    ask_together(
        [
            question
            for child in children
            for question in (*asked_of_reviews(child.pk), versions_given.of(actor, child))
        ]
    )
    here = setting.public_id
    return [
        Card(
            name=ui.person(str(child)),
            address=reverse("desk:child", kwargs={"setting": here, "child": child.public_id}),
            meeting=_next_meeting(child, actor, today),
            given=[
                *given_plans(child, actor, setting)[:1],
                *open_reviews(child, actor, setting)[:1],
            ],
            ways=buttons(child, None, actor, setting),
        )
        for child in children
    ]
