"""This room's lines of a child's story, and what of it needs whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Window
from django.db.models.functions import FirstValue
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import acts_as, contact_of, parents_told, pupils_of
from fourfold.casework.people.relations import barred_children
from fourfold.casework.plan.models import PlanVersion, Say, VersionShare
from fourfold.casework.plan.rows import says_about, says_by, versions_given, versions_shared
from fourfold.domain.access import Action
from fourfold.domain.cycle import OPEN_STAGES, Stage
from fourfold.domain.words import Role
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import listed
from fourfold.foundation.notify.models import REACHED
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows

WRITE_PLANS = frozenset({Role.SENCO, Role.TEACHER, Role.KEYWORKER})


def _here() -> str:
    return setting_here().public_id


def asked_of_story(pupil: Pupil, actor: Actor, _first: range) -> Turns:
    """What `story` is read from: to a family what they were given and said."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    if not actor.is_family:
        yield [versions_shared.of(pupil), says_about.of(pupil)]
        return
    yield [acts_as.of(actor), versions_given.of(actor, pupil)]
    contact = contact_of(actor)
    yield [says_by.of(actor, pupil, contact.pk if contact else None)]


def _version_address(here: str, version: str) -> str:
    return reverse("plan:shared", kwargs={"setting": here, "version": version})


def story(pupil: Pupil, actor: Actor, _first: range) -> Iterable[StoryEntry]:
    """What this actor may read of the plans of one child: families what they were given and what they said of it."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    here = _here()
    if actor.is_family:
        contact = contact_of(actor)
        shared = versions_given(actor, pupil)
        said = says_by(actor, pupil, contact.pk if contact else None)
    else:
        shared, said = versions_shared(pupil), says_about(pupil)
    sees = actor.is_family or may(Action.SEE_NEEDS, actor, pupil)
    for version in shared:
        if version.shared_on is None:
            continue
        yield StoryEntry(
            on=version.shared_on,
            row=version.public_id,
            act="plan.share",
            room="plan",
            what=_("The plan was shared (version %(n)s)") % {"n": version.number},
            by=version.shared_by.called if version.shared_by else "",
            address=_version_address(here, version.public_id),
        )
    for say in said:
        yield _said(say, pupil, actor, here, sees)


def _said(say: Say, pupil: Pupil, actor: Actor, here: str, sees: bool) -> StoryEntry:
    shown = sees and (say.was_read or actor.is_family)
    return StoryEntry(
        on=say.on,
        row=say.public_id,
        room="plan",
        what=_("What was said of the plan: %(answer)s") % {"answer": _(Answer(say.answer).label)},
        words=say.words if shown else "",
        language=say.language if shown else "",
        by=str(say.contact) if say.contact else pupil.given_name,
        address=_version_address(here, say.version.public_id),
        order=1,
        is_said=True,
    )


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if actor.is_family:
        yield [acts_as.of(actor), given_lately.of(actor)]
        contact = contact_of(actor)
        yield [answered_of.of(contact.pk if contact else None, _newest(actor))]
        return
    asked = (
        [in_plan.of(actor, today), not_given.of(actor, today)] if actor.roles & WRITE_PLANS else []
    )
    yield [*asked, open_says.of(actor, today)] if Role.SENCO in actor.roles else asked


@rows
def in_plan(actor: Actor, today: date) -> QuerySet[Cycle]:
    """The cycles in which plans are written for children whom an actor has to do with, the longest first."""
    cycles = Cycle.objects.filter(
        stage=str(Stage.PLAN), ended_on__isnull=True, pupil__in=pupils_of(actor, today)
    ).select_related("pupil", "plan")
    return cycles.order_by("begun_on", "pk")


@rows
def not_given(actor: Actor, today: date) -> QuerySet[VersionShare]:
    """With whom of the family the newest plans are shared who have not got them: of children of whom an actor knows.

    Only of whom it may be given still: `family_for` today. What the gate has stopped, nobody is asked to give.
    """
    told = parents_told(today).filter(
        contact=OuterRef("contact"), pupil=OuterRef("version__plan__cycle__pupil")
    )
    newer = PlanVersion.objects.filter(
        plan=OuterRef("version__plan"),
        number__gt=OuterRef("version__number"),
        shared_on__isnull=False,
    )
    waiting = VersionShare.objects.filter(
        ~Exists(newer),
        Q(message__isnull=True) | ~Q(message__state__in=REACHED),
        Exists(told) | Q(is_child=True),
        on__isnull=True,
        seen_on__isnull=True,
        version__plan__cycle__stage__in=[str(each) for each in OPEN_STAGES],
        version__plan__cycle__pupil__in=pupils_of(actor, today),
    )
    found = waiting.select_related("version__plan__cycle__pupil", "contact", "message")
    return found.only(*_OF_NOT_GIVEN).order_by("version", "contact__sort_key", "pk")


class Said(NamedTuple):
    """What one person said of a plan (database ids of both), of which version (public id), and about which child."""

    plan: int
    contact: int | None
    answer: str
    version: str
    child: str
    given_name: str
    family_name: str


_CHILD = "version__plan__cycle__pupil"
_NAMES = ("public_id", "given_name", "family_name")
_OF_SAID = (
    *("version__plan_id", "contact_id", "answer", "version__public_id"),
    *(f"{_CHILD}__{name}" for name in _NAMES),
)
# Of whom a plan is to be given to, and of the rows above, what tells whom, which plan and whether it is on its way.
_OF_NOT_GIVEN = (
    *("public_id", "tenant", "version", "contact", "is_child", "on", "seen_on", "message"),
    *("version__public_id", "version__tenant", "version__plan", "version__plan__tenant"),
    *("version__plan__cycle", "version__plan__cycle__tenant", _CHILD),
    *(f"{path}__{name}" for path in (_CHILD, "contact") for name in (*_NAMES, "tenant")),
    *(f"message__{name}" for name in ("tenant", "public_id", "state", "sent_at", "seen_at")),
)


@rows
def open_says(actor: Actor, today: date) -> QuerySet[Say, tuple[Any, ...]]:
    """Who does not agree with the newest version that was shared of a plan whose cycle is open, by day: as in `Said`.

    The last word of each person counts. Of children of whom an actor may know.
    """
    ones = Say.objects.filter(version__plan__cycle__stage__in=[str(each) for each in OPEN_STAGES])
    last = Window(FirstValue("pk"), partition_by=["version", "contact"], order_by=["-on", "-pk"])
    newer = PlanVersion.objects.filter(
        plan=OuterRef("version__plan"),
        number__gt=OuterRef("version__number"),
        shared_on__isnull=False,
    )
    says = Say.objects.exclude(
        version__plan__cycle__pupil__in=barred_children(actor, today)
    ).filter(~Exists(newer), pk__in=ones.order_by().values(last=last))
    says = says.exclude(answer=str(Answer.AGREES))
    return says.order_by("version__number", "on", "pk").values_list(*_OF_SAID)


@rows
def given_lately(actor: Actor) -> QuerySet[VersionShare]:
    """What this person was given of plans whose cycle is open, the older versions first."""
    shares = VersionShare.objects.filter(
        to_id=actor.membership, version__plan__cycle__ended_on__isnull=True
    ).select_related("version__plan__cycle__pupil")
    return shares.defer("version__content").order_by("version__number")


@rows
def answered_of(contact: int | None, versions: frozenset[int]) -> QuerySet[Say, int]:
    """Of which of these versions (database ids) a contact, or without one the child, has said something."""
    said = Say.objects.filter(contact_id=contact, is_child=contact is None, version__in=versions)
    return said.values_list("version_id", flat=True)


def _newest(actor: Actor) -> frozenset[int]:
    newest = {share.version.plan_id: share.version_id for share in given_lately(actor)}
    return frozenset(newest.values())


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """Plans to be finished and shared, disagreements to talk about; for families, plans to say something of."""
    here = _here()
    if actor.is_family:
        yield from _to_say(actor, today, here)
        return
    if actor.roles & WRITE_PLANS:
        yield from _to_finish(actor, today, here)
        yield from _to_give(actor, today, here)
    if Role.SENCO in actor.roles:
        yield from _to_talk_about(actor, today, here)


def _to_finish(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    for cycle in in_plan(actor, today):
        if not may(Action.WRITE_PLAN, actor, cycle):
            continue
        yield Todo(
            what=_("Finish the plan and share it"),
            why=_("The Code of Practice asks that everybody involved has it: Code 6.48 and 6.49"),
            due_on=None,
            address=reverse("plan:plan", kwargs={"setting": here, "plan": cycle.plan.public_id}),
            button=_("Go on writing"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )


def _to_give(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    """A line for each shared plan that somebody of the family has not got: it is given when it has reached them."""
    versions: dict[int, list[VersionShare]] = {}
    for share in not_given(actor, today):
        versions.setdefault(share.version_id, []).append(share)
    for shares in versions.values():
        version = shares[0].version
        pupil = version.plan.cycle.pupil
        by_hand = [each for each in shares if not each.is_on_its_way]
        names = listed(
            [ui.person(str(each.contact or pupil.given_name)) for each in by_hand or shares]
        )
        words = (
            _("Give the plan to %(people)s")
            if by_hand
            else _("The plan is on its way to %(people)s")
        )
        yield Todo(
            what=ui.filled(words, people=names),
            why=_("The family has the plan when it has reached them: Code 6.48"),
            due_on=None,
            address=_version_address(here, version.public_id),
            button=_("See who has it"),
            child=pupil.public_id,
            child_name=str(pupil),
            kind="due" if by_hand else "waiting",
        )


def _to_talk_about(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    """Whoever did not agree with the newest version that was shared, as long as its cycle is open."""
    what = _("Talk about the plan with somebody who does not agree with all of it")
    why = _("Support goes on meanwhile. The plan is agreed with the family: Code 6.48")
    button = _("Look at it")
    for said in (Said(*row) for row in open_says(actor, today)):
        yield Todo(
            what=what,
            why=why,
            due_on=None,
            address=_version_address(here, said.version),
            button=button,
            child=said.child,
            child_name=f"{said.given_name} {said.family_name}",
        )


def _to_say(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    mine = contact_of(actor)
    newest = {share.version.plan_id: share for share in given_lately(actor)}
    answered = set(answered_of(mine.pk if mine else None, _newest(actor)))
    for share in newest.values():
        version = share.version
        if version.pk in answered or not may(Action.SAY_ON_PLAN, actor, version):
            continue
        pupil = version.plan.cycle.pupil
        yield Todo(
            what=_("Read the plan and say what you think of it"),
            why=_("You can agree, agree in part or disagree. Saying nothing is not agreeing."),
            due_on=None,
            address=_version_address(here, version.public_id),
            button=_("Read the plan"),
            child=pupil.public_id,
            child_name=str(pupil),
        )
