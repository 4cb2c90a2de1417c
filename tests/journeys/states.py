"""A child at a stage, made through the verbs, for journeys that begin in the middle of a cycle."""

from datetime import date, timedelta

from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan
from fourfold.config import clock
from fourfold.config.demo.stages import TELL, Company
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.journeys.stage import Stage

# What the verbs of the demonstration write, as far as journeys look for it.
OUTCOME = "starts a task within two minutes, from a card with the steps."
SUPPORT = "Step cards, made and talked through before the lesson"
SEAT = "One instruction at a time, and a seat near the board."


def at(stage: Stage, where: str, child: str = "Ayaan", ago: int = 0) -> None:
    """Put a child of Elm at ``concern``, ``discussion``, ``assess``, ``plan`` or ``shared``, so many days ago."""
    elm = stage.cast.elm
    day = clock.today() - timedelta(days=ago)
    with tenant_scope(elm.organisation.pk):
        TELL[where](Company(elm, day), elm.children[child], day)


def in_do(stage: Stage, child: str = "Ayaan", ago: int = 0) -> None:
    """Put a child of Elm at “do”: the plan shared, support begun, so many days ago."""
    at(stage, "shared", child, ago)
    _start(stage, clock.today() - timedelta(days=ago))


def _start(stage: Stage, day: date) -> None:
    elm = stage.cast.elm
    with tenant_scope(elm.organisation.pk):
        plan = Plan.objects.get()
        plans.start_support(plan, actor=elm.actor("Ben", day), today=day, starts_on=day)
