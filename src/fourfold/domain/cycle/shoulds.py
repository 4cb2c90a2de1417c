"""What is expected and never stops anyone: shown with its paragraph, passed with a reason, open
until done.

Paragraphs are of the SEND Code of Practice (January 2015). Their marks follow domain 1.5: where a
paragraph was
read in a public digest it is SOURCE, else FROM_MEMORY.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from fourfold.domain.cycle.each import Each, every, family, lines, outcomes, parents
from fourfold.domain.cycle.facts import CycleFacts, FamilyMember, OutcomeFacts
from fourfold.domain.cycle.moves import Condition
from fourfold.domain.words import N_, Certainty, Force, NextStep, Say

_Test = Callable[[CycleFacts], bool]
FIDELITY_PERCENT = 80
INVITE_DAYS = 14
# Our own choice: an invitation is missing from a week before it is late, and not from the first day of a plan on.
INVITE_FROM_DAYS = 21
DAYS_OFFERED = 2


def _condition(
    id_: str,
    sentence: str,
    citation: str,
    kind: tuple[Force, Certainty],
    test: _Test,
    named: str = "",
) -> Condition:
    if isinstance(test, Each):
        return Condition(id_, sentence, citation, *kind, test, test.who, named)
    return Condition(id_, sentence, citation, *kind, test)


def _code(
    id_: str,
    sentence: str,
    paragraph: str,
    test: _Test,
    *,
    named: str = "",
    read: bool = False,
) -> Condition:
    certainty = Certainty.SOURCE if read else Certainty.FROM_MEMORY
    kind = (Force.CODE_SHOULD, certainty)
    return _condition(id_, sentence, f"Code {paragraph}", kind, test, named)


def _good(id_: str, sentence: str, citation: str, test: _Test, *, named: str = "") -> Condition:
    kind = (Force.GOOD_PRACTICE, Certainty.DERIVED)
    return _condition(id_, sentence, citation, kind, test, named)


def _child(facts: CycleFacts, test: Callable[[FamilyMember], bool]) -> bool:
    return facts.child is not None and test(facts.child)


RAISER_ANSWERED = _good(
    "raiser_answered",
    N_("Whoever raised the concern has had no answer yet."),
    "Code 6.45: take concerns seriously",
    lambda f: f.raiser_answered_on is not None,
)
TEACHING_FIRST = _code(
    "teaching_first",
    N_("Nothing is written down yet about what was tried first."),
    "6.19 and 6.37",
    lambda f: f.teaching_tried or f.need_is_obvious,
)
DISCUSSED = _code(
    "discussed",
    N_("There has been no early talk with the family and the child yet."),
    "6.39",
    lambda f: f.discussed_on is not None,
)
NOTE_GIVEN = _code(
    "note_given",
    N_("The family has not been given the short note of the early talk."),
    "6.39",
    lambda f: f.discussion_note_given_on is not None,
)
NOT_ONLY_LANGUAGE = Condition(
    "not_only_language",
    N_("The only difficulty named is that home speaks another language: that alone is not SEN."),
    "Children and Families Act 2014, section 20(4); Code 6.24",
    Force.STATUTE,
    Certainty.SOURCE,
    lambda f: not f.only_language,
)
AREAS = _code(
    "areas",
    N_("No area of need is named yet. Several may hold at once."),
    "6.25 to 6.27",
    lambda f: bool(f.areas),
)
_TOLD = every(lambda f: f.owed_the_news, lambda p, _f: p.told_on is not None)
FAMILY_TOLD = Condition(
    "family_told",
    N_("Someone who is owed the news has not been told that SEN Support starts."),
    "Children and Families Act 2014, section 68; Code 6.43 and 6.48",
    Force.STATUTE,
    Certainty.FROM_MEMORY,
    lambda f: not f.news_is_owed or _TOLD(f),
    _TOLD.who,
    N_("Not told yet that SEN Support starts: %(who)s."),
)
LOOK_AGAIN = _good(
    "look_again",
    N_("No day is set for looking again."),
    "Local practice; Code 6.20: needs may emerge later",
    lambda f: f.look_again_on is not None,
)
CHILD_ASKED = _code(
    "child_asked",
    N_("The child has not been asked for their views."),
    "6.45",
    lambda f: _child(f, lambda c: c.views_asked_on is not None),
    read=True,
)
CHILD_HEARD = _code(
    "child_heard",
    N_("The child’s own views are not written down yet."),
    "6.45",
    lambda f: _child(f, lambda c: c.views_given_on is not None),
    read=True,
)
PARENTS_ASKED = _code(
    "parents_asked",
    N_("A parent or carer has not been asked for their views."),
    "6.45",
    every(parents, lambda p, _f: p.views_asked_on is not None),
    named=N_("Not asked for their views yet: %(who)s."),
    read=True,
)
PARENTS_HEARD = _code(
    "parents_heard",
    N_("A parent or carer has not given their views yet."),
    "6.45",
    every(parents, lambda p, _f: p.views_given_on is not None),
    named=N_("No views given yet: %(who)s."),
    read=True,
)
OTHERS_HEARD = _code(
    "others_heard",
    N_("Someone who works with the child was asked and has not answered."),
    "6.45",
    lambda f: f.others_answered >= f.others_asked,
    read=True,
)
STRENGTH = _good(
    "strength",
    N_("No strength of the child is written down."),
    "Code 6.39",
    lambda f: f.strengths > 0,
)
NEED = _good("need", N_("No need is written down."), "Code 6.39", lambda f: f.needs > 0)
OUTCOME = _code(
    "outcome", N_("The plan names no outcome."), "6.40 and 6.48", lambda f: bool(f.outcomes)
)
_PARTS: tuple[tuple[str, Callable[[OutcomeFacts], bool]], ...] = (
    (N_("words"), lambda o: o.has_words),
    (N_("a measure"), lambda o: o.has_measure),
    (N_("a start value"), lambda o: o.has_baseline),
    (N_("a target"), lambda o: o.has_target),
    (N_("a date"), lambda o: o.by is not None),
)


def _parts_missing(facts: CycleFacts, who: tuple[str, ...]) -> tuple[str, ...]:
    rows = [each for each in facts.outcomes if each.outcome in who]
    return tuple(part for part, there in _PARTS if not all(map(there, rows)))


OUTCOMES_CLEAR = replace(
    _code(
        "outcomes_clear",
        N_("An outcome has no measure, no start value, no target or no date."),
        "6.48",
        outcomes(lambda o: all(there(o) for _part, there in _PARTS)),
        named=N_("Without %(what)s: %(who)s"),
        read=True,
    ),
    parts=_parts_missing,
)
SUPPORT = _code(
    "support", N_("The plan names no support."), "6.48", lambda f: bool(f.lines), read=True
)
SUPPORT_STAFFED = _code(
    "support_staffed",
    N_("A line of support does not say who gives it."),
    "6.48 to 6.50",
    lines(lambda line: bool(line.given_by)),
    named=N_("Nobody is named yet who gives it: %(who)s"),
    read=True,
)
STAFF_TRAINED = _code(
    "staff_trained",
    N_("Someone gives support that they are not trained for."),
    "6.50",
    lines(lambda line: line.staff_trained is not False),
    named=N_("Given by somebody who is not trained for it: %(who)s"),
    read=True,
)
CHANGED_AS_AGREED = _code(
    "changed_as_agreed",
    N_("The review said that a line of support is to be changed, and it stands as it was."),
    "6.55",
    lines(lambda line: not line.to_change),
    named=N_("To be changed, the review said, and still as it was: %(who)s"),
)
RESPONSIBILITIES = _code(
    "responsibilities",
    N_("The plan does not say what the family, the child and the school each do."),
    "6.65",
    lambda f: f.responsibilities_of >= {"family", "child", "setting"},
    read=True,
)
REVIEW_DATE = _code(
    "review_date",
    N_("No day is set for the review."),
    "6.48",
    lambda f: f.review_on is not None,
    read=True,
)
PLAN_TO_FAMILY = _code(
    "plan_to_family",
    N_("Someone in the family has not been given the plan."),
    "6.48 and 6.51",
    every(family, lambda p, _f: p.plan_shared_on is not None),
    named=N_("Not given the plan yet: %(who)s."),
    read=True,
)
PLAN_TO_STAFF = _code(
    "plan_to_staff",
    N_("The staff who work with the child have not been given the plan."),
    "6.49",
    lambda f: f.staff_shared_on is not None,
)
SAY_ASKED = _code(
    "say_asked",
    N_("Someone in the family has not been asked what they think of the plan."),
    "6.48",
    every(family, lambda p, _f: p.say is not Say.NOT_ASKED),
    named=N_("Not asked yet what they think of the plan: %(who)s."),
    read=True,
)
AGREED = _code(
    "agreed",
    N_("Not everyone has said that they agree with the plan. Support goes on all the same."),
    "6.48",
    # Of whoever was not asked nobody can say so: that they were not is another condition.
    every(family, lambda p, _f: p.say in {Say.AGREES, Say.NOT_ASKED}),
    named=N_("No agreement to the plan so far: %(who)s. Support goes on all the same."),
    read=True,
)
PLAN_SHARED = _code(
    "plan_shared",
    N_("Support starts before the plan has been shared."),
    "6.48 and 6.49",
    lambda f: f.plan_version is not None and f.plan_version in f.shared_versions,
    read=True,
)
_INVITED = every(family, lambda p, _f: p.invited_on is not None)
INVITED = Condition(
    "invited",
    N_("Someone in the family has not been invited to the review."),
    "Code 6.66 to 6.70",
    Force.GOOD_PRACTICE,
    Certainty.DERIVED,
    lambda f: _too_early_to_invite(f) or _INVITED(f),
    _INVITED.who,
    N_("Not invited to the review, or not reached: %(who)s."),
)
# A review that is brought forward has no later day for which it might be too early to invite them.
INVITED_TO_WHAT_IS_HELD = replace(INVITED, id="invited_before", test=_INVITED)
INVITED_IN_TIME = _good(
    "invited_in_time",
    N_("Someone in the family was invited less than two weeks before the review."),
    "Code 6.66 to 6.70",
    Each(family, lambda p: p.person, lambda p, f: _invited_in_time(p, f)),
    named=N_("Invited less than two weeks before the review: %(who)s."),
)
FAMILY_IN_REVIEW = _code(
    "family_in_review",
    N_("No parent or carer took part in the review."),
    "6.54 and 6.65",
    lambda f: any(each.took_part for each in f.parents),
    read=True,
)
OFFERED_AGAIN = _good(
    "offered_again",
    N_("Someone in the family said that they cannot come, and was offered no second day."),
    "Code 6.54 and 6.65; two days offered before it is held without them",
    Each(
        family,
        lambda p: p.person,
        lambda p, _f: not p.cannot_come or p.took_part or p.days_offered >= DAYS_OFFERED,
    ),
    named=N_("Said that they cannot come, and was offered no second day: %(who)s."),
)
CHILD_IN_REVIEW = _code(
    "child_in_review",
    N_("The child neither took part in the review nor sent their views."),
    "6.70",
    lambda f: _child(f, lambda c: c.took_part or c.views_given_on is not None),
    read=True,
)
OUTCOMES_JUDGED = _code(
    "outcomes_judged",
    N_("An outcome has no answer yet: met, nearly or not yet."),
    "6.54",
    outcomes(lambda o: o.judgement is not None, some=True),
    named=N_("No answer yet whether it is met, nearly or not yet: %(who)s"),
)
LINES_DECIDED = _code(
    "lines_decided",
    N_("A line of support has no answer yet: keep, change or stop."),
    "6.55",
    lines(lambda line: line.decided),
    named=N_("No answer yet whether to keep, change or stop it: %(who)s"),
)
DELIVERED_ENOUGH = _good(
    "delivered_enough",
    N_("Less than 80 in 100 planned sessions happened: say so before judging the support."),
    "Code 6.54: the quality of support, too",
    lines(lambda line: line.sessions_delivered * 100 >= line.sessions_planned * FIDELITY_PERCENT),
    named=N_("Less than 80 in 100 planned sessions happened: %(who)s"),
)
NEXT_STEP = _code(
    "next_step",
    N_("The review has not decided what happens next."),
    "6.55",
    lambda f: f.next_step is not None,
)
NEXT_REVIEW_TERMLY = Condition(
    "next_review_termly",
    N_("The next review is later than a review each term asks for."),
    "Local policy: a review each term; Code 6.65",
    Force.LOCAL_POLICY,
    Certainty.SEED,
    lambda f: (
        f.next_step is NextStep.EXIT
        or f.next_review_on is None
        or f.next_review_by is None
        or f.next_review_on <= f.next_review_by
    ),
)
REVIEW_GIVEN = _code(
    "review_given",
    N_("The family has not been given what the review agreed."),
    "6.71",
    lambda f: f.review_shared_on is not None,
    read=True,
)
AT_A_REVIEW = _code(
    "at_a_review",
    N_("SEN Support ends without a review that decided it."),
    "6.55",
    lambda f: f.next_step is NextStep.EXIT and f.review.on is not None,
)
EXIT_TOLD = _good(
    "exit_told",
    N_("A parent or carer has not been told in writing that SEN Support ends."),
    "Code 6.55; census guidance",
    lambda f: f.end_told_on is not None or f.end_is_being_told,
)
WATCH_SET = _good(
    "watch_set",
    N_("No day is set until which the child is watched after support ends."),
    "Code 6.20",
    lambda f: f.watch_until is not None,
)


def _day_of_review(facts: CycleFacts) -> date:
    return facts.review.on or facts.meets_on or facts.review_on or facts.today


def _too_early_to_invite(facts: CycleFacts) -> bool:
    return facts.today < _day_of_review(facts) - timedelta(days=INVITE_FROM_DAYS)


def _invited_in_time(person: FamilyMember, facts: CycleFacts) -> bool:
    """Whoever was not invited at all is another condition's."""
    if person.invited_on is None or person.withheld_because:
        return True
    return person.invited_on <= _day_of_review(facts) - timedelta(days=INVITE_DAYS)
