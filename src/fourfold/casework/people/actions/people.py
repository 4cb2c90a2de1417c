"""The verbs on children, families, groups and terms."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from fourfold.casework.people.actions.sign_in import follow_address
from fourfold.casework.people.models import (
    Care,
    Contact,
    GroupPupil,
    GroupStaff,
    InheritedSpell,
    OwnAccount,
    Pupil,
    TeachingGroup,
)
from fourfold.casework.people.orders import (
    come_upon,
    come_upon_others,
    goes_on_to,
    is_as_strict,
    order_about,
    order_on,
    who_is,
)
from fourfold.casework.people.outgoing import NOT_THEIRS
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.addresses import set_sign_in_address
from fourfold.foundation.access.models import Membership, Organisation, RoleHeld
from fourfold.foundation.act.deliver import stop
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.models import ON_ITS_WAY, Message


@verb("child.add", Action.MANAGE_PEOPLE)
def add_pupil(setting: Organisation, *, actor: Actor, **fields: Any) -> Pupil:
    """A child on roll; `fields` are those of `Pupil`."""
    pupil = Pupil(**fields)
    pupil.save()
    return pupil


@verb("child.change", Action.MANAGE_PEOPLE)
def change_pupil(pupil: Pupil, *, actor: Actor, seen: dict[str, Any], **fields: Any) -> Pupil:
    """Change what is known of a child, if it still is as it was `seen`. Raises `Stale`."""
    pupil.compare_and_set(seen, **fields)
    pupil.save()
    return pupil


@verb("contact.add", Action.MANAGE_PEOPLE)
def add_contact(setting: Organisation, *, actor: Actor, today: date, **fields: Any) -> Contact:
    """A family member, with a membership of their own, by which they sign in; `fields` are those of `Contact`."""
    member = Membership(
        called=f"{fields['given_name']} {fields['family_name']}"[:120], valid_from=today
    )
    member.save()
    RoleHeld(membership=member, role=str(Role.FAMILY), valid_from=today).save()
    contact = Contact(membership=member, **fields)
    contact.save()
    set_sign_in_address(member, contact.email)
    return contact


@verb("care.add", Action.MANAGE_PEOPLE)
def add_care(
    pupil: Pupil,
    contact: Contact,
    *,
    actor: Actor,
    today: date,
    relationship: str,
    another_person: bool = False,
    **fields: Any,
) -> Care:
    """What a contact is to a child from today on; `fields` are those of `Care`.

    An order that keeps the child from them goes on, whatever `fields` say: it is taken off, or has a last day. So does
    one about somebody of their name, or reached as they are, unless the writer says: it is `another_person`. What
    `fields` say of an order goes on in the same way to who is like them.
    """
    order = order_about(pupil, contact, today, another_person=another_person)
    goes_on = not order or is_as_strict(fields, order)
    if not goes_on:
        fields |= order
    care = Care(pupil=pupil, contact=contact, relationship=relationship, valid_from=today, **fields)
    care.save()
    if goes_on and not another_person:
        _order_goes_on(care, today)
    return care


def _order_goes_on(care: Care, today: date) -> None:
    """The order on a row is of everybody else who may be the one whom it names, too."""
    order, said = order_on(care), who_is(care.contact)
    for other in goes_on_to(care.pupil, order, said, today, apart_from=care.contact_id):
        other.compare_and_set({}, **order)


@verb("child.own_account", Action.MANAGE_PEOPLE)
def open_own_account(pupil: Pupil, *, actor: Actor, today: date) -> OwnAccount:
    """The young person's own way in. Raises `Impossible` if there is one."""
    if OwnAccount.objects.filter(pupil=pupil).exists():
        raise Impossible(_("There is an account already."))
    member = Membership(called=str(pupil)[:120], valid_from=today)
    member.save()
    RoleHeld(membership=member, role=str(Role.YOUNG_PERSON), valid_from=today).save()
    account = OwnAccount(pupil=pupil, membership=member)
    account.save()
    return account


@verb("group.add", Action.MANAGE_PEOPLE)
def add_group(
    setting: Organisation, name: str, kind: str, *, actor: Actor, today: date
) -> TeachingGroup:
    """A class, subject set or support group from today on."""
    group = TeachingGroup(name=name[:120], kind=kind, valid_from=today)
    group.save()
    return group


@verb("group.put_child", Action.MANAGE_PEOPLE)
def put_in_group(group: TeachingGroup, pupil: Pupil, *, actor: Actor, today: date) -> GroupPupil:
    """A child joins a group today."""
    row = GroupPupil(group=group, pupil=pupil, valid_from=today)
    row.save()
    return row


@verb("group.class", Action.MANAGE_PEOPLE)
def set_class(pupil: Pupil, group: TeachingGroup | None, *, actor: Actor, today: date) -> None:
    """A child is in this class from today, and in no other; with None in none. What was until yesterday stays.

    Raises `Impossible` for a group that is no class or is over.
    """
    if group and (group.kind != "class" or (group.valid_to and group.valid_to < today)):
        raise Impossible(_("This is no class that a child can join."))
    for row in GroupPupil.objects.filter(live(today), pupil=pupil, group__kind="class"):
        row.valid_to = today - timedelta(days=1)
        row.save()
    if group:
        GroupPupil(group=group, pupil=pupil, valid_from=today).save()


@verb("group.put_staff", Action.MANAGE_PEOPLE)
def put_with_group(
    group: TeachingGroup, member: Membership, part: str, *, actor: Actor, today: date
) -> GroupStaff:
    """A member of staff teaches, is keyworker of, or supports a group from today on."""
    row = GroupStaff(group=group, membership=member, part=part, valid_from=today)
    row.save()
    return row


@verb("child.inherited", Action.IMPORT_ROLL)
def note_inherited_spell(
    pupil: Pupil,
    code: str,
    begins: date,
    source: str,
    *,
    actor: Actor,
    today: date,
    ends: date | None = None,
) -> InheritedSpell:
    """Note a K or an E that comes today with a roll or a file. Raises `Impossible` for N.

    `source` is a `SpellSource`.
    """
    if code not in {"K", "E"}:
        raise Impossible(_("Only K and E come with a child."))
    spell = InheritedSpell(
        pupil=pupil, code=code, begins=begins, ends=ends, source=source, came_on=today
    )
    spell.save()
    return spell


@verb("contact.change", Action.MANAGE_PEOPLE)
def change_contact(
    contact: Contact,
    *,
    actor: Actor,
    seen: dict[str, Any],
    today: date,
    another_person: bool = False,
    **fields: Any,
) -> Contact:
    """Change what is known of a family member, if it still is as it was `seen`. Raises `Stale`.

    The address by which they sign in follows their e-mail address; both addresses and each SENCO are told. An order
    that keeps a child from somebody whom they are now like is theirs too, and one from them is of who is like them,
    unless the writer says: it is `another_person`.
    """
    before, known = contact.email, who_is(contact)
    contact.compare_and_set(seen, **fields)
    contact.save()
    if not another_person:
        now = who_is(contact)
        like = come_upon(contact, now, known, today)
        for care, order in [*like, *come_upon_others(contact, now, known, today)]:
            care.compare_and_set({}, **order_on(order))
    if contact.membership and contact.email != before:
        follow_address(contact.membership, before, contact.email, today)
    return contact


@verb("contact.join", Action.MANAGE_PEOPLE)
def join_contact(
    pupil: Pupil,
    contact: Contact,
    said: dict[str, Any],
    *,
    actor: Actor,
    today: date,
    another_person: bool = False,
    **fields: Any,
) -> Care:
    """Somebody who is a contact here already is one of this child too: one person, with one way in.

    What is known of them stays; of what is `said` only what was not known is taken over. `fields` are those of `Care`.
    Raises `Impossible` if they are a contact of this child already.
    """
    if Care.objects.filter(live(today), pupil=pupil, contact=contact).exists():
        raise Impossible(
            _("%(name)s is a contact of this child already. Change what is known of them there.")
            % {"name": contact}
        )
    more = {name: value for name, value in said.items() if value and not getattr(contact, name)}
    if more:
        change_contact(
            contact, actor=actor, seen={}, today=today, another_person=another_person, **more
        )
    return add_care(
        pupil, contact, actor=actor, today=today, another_person=another_person, **fields
    )


@verb("care.change", Action.MANAGE_PEOPLE)
def change_care(
    care: Care,
    *,
    actor: Actor,
    seen: dict[str, Any],
    today: date,
    another_person: bool = False,
    **fields: Any,
) -> Care:
    """Change what a contact is to a child, if it still is as it was `seen`. Raises `Stale`.

    An order that is written, or becomes stricter, goes on to who is like them, unless it is `another_person`.
    """
    before = order_on(care)
    care.compare_and_set(seen, **fields)
    if not another_person and not is_as_strict(before, order_on(care)):
        _order_goes_on(care, today)
    return care


@verb("care.end", Action.MANAGE_PEOPLE)
def end_care(care: Care, on: date, reason: str, *, actor: Actor, today: date) -> Care:
    """From a day `on` a contact has nothing to do with a child any more; what was stays. Raises `Stale` if it ended.

    They lose sight of the child from then, and what was on its way to them about the child stops. Nobody tells them.
    Raises `Impossible` without a reason, and for a day before the care began or to come.
    """
    if not reason.strip():
        raise Impossible(_("Say why they are not a contact any more."))
    if not care.valid_from <= on <= today:
        raise Impossible(_("The day lies between the day on which their care began and today."))
    last = on - timedelta(days=1)
    care.compare_and_set({"valid_to": None}, valid_to=last, ended_because=reason.strip()[:300])
    about = Message.objects.filter(to_id=care.contact.membership_id, child=care.pupil.public_id)
    for message in about.filter(state__in=ON_ITS_WAY | {"failed"}, to__isnull=False):
        stop(message, NOT_THEIRS, actor=actor)
    return care
