"""The verbs by which each person says what they think of a plan. Their words are received by `voice`."""

from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Contact, OwnAccount
from fourfold.casework.people.queries import contact_of
from fourfold.casework.plan.actions.sharing import note_seen
from fourfold.casework.plan.models import PlanVersion, Say, VersionShare
from fourfold.casework.plan.queries import family_for, was_given
from fourfold.casework.plan.words import Via
from fourfold.casework.voice.actions import Said, give_views, write_down_views
from fourfold.casework.voice.choices import PLAN, Way
from fourfold.domain.access import Action
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, verb

ANSWERS = (Answer.AGREES, Answer.AGREES_IN_PART, Answer.DISAGREES)


def _checked(version: PlanVersion, answer: str) -> None:
    if answer not in ANSWERS:
        raise Impossible(_("Say whether it is yes, in part, or no."))
    if version.shared_on is None:
        raise Impossible(_("This version has not been shared yet."))


@verb("plan.say", Action.SAY_ON_PLAN)
def say_on_plan(
    version: PlanVersion,
    answer: str,
    words: str,
    *,
    actor: Actor,
    today: date,
    language: str = "",
) -> Say:
    """A family member, or the young person, says what they think of the version that they were given.

    The answer counts at once; the words wait until a named adult has read them. Raises `Impossible` for a version
    that was not given to them.
    """
    _checked(version, answer)
    if not was_given(actor, version):
        raise Impossible(_("This version was not shared with you."))
    note_seen(version, actor=actor, today=today)
    contact = contact_of(actor)
    if (
        contact is None
        and not OwnAccount.objects.filter(
            membership_id=actor.membership, pupil=version.plan.cycle.pupil
        ).exists()
    ):
        raise Impossible(_("Only the family and the young person say here what they think."))
    received = None
    if words:
        mine = Said(words=words, language=language)
        received = give_views(version.plan.cycle.pupil, mine, actor=actor, today=today, about=PLAN)
    said = Say(
        version=version,
        contact=contact,
        is_child=contact is None,
        answer=answer,
        contribution=received,
        how=str(Via.SCREEN),
        on=today,
    )
    said.save()
    return said


@verb("plan.note_say", Action.WRITE_DOWN_VIEWS)
def note_say(
    version: PlanVersion,
    person: str,
    answer: str,
    words: str,
    *,
    how: str,
    on: date,
    actor: Actor,
    today: date,
    language: str = "",
) -> Say:
    """Staff write down what somebody said on the telephone, on paper or face to face.

    `person` is a contact's public id or the child's own. Words that somebody else than a first reader writes down wait
    to be read, too. The version counts as given to that person from then on. Raises `Impossible` for a day to come and
    for somebody who may not be given the plan.
    """
    _checked(version, answer)
    if on > today:
        raise Impossible(_("Write a day that has come."))
    contact = _person(version, person, today)
    _has_it(version, contact, how, on, actor)
    received = None
    if words:
        way = Way.WRITING if how == Via.PRINT else Way.SPOKEN
        theirs = Said(words=words, language=language, way=str(way))
        received = write_down_views(
            version.plan.cycle.pupil, contact, theirs, actor=actor, today=today, about=PLAN
        )
    said = Say(
        version=version,
        contact=contact,
        is_child=contact is None,
        answer=answer,
        contribution=received,
        how=how,
        on=on,
        noted_by_id=actor.membership or None,
    )
    said.save()
    return said


def _has_it(
    version: PlanVersion, contact: Contact | None, how: str, on: date, actor: Actor
) -> None:
    """Who says something of a version has it, if not from before then from that day."""
    whose = {"version": version, "contact": contact, "is_child": contact is None}
    share = VersionShare.objects.filter(**whose).select_related("message").first()
    by = actor.membership or None
    if share is None:
        to = contact.membership if contact else None
        VersionShare(**whose, to=to, via=how, on=on, by_id=by).save()
    elif share.given_on is None:
        share.compare_and_set({"on": None}, on=on, via=how, by_id=by)


def _person(version: PlanVersion, person: str, today: date) -> Contact | None:
    pupil = version.plan.cycle.pupil
    if person == pupil.public_id:
        return None
    for care in family_for(pupil, today):
        if care.contact.public_id == person:
            return care.contact
    raise Impossible(_("Choose somebody who may be given this plan."))
