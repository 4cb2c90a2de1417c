"""The verbs of the review, as random people press them: a part of the walk."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from fourfold.casework.review import actions as reviews
from fourfold.casework.review.actions import Held, Judged, Meeting
from fourfold.casework.review.models import CannotCome, Review, SupportEnd
from fourfold.casework.review.queries import under_review
from fourfold.domain.words import Judgement
from tests.machine.said import (
    BECAUSE,
    CHILDREN,
    DAYS,
    FAMILY,
    SENCO,
    STEPS,
    TEACHER,
    VERSIONS,
    WORDS,
    mostly,
)


class Reviewing:
    """The rules of a walk on the review and what follows it; the walk has the people and the rows."""

    @rule(who=TEACHER, child=CHILDREN, guest=FAMILY)
    def prepares(self, who, child, guest="Dilek"):
        asked = (Meeting(self.day(14)), [self.elm.contacts[guest]])
        more = {"child": True, "today": self.today}
        self.attempt(who, reviews.prepare_review, self.cycle(child), *asked, **more)

    @rule(
        who=TEACHER, child=CHILDREN, days=DAYS, step=STEPS, which=VERSIONS,
        led_by=st.sampled_from(["Ben", "Ben", "Ben", None]),
    )  # fmt: skip
    def reviews(self, who, child, days=0, step=None, which="this", led_by="Ben"):
        cycle = self.cycle(child)
        looked_at = under_review(cycle) if cycle else None
        if looked_at is None:
            return
        judged = {each.public_id: Judged(Judgement.NEARLY) for each in looked_at.outcomes}
        held = Held(
            self.day(days), self.elm.members.get(led_by), self.version(child, which), judged,
            next_step=step,
        )  # fmt: skip
        self.attempt(who, reviews.hold_review, cycle, held, today=self.today)

    def review(self, child):
        rows = Review.objects.select_related("cycle__pupil", "version__plan", "led_by")
        return rows.filter(cycle=self.cycle(child)).first()

    @rule(who=mostly("Dilek", "Dev", "Marta"), child=CHILDREN, words=WORDS)
    def cannot_come(self, who, child, words):
        self.attempt(who, reviews.cannot_come, self.review(child), words, today=self.today)

    @rule(who=mostly("Dilek", "Dev", "Marta"), child=CHILDREN)
    def will_come(self, who, child):
        self.attempt(who, reviews.will_come, self.review(child), today=self.today)

    @rule(who=TEACHER, child=CHILDREN, words=WORDS)
    def answers_absence(self, who, child, words):
        """Whoever could not come last, to this review or to another, or has been answered already."""
        said = self.last(CannotCome)
        about = [self.review(child), [said] if said else []]
        self.attempt(who, reviews.answer_absence, *about, words, today=self.today)

    @rule(who=TEACHER, child=CHILDREN, guest=FAMILY)
    def gives_review(self, who, child, guest):
        more = {"child": True, "staff": True, "how": "message", "today": self.today}
        given = [self.elm.contacts[guest]]
        self.attempt(who, reviews.give_review, self.review(child), given, **more)

    @rule(who=TEACHER, child=CHILDREN)
    def goes_on(self, who, child):
        self.attempt(who, reviews.continue_cycle, self.review(child), today=self.today)

    @rule(who=TEACHER, child=CHILDREN)
    def begins_next(self, who, child):
        self.attempt(who, reviews.begin_next_cycle, self.pupil(child), today=self.today)

    @rule(who=SENCO, child=CHILDREN, words=WORDS, days=DAYS)
    def ends(self, who, child, words=BECAUSE, days=0):
        more = {"today": self.today, "on": self.day(days)}
        self.attempt(who, reviews.exit_support, self.cycle(child), words, None, **more)

    @rule(who=SENCO, guest=FAMILY, days=DAYS, how=st.sampled_from(["talk", "letter", "message"]))
    def tells_of_end(self, who, guest, days, how):
        said = (self.elm.contacts[guest], how, self.day(days))
        self.attempt(who, reviews.tell_of_end, self.last(SupportEnd), *said, today=self.today)
