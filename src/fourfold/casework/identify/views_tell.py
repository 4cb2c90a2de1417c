"""The pages on which a family is told, and by which it can be shown that it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.identify import actions
from fourfold.casework.identify.choices import ToldHow
from fourfold.casework.identify.forms import TellForm
from fourfold.casework.identify.letters import advice_shown, authority_name, fingerprint
from fourfold.casework.identify.models import Decision, Notice
from fourfold.casework.identify.pages import to_tell
from fourfold.casework.identify.queries import (
    YOUNG_PERSON,
    is_owed_to_young_person,
    notices_of,
    owed_carers,
    told_on,
)
from fourfold.casework.identify.views import address, named
from fourfold.casework.people.models import Contact
from fourfold.casework.people.queries import advice_here
from fourfold.casework.people.rules import bound_here
from fourfold.config import clock
from fourfold.domain.access import Action
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
    form = typed(
        request, TellForm, by_email=sends, initial={"on": today, "how": str(ToldHow.LETTER)}
    )
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

    name = str(contact or decision.pupil)
    return handled(request, form, do) or page(
        request,
        "identify/tell_one.html",
        title=named(_("Tell %(name)s"), name),
        form=form,
        decision=decision,
        person=person,
        by_email=by_email,
        waiting=_is_on_its_way(decision, contact),
        sending={"how": str(ToldHow.EMAIL), "once": Form(request=request).once},
        letter=actions.letter_for(decision, contact, today, sender=request.actor),
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
    notices = notices_of([decision])[decision.pk]
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
            )
            for each in notices
            if (day := told_on(each))
        ],
        young=is_owed_to_young_person(decision),
        lines=to_tell(decision, owed_carers(decision, clock.today()), notices),
    )


@enter(Action.SEE_SHARED_PLAN, look="notice", notice="notice")
def notice_view(request: TenantRequest, notice: Notice) -> HttpResponse:
    """The family's page of the letter: what was decided, what comes next, whom to ask, impartial advice."""
    return page(
        request,
        "identify/notice.html",
        title=_("SEN Support starts"),
        notice=notice,
        day=told_on(notice),
        advice=advice_shown(authority_name(notice.decision), advice_here()),
        is_family=request.actor.is_family,
    )
