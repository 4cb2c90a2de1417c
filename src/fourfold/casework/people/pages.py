"""From children, families and staff to what their pages show."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.people.models import Care, Pupil, TeachingGroup
from fourfold.casework.people.queries import classes_of, kept_as_text, orders_about
from fourfold.casework.people.register import Listed, Wanted
from fourfold.casework.people.relations import bars_of, is_family
from fourfold.casework.people.roll.cells import language_name
from fourfold.casework.people.staff import Member
from fourfold.casework.people.who import Look, Seen
from fourfold.domain.access import Action, Bar
from fourfold.domain.words import SenCode, SettingKind
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import Affiliation, OrganisationKind, SencoAppointment
from fourfold.foundation.act.organisations import qualification_deadline
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.asked import Question
from fourfold.foundation.design.fields import DateField3, Form
from fourfold.foundation.design.format import listed as listed_in_words
from fourfold.foundation.design.format import long_day, moment, short_day
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.rows import Stale, TenantRow

Cells = list[Words | ui.Cell]


def shown(value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return long_day(value)
    return str(value) if value else ""


def _own(text: str) -> Words:
    """What somebody typed or brought in; nothing where there is nothing."""
    return ui.written(text) if text else ""


def named(sentence: str, name: str) -> Markup:
    """A sentence of ours with a person’s name in it (``%(name)s``), which no translation touches."""
    return Markup(sentence) % {"name": ui.person(name)}  # noqa: S704  (a sentence of the catalogue)


def version_of(values: dict[str, Any]) -> str:
    """A short mark of what somebody had before them, which changes with any of it."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def must_be(seen: str, now: str, *rows: TenantRow) -> None:
    """Raises `Stale` if what the writer had before them of `rows` is no longer what stands."""
    if seen and seen != now:
        raise Stale("It has changed since it was read.", *rows)


def latest(form: Form, name: str, day: date) -> None:
    """A day that a form asks for is not after `day`."""
    field = form.fields[name]
    assert isinstance(field, DateField3)
    field.latest = day


# ---- the register -----------------------------------------------------------------------------------------------


def register_rows(found: Listed, setting: str) -> list[Cells]:
    """One line a child: the name leads to their page."""
    return [
        [
            ui.link(
                ui.person(str(entry.pupil)),
                reverse("desk:child", kwargs={"setting": setting, "child": entry.pupil.public_id}),
            ),
            _own(entry.pupil.year_group),
            ui.person(entry.class_name) if entry.class_name else "",
            *([_(entry.code.label) if entry.code else ""] if found.with_codes else []),
        ]
        for entry in found.entries
    ]


def register_heads(found: Listed) -> list[str]:
    """What stands in each column; whether a child is on SEN Support only for who knows it of some."""
    heads = [_("Name"), _("Year"), _("Class")]
    return [*heads, _("SEN Support")] if found.with_codes else heads


def search_fields(
    wanted: Wanted, classes: list[TeachingGroup], *, with_codes: bool
) -> list[Markup]:
    """The fields of the search: a name, a code for who knows it, a class."""
    codes = [ui.Option(str(code), _(code.label)) for code in SenCode]
    groups = [ui.Option(group.public_id, ui.person(group.name)) for group in classes]
    anything = ui.Option("", _("All"))
    return [
        ui.text_input(Question("q", "q", _("Name")), wanted.words, width="20"),
        *(
            [ui.select(Question("code", "code", _("SEN Support")), [anything, *codes], wanted.code)]
            if with_codes
            else []
        ),
        ui.select(Question("class", "class", _("Class")), [anything, *groups], wanted.group),
    ]


def _query(wanted: Wanted) -> dict[str, str]:
    asked = {"named": "yes" if wanted.words else "", "code": wanted.code, "class": wanted.group}
    return {name: value for name, value in asked.items() if value}


def search_address(wanted: Wanted) -> str:
    """The address of a search: what was chosen, and that a name was typed, but never the name itself."""
    return f"?{urlencode(_query(wanted))}"


def page_address(wanted: Wanted) -> str:
    """The address of a page of the same search, without its number."""
    return f"?{urlencode([*_query(wanted).items(), ('page', '')])}"


def whole_address(wanted: Wanted) -> str:
    """The address of the same search, all on one page."""
    return f"?{urlencode([*_query(wanted).items(), ('all', 'yes')])}"


# ---- a child ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sight:
    """How much of what is known somebody sees: the `family` and their telephone (`reach`), or everything (`manage`)."""

    family: bool
    reach: bool
    orders: bool
    manage: bool
    own_only: bool


def sight_of(actor: Actor, child: Pupil) -> Sight:
    """What `actor` sees on the page of facts. A family member sees their own line and nobody else's."""
    manage = may(Action.MANAGE_PEOPLE, actor, child)
    reach = manage or may(Action.ARRANGE_MEETING, actor, child)
    return Sight(
        family=reach or may(Action.SEE_SUMMARY, actor, child) or actor.is_family,
        reach=reach,
        orders=manage or may(Action.SEE_SEALED, actor, child),
        manage=manage,
        own_only=actor.is_family,
    )


def cares_in_sight(cares: list[Care], sight: Sight, actor: Actor) -> list[Care]:
    """Those of a child's family whom somebody sees."""
    if not sight.family:
        return []
    if sight.own_only:
        return [care for care in cares if care.contact.membership_id == actor.membership]
    return cares


def with_orders(cares: list[Care], child: Pupil, sight: Sight, today: date) -> list[Care]:
    """With those who care for the child no more and about whom an order stands: who manages people takes it off."""
    if not sight.manage:
        return cares
    here = {care.pk for care in cares}
    return [*cares, *(care for care in orders_about(child, today) if care.pk not in here)]


def child_rows(child: Pupil, sight: Sight, today: date) -> list[ui.Row]:
    """The facts of a child in order; those of the office for the office alone."""
    classes = [ui.person(str(group)) for group in classes_of(child, today)]
    said = {
        what: ui.filled(_("“%(text)s”, as your list says"), text=ui.written(text))
        for what, text in kept_as_text(child).items()
    }
    rows = [
        (_("Name"), ui.person(str(child))),
        (_("Class"), listed_in_words(classes) if classes else ""),
        (_("Year"), _own(child.year_group) or said.get("year_group", "")),
        (_("Birth date"), short_day(child.birth_date) if child.birth_date else ""),
        (
            _("Language at home"),
            language_name(child.home_language) or said.get("home_language", ""),
        ),
    ]
    if sight.manage:
        legal = f"{child.legal_given_name} {child.legal_family_name}".strip()
        rows += [
            (_("Legal name, where it is another"), ui.person(legal) if legal else ""),
            (_("UPN"), _own(child.upn) or said.get("upn", "")),
            (_("SEN status"), said.get("sen_status", "")),
            (_("Admission number"), _own(child.admission_number)),
            (_("Joined on"), shown(child.joined_on)),
            (_("Left on"), shown(child.left_on)),
        ]
    return [ui.Row(key, value) for key, value in rows if value]


RESPONSIBILITY = {
    "yes": lambda: _("has parental responsibility"),
    "no": lambda: _("has no parental responsibility"),
    "unknown": lambda: _("parental responsibility is not known"),
}


def not_told_because() -> str:
    """Why somebody on the list of contacts is told nothing, and what would change that."""
    return _(
        "No parental responsibility, the child lives elsewhere, and no mother or father: the law does not count them"
        " as a parent (Education Act 1996, section 576). If you are not sure, choose “Not known”."
    )


@dataclass(frozen=True)
class CareCard:
    """One family member on the page of facts."""

    care: Care
    name: Words
    rows: list[ui.Row]
    nothing_goes: bool
    not_told: bool
    over: bool


def care_card(care: Care, sight: Sight, today: date) -> CareCard:
    """What somebody sees of a family member: what an order says only for those whose task it is."""
    contact = care.contact
    barred = Bar.EVERYTHING in bars_of(care, today)
    rows = [
        (_("Relationship"), _own(care.relationship)),
        (_("Responsibility"), RESPONSIBILITY[care.responsibility]()),
        (_("Home"), _("The child lives with them") if care.lives_with else ""),
        (_("Language"), language_name(contact.language)),
        (_("Interpreter"), _("Needed") if contact.interpreter else ""),
    ]
    if (sight.reach and not barred) or sight.manage or sight.own_only:
        rows += [(_("E-mail"), _own(contact.email)), (_("Telephone"), _own(contact.phone))]
    if sight.manage or sight.own_only:
        rows.append((_("Address"), _own(contact.address)))
    if sight.orders and not sight.own_only:
        rows += [
            (_("Order"), _own(care.order_type)),
            (_("Since"), shown(care.order_from)),
            (_("Until"), shown(care.order_to)),
            (_("Seen by"), _own(care.order_seen_by)),
        ]
    return CareCard(
        care,
        ui.person(str(contact)),
        [ui.Row(key, value) for key, value in rows if value],
        nothing_goes=barred and not sight.own_only,
        not_told=not barred and not is_family(care),
        over=care.valid_to is not None and care.valid_to < today,
    )


def who_rows(everyone: list[Seen]) -> list[Cells]:
    """One line a person: who, as what, what they see, and why."""
    rows: list[Cells] = []
    for seen in everyone:
        why = _(", ").join(_(reason) for reason in seen.reasons)
        if seen.until:
            why = _("%(why)s, until %(day)s") % {"why": why, "day": long_day(seen.until)}
        if seen.ground:
            why = f"{why}. {_(seen.ground)}"
        rows.append(
            [
                ui.person(seen.called),
                listed_in_words([_(role.label) for role in seen.roles]),
                listed_in_words([_(level) for level in seen.levels]),
                why,
            ]
        )
    return rows


def look_rows(looks: list[Look]) -> list[Cells]:
    """One line a look: who, and when."""
    return [[ui.person(look.called), moment(look.at)] for look in looks]


# ---- staff and setting ------------------------------------------------------------------------------------------


def staff_rows(people: list[Member], setting: str) -> list[Cells]:
    """One line a person; the name leads to what they are here."""
    return [
        [
            ui.link(
                ui.person(one.member.called),
                reverse(
                    "people:member", kwargs={"setting": setting, "member": one.member.public_id}
                ),
            ),
            listed_in_words([_(role.label) for role in one.roles]),
            listed_in_words([ui.person(group) for group in one.groups]) if one.groups else "",
            _own(one.member.user.email) if one.member.user else "",
        ]
        for one in people
    ]


def appointment_rows(found: list[SencoAppointment], today: date, setting: str) -> list[Cells]:
    """One line an appointment: since when, the qualification, and by when it is to be held."""
    rows: list[Cells] = []
    for one in found:
        deadline = qualification_deadline(one)
        if one.completed_on:
            stands = ui.state("done", _("held since %(day)s") % {"day": long_day(one.completed_on)})
        elif deadline is None:
            stands = ui.state("plain", _("not asked for: SENCO before September 2009"))
        elif deadline < today:
            stands = ui.state("late", _("was due on %(day)s") % {"day": long_day(deadline)})
        else:
            stands = ui.state("due", _("due by %(day)s") % {"day": long_day(deadline)})
        address = reverse(
            "people:qualified", kwargs={"setting": setting, "appointment": one.public_id}
        )
        rows.append(
            [
                ui.person(one.membership.called),
                long_day(one.appointed_on),
                _own(one.qualification),
                stands,
                ""
                if one.completed_on
                else ui.link(_("It is held now"), address, about=ui.person(one.membership.called)),
            ]
        )
    return rows


def _last_day(row: Affiliation | OrganisationKind, today: date) -> str:
    """Until when something holds, in words; what has not begun does not hold until today."""
    if row.valid_to:
        return long_day(row.valid_to)
    return _("no last day") if row.valid_from > today else _("today")


def authority_rows(authorities: list[Affiliation], today: date) -> list[Cells]:
    """One line an authority, the latest first: the name, the days, and how it is known."""
    return [
        [
            ui.person(one.called),
            long_day(one.valid_from),
            _last_day(one, today),
            ui.written(one.source) if one.source else _("not said"),
        ]
        for one in authorities
    ]


def kind_rows(kinds: list[OrganisationKind], today: date) -> list[Cells]:
    """One line a kind, the latest first."""
    return [
        [
            _(SettingKind(one.kind).label),
            long_day(one.valid_from),
            _last_day(one, today),
        ]
        for one in kinds
    ]
