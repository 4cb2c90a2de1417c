"""The pages on which a family is told, and by which it can be shown that it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.identify import actions
from fourfold.casework.identify.choices import ToldHow
from fourfold.casework.identify.forms import NOT_TOLD, PutRightForm, TellForm
from fourfold.casework.identify.letters import advice_shown, authority_name, fingerprint
from fourfold.casework.identify.models import Decision, Notice
from fourfold.casework.identify.pages import before_shown, to_tell
from fourfold.casework.identify.queries import (
    YOUNG_PERSON,
    is_owed_to_young_person,
    notices_of,
    owed_carers,
    put_right_in,
    told_on,
)
from fourfold.casework.identify.views import address, named
from fourfold.casework.people.models import Contact
from fourfold.casework.people.queries import advice_here
from fourfold.casework.people.rules import bound_here
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.due.models import DueRow


def _due(decision: Decision) -> DueRow | None:
    rows = DueRow.objects.filter(
        rule="tell_parents", subject=decision.public_id, met_on__isnull=True
    )
    return rows.order_by("due_on").first()


@enter(Action.TELL_PARENTS, decision="decision")
def tell_view(request: TenantRequest, decision: Decision) -> HttpResponse:
    """Tell the family: one line and one button for each person who is owed the news."""
    today = clock.today()
    carers = owed_carers(decision, today)
    lines = to_tell(decision, carers, notices_of([decision])[decision.pk])
    due = _due(decision)
    return page(
        request,
        "identify/tell.html",
        title=named(_("Tell the family of %(name)s"), str(decision.pupil)),
        decision=decision,
        lines=lines,
        everybody=bool(lines) and all(line.told for line in lines),
        bound=bound_here("tell_parents", decision.on),
        due=due.due_on if due else None,
        today=today,
    )


def _person(decision: Decision, key: str) -> Contact | None:
    """The carer behind a part of the address, or None for the young person. Raises `Http404` for anybody else."""
    if key == YOUNG_PERSON and is_owed_to_young_person(decision):
        return None
    carers = {care.contact.public_id: care.contact for care in owed_carers(decision, clock.today())}
    if key not in carers:
        raise Http404
    return carers[key]


def _is_on_its_way(decision: Decision, contact: Contact | None) -> bool:
    """Whether an e-mail to this person has not left yet."""
    mine = contact.pk if contact else None
    return any(
        each.contact_id == mine and each.message is not None and each.message.is_on_its_way
        for each in notices_of([decision])[decision.pk]
    )


@enter(Action.TELL_PARENTS, decision="decision")
def tell_one(request: TenantRequest, decision: Decision, person: str) -> HttpResponse:
    """Tell one person: the letter as they get it, and how they got it."""
    today, contact = clock.today(), _person(decision, person)
    by_email = bool(contact and contact.email and contact.membership)
    # An e-mail is sent by a button of its own: who presses the other one says that they have told them.
    sends = by_email and request.POST.get("how") == ToldHow.EMAIL
    form = typed(request, TellForm, by_email=sends)
    form.fields["on"].earliest, form.fields["on"].latest = decision.on, today

    def do() -> str:
        answers = form.cleaned_data
        actions.tell(
            decision,
            contact,
            answers["how"],
            answers["on"] or today,
            actor=request.actor,
            today=today,
            remark=answers["remark"],
        )
        sent = _("The e-mail is on its way. The words of the letter are kept.")
        kept = _("Kept, with the words of the letter.")
        messages.success(request, sent if sends else kept)
        return address(request, "identify:tell", decision=decision.public_id)

    answer = handled(request, form, do)
    if answer:
        return answer
    lines = to_tell(decision, owed_carers(decision, today), notices_of([decision])[decision.pk])
    told = next((line for line in lines if line.key == person and line.told), None)
    name = str(contact or decision.pupil)
    return page(
        request,
        "identify/tell_one.html",
        title=named(_("%(name)s has been told") if told else _("Tell %(name)s"), name),
        told=told,
        form=Form(request=request) if told else form,
        decision=decision,
        person=person,
        by_email=by_email,
        waiting=_is_on_its_way(decision, contact),
        sending={"how": str(ToldHow.EMAIL), "once": Form(request=request).once},
        # What they got is read on its own page, and who read it is kept.
        letter=None if told else actions.letter_for(decision, contact, today, sender=request.actor),
    )


@enter(Action.TELL_PARENTS, decision="decision")
def letter_view(request: TenantRequest, decision: Decision, person: str) -> HttpResponse:
    """The letter alone, to be printed and handed over."""
    contact, today = _person(decision, person), clock.today()
    return page(
        request,
        "identify/letter.html",
        title=_("SEN Support starts"),
        letter=actions.letter_for(decision, contact, today, sender=request.actor),
        today=today,
    )


@enter(Action.TELL_PARENTS, look="notice.proof", decision="decision")
def proof_view(request: TenantRequest, decision: Decision) -> HttpResponse:
    """The proof: who told whom, when, how, and the words as they were given, with their fingerprint.

    What has not reached anybody proves nothing: it stands among those who are not told yet.
    """
    notices, mended = notices_of([decision])[decision.pk], put_right_in(decision)
    return page(
        request,
        "identify/proof.html",
        title=named(_("Proof that the family of %(name)s was told"), str(decision.pupil)),
        decision=decision,
        told=[
            (
                each,
                _(ToldHow(each.how).label),
                day,
                fingerprint(each.text) == each.text_hash,
                before_shown(mended[each.pk]),
            )
            for each in notices
            if (day := told_on(each)) or mended[each.pk]
        ],
        tells=may(Action.TELL_PARENTS, request.actor, decision),
        young=is_owed_to_young_person(decision),
        lines=to_tell(decision, owed_carers(decision, clock.today()), notices),
    )


@enter(Action.TELL_PARENTS, notice="notice")
def put_right_view(request: TenantRequest, notice: Notice) -> HttpResponse:
    """How and when somebody was told is put right, with the reason."""
    if notice.message or notice.told_on is None:
        raise Http404
    stands = {"how": notice.how, "on": notice.told_on, "remark": notice.remark}
    form = typed(request, PutRightForm, initial=stands)
    form.fields["on"].earliest, form.fields["on"].latest = notice.decision.on, clock.today()
    proof = address(request, "identify:proof", decision=notice.decision.public_id)

    def do() -> str:
        said = form.cleaned_data
        actions.put_right(
            notice,
            said["how"],
            None if said["how"] == NOT_TOLD else said["on"],
            said["because"],
            actor=request.actor,
            today=clock.today(),
            remark=said["remark"],
        )
        messages.success(request, _("It is put right, and what it said before is kept."))
        return proof

    name = str(notice.contact or notice.pupil)
    return handled(request, form, do) or page(
        request,
        "identify/put_right.html",
        title=named(_("Put right how %(name)s was told"), name),
        form=form,
        back=proof,
    )


@enter(Action.SEE_SHARED_PLAN, look="notice", notice="notice")
def notice_view(request: TenantRequest, notice: Notice) -> HttpResponse:
    """The family's page of the letter: what was decided, what comes next, whom to ask, impartial advice."""
    sent = notice.message
    if sent and sent.to_id == request.actor.membership and sent.seen_at is None:
        actions.note_opened(notice, actor=request.actor)
    return page(
        request,
        "identify/notice.html",
        title=_("SEN Support starts"),
        notice=notice,
        day=told_on(notice),
        advice=advice_shown(authority_name(notice.decision), advice_here()),
        is_family=request.actor.is_family,
    )
