"""What this room knows of a cycle, as the table of moves looks at it, and what is due by its rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from fourfold.casework.cycles.facts import Part
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import Concern, Decision, Notice
from fourfold.casework.identify.queries import (
    asked_of,
    concerns_in,
    decisions_for,
    is_owed_to_young_person,
    notices_about,
    notices_of,
    owed_carers_of,
    person_id,
    talks_in,
    told_on,
    tried_in,
)
from fourfold.casework.people.queries import inherited_spells
from fourfold.casework.people.rules import bound_here, rules_here
from fourfold.casework.voice.readers import deciders_of
from fourfold.domain.cycle import Deed
from fourfold.domain.cycle import InheritedSpell as Spell
from fourfold.domain.cycle.code import SpellSource
from fourfold.domain.rulebook import Owed, SoFar, due_answer_concern, due_tell_parents
from fourfold.domain.words import AreaOfNeed, SenCode
from fourfold.foundation.access.models import Membership
from fourfold.foundation.due.registry import Asked, Duty
from fourfold.foundation.scope.together import Turns, rows


def asked_of_cycle(cycle: Cycle, today: date) -> Turns:
    """What `contribution` is read from."""
    yield [*asked_of(cycle.pupil_id), inherited_spells.of(cycle.pupil)]


def asked_of_concerns(cycle: Cycle, today: date) -> Turns:
    """What `concerns` is read from."""
    yield [concerns_in.of(cycle)]


# What the duties look at.
_OF_CONCERN = (
    *("tenant", "public_id", "raised_on", "answered_on"),
    *("pupil", "pupil__tenant", "pupil__public_id"),
)
_OF_DECISION = (
    *("tenant", "public_id", "on", "by", "by__tenant", "by__public_id"),
    *("pupil", "pupil__tenant", "pupil__public_id", "pupil__birth_date"),
)
# All that looks at what was raised, by whom, and what became of it.
OF_CONCERNS = frozenset(
    {
        *("raised_who", "raised_when", "raised_what", "raiser_answered"),
        *("answer_who", "answer_when", "answer_why"),
        *("ending_who", "ending_when", "ending_reason", "withdrawn_why"),
    }
)


def concerns(cycle: Cycle, today: date) -> Part:
    """Who raised what, and the answers."""
    return Part(facts=_of_concerns(concerns_in(cycle)))


def contribution(cycle: Cycle, today: date) -> Part:
    """What the moves look at: the talk, the decision, who was told."""
    talks = talks_in(cycle)
    decision, support = decisions_for(cycle)
    standing = decision or support
    facts: dict[str, Any] = {
        "teaching_tried": bool(tried_in(cycle)),
        "discussed_on": talks[0].held_on if talks else None,
        "discussion_note_given_on": next((t.note_given_on for t in talks if t.note_given_on), None),
        "inherited": _inherited(cycle),
        **(_of_decision(decision) if decision else {}),
    }
    facts["news_is_owed"] = bool(support)
    if standing and standing.is_support:
        facts["is_young_person"] = is_owed_to_young_person(standing)
    return Part(facts=facts, people=_told(standing) if standing and standing.is_support else {})


def _public_id(member: Membership | None) -> str:
    return member.public_id if member else ""


def _of_concerns(found: list[Concern]) -> dict[str, Any]:
    if not found:
        return {}
    first, answered = found[0], [each for each in found if each.answered_on]
    all_answered = all(each.answered_on or each.withdrawn_on for each in found)
    last = max(answered, key=lambda each: (each.answered_on, each.pk), default=None)
    facts: dict[str, Any] = {
        "raised": Deed(first.raised_by.public_id, first.raised_on, first.words),
        "raiser_answered_on": last.answered_on if last and all_answered else None,
    }
    withdrawn = [each for each in found if each.withdrawn_on]
    if len(withdrawn) == len(found):
        final = withdrawn[-1]
        facts["ending"] = Deed(
            _public_id(final.withdrawn_by), final.withdrawn_on, final.withdrawn_because
        )
    if last:
        facts["answer"] = Deed(_public_id(last.answered_by), last.answered_on, last.answer)
    return facts


def _of_decision(decision: Decision) -> dict[str, Any]:
    return {
        "decision": Deed(_public_id(decision.by), decision.on, decision.reasons),
        "decision_is_support": decision.is_support,
        "areas": frozenset(AreaOfNeed(area) for area in decision.areas),
        "need_is_obvious": decision.need_is_obvious,
        "only_language": decision.only_language,
        "look_again_on": decision.look_again_on,
    }


def _inherited(cycle: Cycle) -> tuple[Spell, ...]:
    known = set(SpellSource)
    return tuple(
        Spell(
            SenCode(each.code),
            each.begins,
            each.ends,
            SpellSource(each.source) if each.source in known else SpellSource.ROLL,
        )
        for each in inherited_spells(cycle.pupil)
    )


def _told(decision: Decision) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for notice in notices_about(decision.pupil_id):
        if notice.decision_id != decision.pk:
            continue
        day = told_on(notice)
        if day:
            told.setdefault(person_id(notice), {"told_on": day})
    return told


@rows
def not_withdrawn(children: frozenset[str]) -> QuerySet[Concern]:
    """The concerns about these children (public ids) that nobody withdrew."""
    found = Concern.objects.filter(pupil__public_id__in=children, withdrawn_on__isnull=True)
    return found.select_related("pupil").only(*_OF_CONCERN).order_by("pk")


@rows
def support_decided(children: frozenset[str]) -> QuerySet[Decision]:
    """The decisions that SEN Support starts for these children (public ids), in order."""
    found = Decision.objects.filter(pupil__public_id__in=children, is_support=True)
    return found.select_related("pupil", "by").only(*_OF_DECISION).order_by("pk")


def answers_due(asked: Asked) -> Iterable[Duty]:
    """`answer_concern`: whoever raised a concern, and did not withdraw it, has an answer with reasons (I1)."""
    rows = not_withdrawn(asked.children)
    if not rows:
        return []
    setting = rules_here(asked.today)
    deciders = deciders_of({row.pupil.public_id for row in rows}, asked.today)
    return [
        Duty(
            due=due_answer_concern(
                row.public_id, row.raised_on, setting, SoFar(met_on=row.answered_on)
            ),
            subject_label=Concern._meta.label,
            child=row.pupil.public_id,
            owner=_public_id(deciders.get(row.pupil.public_id)),
        )
        for row in rows
    ]


def _owed(decision: Decision, carers: Iterable[str], notices: Iterable[Notice]) -> list[Owed]:
    """Everybody who is owed the news now, and everybody who had it."""
    told: dict[str, date] = {}
    for notice in notices:
        day = told_on(notice)
        if day:
            person = notice.contact or decision.pupil
            told.setdefault(person.public_id, day)
    people = [decision.pupil.public_id] if is_owed_to_young_person(decision) else list(carers)
    return [Owed(each, told.get(each)) for each in dict.fromkeys([*people, *sorted(told)])]


def notices_due(asked: Asked) -> Iterable[Duty]:
    """`tell_parents`: each carer, or the young person, is told that SEN Support starts (s.68), where the Act binds."""
    rows = support_decided(asked.children)
    bound = {day for day in {row.on for row in rows} if bound_here("tell_parents", day)}
    rows = [row for row in rows if row.on in bound]
    if not rows:
        return []
    setting = rules_here(asked.today)
    notices, carers = notices_of(rows), owed_carers_of(rows, asked.today)
    return [
        Duty(
            due=due,
            subject_label=Decision._meta.label,
            child=row.pupil.public_id,
            owner=row.by.public_id if row.by else "",
        )
        for row in rows
        for due in due_tell_parents(
            row.public_id,
            row.on,
            _owed(row, [care.contact.public_id for care in carers[row.pk]], notices[row.pk]),
            setting,
        )
    ]
