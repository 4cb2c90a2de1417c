"""A child whose support has begun, and a review of it, for the tests of reviews: by verbs, and on the page."""

from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal

import time_machine

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.plan.models import Outcome, SupportLine
from fourfold.casework.review.actions import (
    Held,
    Judged,
    Meeting,
    Voice,
    hold_review,
    prepare_review,
)
from fourfold.casework.review.models import Review
from fourfold.casework.review.queries import under_review
from fourfold.domain.words import Judgement, LineDecision, NextStep
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import shared_plan

DAY = date(2025, 11, 3)
LATER = date(2025, 12, 15)


def begun():
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
        start(elm)
    return elm


@contextmanager
def support_that_has_begun():
    """Elm in its scope six weeks after Ayaan's plan was shared and his first session given: the day is `LATER`."""
    with time_machine.travel(DAY, tick=False) as clock:
        elm = prepared("support that has begun", begun)
        with tenant_scope(elm.organisation.pk):
            clock.move_to(LATER)
            yield elm


def start(elm):
    line = SupportLine.objects.select_related("plan__cycle").get(what="Daily phonics")
    log_session(line, Said(DAY, "first"), actor=elm.actor("Tess", DAY), today=DAY)


def cycle_of(elm, child="Ayaan"):
    return (
        Cycle.objects.select_related("pupil")
        .filter(pupil=elm.children[child])
        .order_by("-number")
        .first()
    )


def held(elm, **more):
    """A review of what there is: not yet met, 6 errors now, phonics kept, cards changed."""
    outcome = Outcome.objects.get()
    lines = {line.what: line.public_id for line in SupportLine.objects.all()}
    said = {
        "on": LATER,
        "led_by": elm.members["Ben"],
        "version": under_review(cycle_of(elm)).version,
        "judged": {
            outcome.public_id: Judged(Judgement.NOT_YET, "Reads more freely.", Decimal("6"))
        },
        "decided": {
            lines["Daily phonics"]: (LineDecision.KEEP, ""),
            lines["Sentence cards"]: (LineDecision.CHANGE, "Shorter cards."),
        },
        "people": (
            Voice(elm.contacts["Dilek"], True, "He reads to his sister."),
            Voice(elm.contacts["Dev"], False),
            Voice(None, True, "I like the cards."),
        ),
        "next_step": NextStep.CHANGE,
        "next_review_on": date(2026, 3, 20),
    }
    return Held(**(said | more))


def hold(elm, who="Ben", **more):
    return hold_review(cycle_of(elm), held(elm, **more), actor=elm.actor(who, LATER), today=LATER)


def prepare(elm, who="Ben", people=("Dilek", "Dev"), on=LATER + timedelta(days=2)):
    return prepare_review(
        cycle_of(elm),
        Meeting(on, time(15, 40), "Library"),
        [elm.contacts[name] for name in people],
        child=True,
        actor=elm.actor(who, LATER),
        today=LATER,
    )


def _shared():
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        shared_plan(cast.elm, "Ayaan", DAY)
    return cast


@contextmanager
def a_plan_to_review():
    """The cast six weeks after Ayaan's plan was shared, for tests of pages: the day is `LATER`."""
    with time_machine.travel(DAY, tick=False) as clock:
        cast = prepared("a shared plan of Ayaan", _shared)
        clock.move_to(LATER)
        yield cast


def at(cast, rest):
    return f"/at/{cast.elm.organisation.public_id}/{rest}"


def hold_page(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return at(cast, f"cycles/{Cycle.objects.order_by('number').first().public_id}/review/")


def review(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return Review.objects.select_related("cycle__pupil").get()


def fields(data, begins):
    return [name for name in data if name.startswith(begins)]


def written_down(cast, **more):
    """Ben writes the review down: not yet, Dilek was there, Dev was not, of the child nobody says it."""
    ben = as_person(cast.elm, "Ben")
    data = typed_into(ben.get(hold_page(cast)))
    with tenant_scope(cast.elm.organisation.pk):
        outcome = Outcome.objects.get().public_id
    dilek, dev = (cast.elm.contacts[name].public_id for name in ("Dilek", "Dev"))
    data |= {f"judged-{outcome}": ["not_yet"], "next_step": ["continue"]}
    # Where a meeting lies ahead it is off.
    data |= {"off_because": ["We could all meet today."]}
    data |= {f"there-{dilek}": ["yes"], f"there-{dev}": ["no"], f"number-{outcome}": ["6"]}
    return ben.post(hold_page(cast), data | more, follow=True)
