"""What this room offers the rooms below it: the door to a child, and who all the children are."""

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from fourfold.casework.people.actions import (
    addresses_as_before,
    commit_contacts,
    commit_groups,
    commit_roll,
    commit_staff,
)
from fourfold.casework.people.actions.sign_in import tell_of_guesses, tell_of_new_device
from fourfold.casework.people.duties import qualification_due
from fourfold.casework.people.models import (
    Care,
    Closure,
    Contact,
    OwnAccount,
    Pupil,
    TeachingGroup,
    Term,
)
from fourfold.casework.people.outgoing import QUESTIONS
from fourfold.casework.people.outside import find_grant, keep_out_whom_an_order_names
from fourfold.casework.people.players import whose_family
from fourfold.casework.people.queries import days_closed, terms_here
from fourfold.casework.people.relations import (
    children_barred,
    families_barred,
    kept_from_family,
    standing,
)
from fourfold.casework.people.roll import contacts as roll_contacts
from fourfold.casework.people.roll import groups as roll_groups
from fourfold.casework.people.roll import staff as roll_staff
from fourfold.casework.people.roll.changes import name_of
from fourfold.casework.people.roll.checks import OF_CHILDREN
from fourfold.casework.people.roll.children import match as match_children
from fourfold.casework.people.roll.columns import COLUMNS as OF_A_CHILD
from fourfold.casework.people.roll.columns import TELLS as TELLS_OF_A_CHILD
from fourfold.casework.people.rules import kinds_ever
from fourfold.casework.people.sign_in import has_somebody_to_see, register_messages
from fourfold.casework.people.staff import find_appointment, find_member
from fourfold.config import clock
from fourfold.domain.access import Bar, Standing
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.addresses import Holder, may_sign_in_if
from fourfold.foundation.access.demonstration import tell_whose
from fourfold.foundation.access.devices import on_new_device
from fourfold.foundation.access.doors import Door, register, standing_at_setting
from fourfold.foundation.access.guesses import on_guesses
from fourfold.foundation.access.models import Grant, Membership, SencoAppointment
from fourfold.foundation.act.organisations import keeps_out
from fourfold.foundation.due.registry import ask_of_setting, children_come_from, provide
from fourfold.foundation.intake import registry as intake
from fourfold.foundation.notify import gate
from fourfold.foundation.retention.registry import ChildGone, PersonGone, WrongChild, declare
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.together import only


@only
def find_pupil(public_id: str) -> QuerySet[Pupil]:
    """The child with that public id in the tenant in scope, or None."""
    return Pupil.objects.filter(public_id=public_id)


def everyone() -> list[str]:
    """The public ids of all children of the tenant in scope, those who have left too."""
    return list(Pupil.objects.values_list("public_id", flat=True))


def called(row: TenantRow) -> str:
    """How a row is called in a sentence about it: by the child or the person whom it is about."""
    for name in ("pupil", "contact", "membership"):
        if hasattr(row, name):
            return str(getattr(row, name))
    return str(getattr(row, "called", row))


@only
def find_care(public_id: str) -> QuerySet[Care]:
    """What a contact is to a child, by public id in the tenant in scope, or None."""
    found = Care.objects.filter(public_id=public_id)
    return found.select_related("pupil", "contact__membership")


@only
def find_account(public_id: str) -> QuerySet[OwnAccount]:
    """The young person’s own account with that public id in the tenant in scope, or None."""
    return OwnAccount.objects.filter(public_id=public_id).select_related("pupil")


def stands_to_account(actor: Actor, account: OwnAccount, role: Role) -> Standing:
    """As to the young person."""
    return standing(actor, account.pupil, role)


def stands_to_contact(actor: Actor, contact: Contact, role: Role) -> Standing:
    """As to the setting; kept from the family of a child whom an order keeps from them."""
    known = standing_at_setting(actor, contact, role)
    barred = kept_from_family(actor, contact, clock.today())
    return replace(known, barred_from=frozenset({Bar.EVERYTHING})) if barred else known


def stands_to_care(actor: Actor, care: Care, role: Role) -> Standing:
    """As to the child."""
    return standing(actor, care.pupil, role)


def stands_to_grant(actor: Actor, grant: Grant, role: Role) -> Standing:
    """As to the child."""
    pupil = find_pupil(grant.child)
    return standing(actor, pupil, role) if pupil else Standing(role, clock.today())


@only
def find_group(public_id: str) -> QuerySet[TeachingGroup]:
    """The group with that public id in the tenant in scope, or None."""
    return TeachingGroup.objects.filter(public_id=public_id)


@only
def find_term(public_id: str) -> QuerySet[Term]:
    """The term with that public id in the tenant in scope, or None."""
    return Term.objects.filter(public_id=public_id)


@only
def find_closure(public_id: str) -> QuerySet[Closure]:
    """The day without school with that public id in the tenant in scope, or None."""
    return Closure.objects.filter(public_id=public_id)


@only
def find_contact(public_id: str) -> QuerySet[Contact]:
    """The contact with that public id in the tenant in scope, or None."""
    return Contact.objects.filter(public_id=public_id)


def _kept(actor: Actor, today: date) -> frozenset[str]:
    """The public ids of the children whom an order keeps from who brings a list in."""
    return frozenset(children_barred(actor, today))


def _families_kept(actor: Actor, today: date) -> frozenset[str]:
    """The same children, and the contacts who care for one of them, or did."""
    contacts = Contact.objects.filter(pk__in=families_barred(actor, today))
    return _kept(actor, today) | frozenset(contacts.values_list("public_id", flat=True))


intake.register(
    intake.Kind(
        code="children",
        title=gettext_lazy("Children"),
        explains=gettext_lazy(
            "One line a child: names, birth date, class, and SEN status if you have it."
        ),
        columns=OF_A_CHILD,
        checks=OF_CHILDREN,
        match=match_children,
        commit=commit_roll,
        kept=_kept,
        name_of=name_of,
        tells=TELLS_OF_A_CHILD,
        called=called,
    )
)
intake.register(
    intake.Kind(
        code="contacts",
        title=gettext_lazy("Families"),
        explains=gettext_lazy(
            "One line for each person and child: who they are, and how to reach them."
        ),
        columns=roll_contacts.COLUMNS,
        checks=(),
        match=roll_contacts.match,
        commit=commit_contacts,
        kept=_families_kept,
        name_of=roll_contacts.name_of,
        may_be_new=False,
        called=called,
        after_undo=(addresses_as_before,),
    )
)
intake.register(
    intake.Kind(
        code="staff",
        title=gettext_lazy("Staff"),
        explains=gettext_lazy("One line a person: name, e-mail address, and what they are here."),
        columns=roll_staff.COLUMNS,
        checks=(),
        match=roll_staff.match,
        commit=commit_staff,
        name_of=roll_staff.name_of,
        called=called,
        asks_again=True,
    )
)
intake.register(
    intake.Kind(
        code="groups",
        title=gettext_lazy("Groups"),
        explains=gettext_lazy(
            "One line a group: who teaches or supports it, and the children in it."
        ),
        columns=roll_groups.COLUMNS,
        checks=(),
        match=roll_groups.match,
        commit=commit_groups,
        kept=_kept,
        name_of=roll_groups.name_of,
        tells=roll_groups.TELLS,
        adds_only=roll_groups.ADDS_ONLY,
        called=called,
    )
)
register(Door("child", Pupil, find_pupil, standing))
register(Door("group", TeachingGroup, find_group, standing_at_setting))
register(Door("term", Term, find_term, standing_at_setting))
register(Door("closure", Closure, find_closure, standing_at_setting))
register(Door("contact", Contact, find_contact, stands_to_contact))
register(Door("account", OwnAccount, find_account, stands_to_account))
register(Door("grant", Grant, find_grant, stands_to_grant))
register(Door("care", Care, find_care, stands_to_care))
register(Door("member", Membership, find_member, standing_at_setting))
register(Door("appointment", SencoAppointment, find_appointment, standing_at_setting))
provide("senco_qualification", qualification_due)
ask_of_setting(terms_here, days_closed, kinds_ever)
children_come_from(everyone)
may_sign_in_if(has_somebody_to_see)
keeps_out(keep_out_whom_an_order_names)
for question in QUESTIONS:
    gate.ask(question)

for label in ("people.Care", "people.GroupPupil", "people.OwnAccount"):
    declare(label, child_gone=ChildGone.CLOSES)
# What a child is, and who cares for them, is right or wrong in itself: it is corrected where it stands.
for label in ("people.Pupil", "people.Care", "people.OwnAccount", "people.GroupPupil"):
    declare(label, wrong_child=WrongChild.STAYS)
declare("people.Contact", person_gone=PersonGone.STAYS)


@on_new_device
def _new_device(holder: Holder) -> None:
    member = Membership.objects.get(public_id=holder.membership)
    actor = system_actor(holder.setting.pk, "sign-in")
    tell_of_new_device(member, actor=actor, today=clock.today())


@on_guesses
def _guessed(holder: Holder) -> None:
    member = Membership.objects.get(public_id=holder.membership)
    actor = system_actor(holder.setting.pk, "sign-in")
    tell_of_guesses(member, actor=actor, today=clock.today())


register_messages()
tell_whose(whose_family)
