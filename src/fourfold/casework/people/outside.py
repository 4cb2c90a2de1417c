"""Who from outside the setting is let in to a child: readers, what may be typed, and what is shown of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import Pupil
from fourfold.casework.people.orders import known_as, who_is
from fourfold.casework.people.relations import addresses_barred, orders_in_force
from fourfold.casework.people.staff import roles_here
from fourfold.casework.people.who import what_is_seen_by, who_can_see
from fourfold.domain.orders import By, ways_alike
from fourfold.domain.words import OUTSIDE, Ground, Role
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Grant, Membership
from fourfold.foundation.act.organisations import LONGEST
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    LongTextField,
    Option,
    SelectField,
)
from fourfold.foundation.design.format import listed, short_day
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.together import only, rows


@only
def find_grant(public_id: str) -> QuerySet[Grant]:
    """The invitation with that public id in the tenant in scope, or None."""
    return Grant.objects.filter(public_id=public_id)


@rows
def grants_of(child: str) -> QuerySet[Grant]:
    """Whoever was let in to a child (public id), the latest first, those whose time is over too."""
    return (
        Grant.objects.filter(child=child)
        .select_related("membership")
        .order_by("-valid_from", "-pk")
    )


@rows
def from_outside(on: date) -> QuerySet[Membership]:
    """Who is a member from outside on a day, by name."""
    held = roles_here(on).filter(role__in=[str(role) for role in OUTSIDE])
    found = Membership.objects.filter(live(on), pk__in=held.values("membership_id"))
    return found.select_related("user").order_by("search_key", "pk")


def may_be_let_in(pupil: Pupil, on: date) -> dict[str, Membership]:
    """By public id who from outside can be let in to a child: nobody from whom an order keeps it."""
    barred = {address for _child, address in addresses_barred(frozenset({pupil.public_id}), on)}
    return {
        each.public_id: each
        for each in from_outside(on)
        if each.user is None or each.user.email.lower() not in barred
    }


def keep_out_whom_an_order_names(
    child: TenantRow, member: Membership, on: date, *, another_person: bool
) -> None:
    """Raises `Impossible` for a member from whom an order keeps a child: `domain.orders`.

    By the same e-mail address they are who it names, as everywhere; by the same name unless it is `another_person`.
    """
    said = known_as(member.called, member.user.email if member.user else "", "")
    orders = orders_in_force(on).filter(pupil__public_id=child.public_id)
    ways = {
        way
        for order in orders.select_related("contact")
        for way in ways_alike(who_is(order.contact), said)
    }
    if By.EMAIL in ways:
        raise Impossible(_("An order keeps this child from them."), about="who")
    if By.NAME in ways and not another_person:
        sentence = _(
            "An order keeps this child from somebody of that name. Only another person can be let in."
        )
        raise Impossible(sentence, about="same_person")


class OutsideForm(Form):
    """That somebody from outside may see a child: who, on what ground, and from when to when."""

    button = gettext_lazy("Let them see")
    done = gettext_lazy("They can see the child for the time that you said.")
    who = SelectField(gettext_lazy("Who?"), missing=gettext_lazy("Choose who it is."))
    ground = ChoiceField(
        gettext_lazy("On what ground?"),
        [Option(str(each), gettext_lazy(each.label)) for each in Ground],
        missing=gettext_lazy("Choose on what ground."),
    )
    reason = LongTextField(
        gettext_lazy("What for, and who agreed when?"),
        hint=gettext_lazy("Or which task the law gives them. The family can ask to read this."),
        rows=3,
        most=300,
        missing=gettext_lazy("Say who agreed and when, or which task it is."),
    )
    begins = DateField3(gettext_lazy("From which day?"))
    until = DateField3(
        gettext_lazy("Until which day?"),
        hint=gettext_lazy("A year at most. It ends by itself, and you can end it before."),
    )

    same_person = ChoiceField(
        gettext_lazy("Is it the person whom the order names?"),
        [
            Option("yes", gettext_lazy("Yes: they are not let in")),
            Option("no", gettext_lazy("No: it is another person")),
        ],
        required=False,
        always=True,
    )

    def __init__(self, *args: Any, people: dict[str, Membership], today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["who"].options = [
            Option(key, ui.person(each.called)) for key, each in people.items()
        ]
        self.fields["begins"].earliest = self.fields["until"].earliest = today
        self.fields["begins"].latest = self.fields["until"].latest = today + LONGEST


@dataclass(frozen=True)
class Invited:
    """One who was let in: the name, on what ground and why, the days, how it stands (`over`, or whether it has
    begun), and whether they find the child today (`sees`); `grant` while it can end.
    """

    name: str
    ground: str
    reason: str
    days: str
    over: str
    begun: bool
    sees: bool
    grant: str


def invited_shown(child: Pupil, today: date) -> list[Invited]:
    """Everybody who was let in, the latest first.

    Who is let in and sees nothing all the same (an officer, whom an order keeps out since, who has left) is told apart.
    """
    seeing = {each.membership for each in who_can_see(child, today)}
    return [_shown(each, seeing, today) for each in grants_of(child.public_id)]


def _shown(grant: Grant, seeing: set[int], today: date) -> Invited:
    over = _("its time is over") if grant.valid_to < today else ""
    if grant.ended_on and grant.ended_on <= grant.valid_to:
        over = _("ended on %(day)s") % {"day": short_day(grant.ended_on)}
    days = {"first": short_day(grant.valid_from), "last": short_day(grant.valid_to)}
    return Invited(
        name=grant.membership.called,
        ground=_(Ground(grant.ground).label) if grant.ground else "",
        reason=grant.reason,
        days=_("from %(first)s until %(last)s") % days,
        over=over,
        begun=grant.valid_from <= today,
        sees=not over and grant.valid_from <= today and grant.membership_id in seeing,
        grant="" if over else grant.public_id,
    )


def sees_no_child(member: Membership, on: date) -> bool:
    """Whether somebody from outside is here in a role that sees no child, whatever they are let in to."""
    held = {Role(each.role) for each in roles_here(on).filter(membership=member)}
    return not any(what_is_seen_by(role) for role in held)


def seen_by(role: Role) -> str:
    """What somebody in a role from outside sees of a child to whom they are let in, in words; empty for nothing."""
    seen = what_is_seen_by(role)
    return listed([_(words) for words in seen]) if seen else ""
