"""Readers of concerns, talks, decisions and notices."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import (
    Concern,
    Decision,
    Discussion,
    Notice,
    TeachingTried,
)
from fourfold.casework.people.models import Care, Pupil
from fourfold.casework.people.queries import informed_family, pupils_of
from fourfold.casework.people.relations import bars_of
from fourfold.casework.voice.models import RELEASED
from fourfold.domain.access import Bar
from fourfold.domain.clock import is_young_person
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.design.format import as_date
from fourfold.foundation.scope.remembered import remembered

_WITH = ("pupil", "cycle", "raised_by", "answered_by", "withdrawn_by", "contribution")
SEES_ALL = frozenset({Role.SENCO, Role.SENIOR_LEADER})
TEACHES = frozenset({Role.TEACHER, Role.KEYWORKER})
SENT = "sent"


def find_concern(public_id: str) -> Concern | None:
    """The concern with that public id in the tenant in scope."""
    return Concern.objects.filter(public_id=public_id).select_related(*_WITH).first()


def find_decision(public_id: str) -> Decision | None:
    """The decision with that public id in the tenant in scope."""
    found = Decision.objects.filter(public_id=public_id)
    return found.select_related("pupil", "cycle", "cycle__pupil", "by").first()


def find_notice(public_id: str) -> Notice | None:
    """The notice with that public id in the tenant in scope."""
    found = Notice.objects.filter(public_id=public_id)
    return found.select_related("pupil", "decision", "contact", "told_by", "message").first()


def _read(actor: Actor) -> Q:
    """What this actor may be shown: what was read by a named adult, and what they raised themselves."""
    return (
        Q(contribution__isnull=True)
        | Q(contribution__state=RELEASED)
        | Q(raised_by_id=actor.membership)
    )


def concerns_shown(actor: Actor, today: date) -> QuerySet[Concern]:
    """The concerns that an actor may see on a day, newest first: all, of those taught, or one's own."""
    own = Q(raised_by_id=actor.membership)
    rows = Concern.objects.select_related(*_WITH).order_by("-raised_on", "-pk")
    if Role.SENCO in actor.roles:
        return rows
    if actor.roles & SEES_ALL:
        return rows.filter(_read(actor))
    if actor.roles & TEACHES:
        return rows.filter(own | (Q(pupil__in=pupils_of(actor, today)) & _read(actor)))
    return rows.filter(own)


def concerns_waiting(actor: Actor, today: date) -> QuerySet[Concern]:
    """The concerns that wait for an answer and that `actor`, a SENCO, can answer; the oldest first."""
    if Role.SENCO not in actor.roles:
        return Concern.objects.none()
    rows = Concern.objects.filter(
        answered_on__isnull=True, withdrawn_on__isnull=True
    ).select_related(*_WITH)
    return rows.order_by("raised_on", "pk")


def concerns_of(pupil: Pupil, actor: Actor, today: date) -> QuerySet[Concern]:
    """The concerns about one child that this actor may see, the newest first."""
    return concerns_shown(actor, today).filter(pupil=pupil)


def concerns_in(cycle: Cycle) -> QuerySet[Concern]:
    """Every concern that belongs to a cycle, the oldest first: for what the moves look at, never for a page."""
    return Concern.objects.filter(cycle=cycle).select_related(*_WITH).order_by("pk")


def tried_in(cycle: Cycle) -> list[TeachingTried]:
    """What was tried in class, as written down in this cycle; the newest first."""
    return list(TeachingTried.objects.filter(cycle=cycle).select_related("by").order_by("-pk"))


def talks_in(cycle: Cycle) -> list[Discussion]:
    """The early talks of a cycle, the newest first."""
    return list(Discussion.objects.filter(cycle=cycle).select_related("by").order_by("-pk"))


@remembered
def decision_in(cycle: Cycle) -> Decision | None:
    """The decision that stands in a cycle: the last one; None while nothing is decided."""
    found = Decision.objects.filter(cycle=cycle).select_related("pupil", "by")
    return found.order_by("-pk").first()


@remembered
def support_decision(pupil: Pupil) -> Decision | None:
    """The last decision here by which SEN Support started for a child."""
    found = Decision.objects.filter(pupil=pupil, is_support=True).select_related("pupil", "by")
    return found.order_by("-pk").first()


@remembered
def decisions_for(cycle: Cycle) -> tuple[Decision | None, Decision | None]:
    """The decision that stands in a cycle, and the last one by which support started for the child, in one query."""
    rows = list(
        Decision.objects.filter(pupil_id=cycle.pupil_id)
        .select_related("pupil", "by")
        .order_by("-pk")
    )
    return (
        next((each for each in rows if each.cycle_id == cycle.pk), None),
        next((each for each in rows if each.is_support), None),
    )


def told_on(notice: Notice) -> date | None:
    """The day on which the person was told; None while an e-mail has not left."""
    if notice.message is None:
        return notice.told_on
    message = notice.message
    return as_date(message.sent_at) if message.state == SENT and message.sent_at else None


def notices_of(decisions: Iterable[Decision]) -> dict[int, list[Notice]]:
    """The notices of each decision, by its database id, the oldest first."""
    found: dict[int, list[Notice]] = defaultdict(list)
    rows = Notice.objects.filter(decision__in=list(decisions)).select_related(
        "contact", "contact__membership", "message", "told_by"
    )
    for notice in rows.order_by("pk"):
        found[notice.decision_id].append(notice)
    return found


def is_owed_to_young_person(decision: Decision) -> bool:
    """Whether the young person, and not a parent, is owed the news: over compulsory school age when it was decided.

    Children and Families Act 2014, sections 68 and 83: the addressee changes for new decisions only.
    """
    born = decision.pupil.birth_date
    return born is not None and is_young_person(born, decision.on)


def owed_carers(decision: Decision, today: date) -> list[Care]:
    """The carers who are each owed the news of a decision on a day; none once it is the young person's."""
    return [] if is_owed_to_young_person(decision) else informed_family(decision.pupil, today)


def owed_carers_of(decisions: Iterable[Decision], today: date) -> dict[int, list[Care]]:
    """`owed_carers` for many decisions in one query, by the decision's database id."""
    rows = list(decisions)
    cares: dict[int, list[Care]] = defaultdict(list)
    wanted = {each.pupil_id for each in rows}
    for care in Care.objects.filter(live(today), pupil_id__in=wanted).select_related("contact"):
        if Bar.EVERYTHING not in bars_of(care, today):
            cares[care.pupil_id].append(care)
    return {each.pk: [] if is_owed_to_young_person(each) else cares[each.pupil_id] for each in rows}


def person_id(notice: Notice) -> str:
    """Who was told: the contact's public id, or the child's own."""
    return notice.contact.public_id if notice.contact else notice.pupil.public_id
