"""Presenters: who cannot come to a review, or was missing when it was held, and who does not agree with the plan."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.plan.models import Plan, Say
from fourfold.casework.plan.rows import says_in, versions_of
from fourfold.casework.review.absences import absent_from, days_offered, will_come
from fourfold.casework.review.models import CannotCome, Review
from fourfold.casework.review.queries import asked_to, is_for
from fourfold.casework.voice.models import RELEASED
from fourfold.domain.cycle import DAYS_OFFERED
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.actors import Actor


@dataclass(frozen=True)
class Absent:
    """Somebody who cannot come: the name (empty: the reader), when it was said, what would suit (once it was read).

    `key` is the contact's public id, or empty for the child, `offered` how many days they were asked for, `enough`
    whether that is as often as it should be; `answer`, `answered_on` and `by` what was done since, if it was said.
    """

    key: str
    name: str
    on: date
    suits: str
    language: str
    waits: bool
    offered: int
    enough: bool
    answer: str
    answered_on: date | None
    by: str


def _absent(said: CannotCome, pupil: Pupil, offered: int, *, mine: bool) -> Absent:
    sent, contact = said.contribution, said.invitation.contact
    read = sent is not None and (mine or sent.state == RELEASED)
    return Absent(
        key=contact.public_id if contact else "",
        name="" if mine else str(contact or pupil.given_name),
        on=said.on,
        suits=sent.words if sent and read else "",
        language=sent.language if sent and read else "",
        waits=sent is not None and not read,
        offered=offered,
        enough=offered >= DAYS_OFFERED,
        answer=said.answer,
        answered_on=said.answered_on,
        by=said.answered_by.called if said.answered_by else "",
    )


def absent_shown(review: Review, actor: Actor) -> list[Absent]:
    """Who cannot come, or was missing: `absences`; to the family only of the reader.

    Whoever is asked for another day reads on their page which day it is, even before the message has reached them.
    """
    pupil, said, offered = review.cycle.pupil_id, absent_from(review), days_offered(review)
    if actor.is_family:
        said = [each for each in said if is_for(actor, each.invitation, pupil)]
        if not review.held_on and asked_to(actor, review):
            said = [each for each in said if each.invitation.meets_on == review.meets_on]
    return [
        _absent(each, review.cycle.pupil, offered[each.invitation.contact_id], mine=actor.is_family)
        for each in said
    ]


def absence_shown(review: Review, contact: Contact | None) -> list[Absent]:
    """The same of one of the family, as they read it themselves: of a contact, or (None) of the child."""
    offered, key = days_offered(review), contact.pk if contact else None
    said = [each for each in absent_from(review) if each.invitation.contact_id == key]
    return [_absent(each, review.cycle.pupil, offered[key], mine=True) for each in said]


def coming_shown(review: Review, actor: Actor) -> list[tuple[str, date]]:
    """Who said that they will come, each with the day on which they did; to the family only the reader."""
    pupil = review.cycle.pupil
    return [
        (str(each.contact or pupil.given_name), each.comes_on)
        for each in will_come(review)
        if each.comes_on and (not actor.is_family or is_for(actor, each, pupil.pk))
    ]


@dataclass(frozen=True)
class Disagrees:
    """Somebody whose last word on the plan is not that they agree: of which version, and their words once read."""

    name: str
    answer: str
    on: date
    version: int
    words: str
    language: str
    waits: bool


def disagreements_shown(plan: Plan) -> list[Disagrees]:
    """Each of the family who does not agree with the plan, or only in part: the last that each of them said of it."""
    last: dict[int | None, Say] = {said.contact_id: said for said in says_in(plan)}
    numbers = {each.pk: each.number for each in versions_of(plan)}
    child = plan.cycle.pupil.given_name
    return [
        Disagrees(
            name=str(said.contact or child),
            answer=_(Answer(said.answer).label),
            on=said.on,
            version=numbers[said.version_id],
            words=said.words if said.was_read else "",
            language=said.language if said.was_read else "",
            waits=not said.was_read,
        )
        for said in last.values()
        if said.answer in (Answer.DISAGREES, Answer.AGREES_IN_PART)
    ]
