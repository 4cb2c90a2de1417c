"""Freezing what a plan says into a version. Inner functions: verbs of this room, and of reviews, call them."""

from datetime import date

from fourfold.casework.plan.content import canonical, content_of, hash_of
from fourfold.casework.plan.models import Plan, PlanVersion


def freeze(plan: Plan, *, today: date) -> PlanVersion:
    """The version that says what the plan says now: the newest if that does, else a new one.

    Within a verb. A version that nobody was given yet is superseded too, never edited; a new one that was begun and
    says nothing new is the one before.
    """
    content = content_of(plan)
    text = canonical(content)
    newest = PlanVersion.objects.filter(plan=plan).order_by("-number").first()
    if newest is not None and newest.hash == hash_of(text):
        if newest.number != plan.number:
            plan.compare_and_set({"number": plan.number}, number=newest.number)
        return newest
    if newest is not None and newest.number == plan.number:
        plan.compare_and_set({"number": plan.number}, number=plan.number + 1)
    version = PlanVersion(
        plan=plan,
        number=plan.number,
        content=text,
        hash=hash_of(text),
        review_on=plan.review_on,
        frozen_on=today,
    )
    version.save()
    return version
