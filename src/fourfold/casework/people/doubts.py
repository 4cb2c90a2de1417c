"""What looks like a slip where somebody writes down a child or their family: asked once, and never refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.casework.people.child_forms import SureChildForm
from fourfold.casework.people.forms import ContactForm
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.orders import (
    OF_ORDER,
    come_upon,
    come_upon_others,
    goes_on_to,
    is_as_strict,
    known_as,
    known_here,
    order_on,
    orders_perhaps_about,
    sentence_on,
    sentence_on_others,
    who_is,
)
from fourfold.casework.people.queries import of_same_name
from fourfold.casework.people.relations import kept_from, kept_from_family
from fourfold.casework.people.rules import kind_here
from fourfold.casework.people.sharing import TWO_OF_ONE, who_has, will_share
from fourfold.casework.people.upn import permanent
from fourfold.domain.child import Alike, age_on, alike, is_likely_age
from fourfold.domain.orders import Known
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.act.once import mark_of_words
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import ChoiceField, Form, Option, TickField
from fourfold.foundation.design.format import listed, short_day
from fourfold.foundation.scope.addresses import reverse


class DoubtfulContactForm(ContactForm):
    """A family member who may be the one from whom an order keeps the child: asked only where it may be so."""

    same_person = ChoiceField(
        gettext_lazy("Is it the person whom the order names?"),
        [
            Option("yes", gettext_lazy("Yes: the order goes on")),
            Option("no", gettext_lazy("No: it is another person")),
        ],
        required=False,
        always=True,
    )
    here_already = ChoiceField(
        gettext_lazy("Is it the same person?"),
        [
            Option(
                "yes",
                gettext_lazy("Yes: one person, who then has both children"),
                hint=gettext_lazy(
                    "What is known of them stays as it is. What was not known is filled in."
                ),
            ),
            Option(
                "no",
                gettext_lazy("No: it is another person"),
                hint=TWO_OF_ONE,
            ),
        ],
        required=False,
        always=True,
    )
    shares_address = TickField(
        gettext_lazy("Yes: they share it"),
        question=gettext_lazy("Is it the address of both?"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Said of one address: where another one was typed since, it is asked again.
        address = str(self.data.get("email", "")).lower()
        self.fields["shares_address"].widget.as_what = mark_of_words("shares_address", address)


@dataclass(frozen=True)
class Doubt:
    """What looks like a slip, and where one looks to be sure (empty where there is nothing to look at)."""

    sentence: str
    way: Markup | None = None


def of_birth_date(born: date | None, today: date) -> list[Doubt]:
    """Whether the setting has children of that age."""
    if born is None or is_likely_age(born, kind_here(today), today):
        return []
    sentence = _("Born on %(day)s they are %(age)s years old. Is that right?")
    return [Doubt(sentence % {"day": short_day(born), "age": age_on(born, today)})]


def _is_here(pupil: Pupil, setting: str) -> Doubt:
    address = reverse("people:facts", kwargs={"setting": setting, "child": pupil.public_id})
    facts = {"name": str(pupil), "day": short_day(pupil.birth_date) if pupil.birth_date else ""}
    sentence = _("%(name)s is here already, without a birth date. Is it the same child?")
    if pupil.birth_date:
        sentence = _("%(name)s, born on %(day)s, is here already. Is it the same child?")
    words = Markup(_("See %(name)s"))  # noqa: S704  (our own catalogue)
    way = ui.link(words % {"name": ui.person(str(pupil))}, address, about=facts["day"] or None)
    return Doubt(sentence % facts, way)


def of_new_child(form: SureChildForm, actor: Actor, setting: str, today: date) -> list[Doubt]:
    """What looks like a slip in a new child: somebody of that name is here, or the age is none that is here."""
    said = form.facts()
    born, number = said["birth_date"], permanent(said["upn"])
    found = of_same_name(said["given_name"], said["family_name"], actor, today)
    perhaps = [
        pupil
        for pupil in found
        if alike(born, number, pupil.birth_date, permanent(pupil.upn)) is not Alike.OTHERS
    ]
    return [*(_is_here(pupil, setting) for pupil in perhaps), *of_birth_date(born, today)]


def ask_about(form: SureChildForm, doubts: Sequence[Doubt]) -> None:
    """Raises `Impossible` with what looks like a slip, unless the writer has looked and says that it is right."""
    if doubts and not form.cleaned_data["sure"]:
        form.fields["sure"].help_text = Markup(" · ").join(each.way for each in doubts if each.way)
        raise Impossible(" ".join(each.sentence for each in doubts), about="sure")


def _known(form: DoubtfulContactForm) -> Known:
    said = form.cleaned_data
    return known_as(f"{said['given_name']} {said['family_name']}", said["email"], said["phone"])


def _ask_of(form: DoubtfulContactForm, order: Care) -> None:
    if not form.cleaned_data["same_person"]:
        raise Impossible(sentence_on(order, _known(form)), about="same_person")


def _order(form: DoubtfulContactForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in OF_ORDER}


def _ask_of_others(
    form: DoubtfulContactForm, like: Sequence[Care], actor: Actor, today: date
) -> None:
    if like and not form.cleaned_data["same_person"]:
        sentence = sentence_on_others(like, kept_from(actor, today))
        raise Impossible(sentence, about="same_person")


def ask_whether_same(form: DoubtfulContactForm, pupil: Pupil, actor: Actor, today: date) -> None:
    """Raises `Impossible` where a new contact may be the one whom an order names, until the writer says whether so."""
    found = orders_perhaps_about(pupil, _known(form), today)
    if found and not form.bars_everything():
        _ask_of(form, found[0])
    like = goes_on_to(pupil, _order(form), _known(form), today, apart_from=None)
    _ask_of_others(form, like, actor, today)


def _looks_like(contact: Contact, pupil: Pupil, actor: Actor, today: date) -> str:
    """Who somebody looks like, by the first child of theirs whom the writer may know of."""
    cares = Care.objects.filter(live(today), contact=contact).select_related("pupil")
    kept = set(kept_from(actor, today))
    for care in sorted(cares.order_by("pk"), key=lambda care: care.pupil_id != pupil.pk):
        if care.pupil_id == pupil.pk:
            sentence = _("%(name)s is a contact of this child already. Is it the same person?")
            return sentence % {"name": contact}
        if care.pupil_id not in kept:
            facts = {
                "name": contact,
                "relationship": care.relationship or _("family"),
                "child": care.pupil,
            }
            return _("This looks like %(name)s, %(relationship)s of %(child)s.") % facts
    return _("This looks like %(name)s, who is here already.") % {"name": contact}


def _is_here_already(
    form: DoubtfulContactForm, pupil: Pupil, actor: Actor, today: date
) -> Contact | None:
    """The contact whom somebody looks like.

    Not the one of a child whom an order keeps from the writer, who would read of them here how they are reached; but
    for one of this child, of whom the writer reads that already.
    """
    contact = known_here(_known(form))
    if contact is None or not kept_from_family(actor, contact, today):
        return contact
    mine = Care.objects.filter(live(today), contact=contact, pupil=pupil).exists()
    return contact if mine else None


def ask_whether_here(
    form: DoubtfulContactForm, pupil: Pupil, actor: Actor, today: date
) -> Contact | None:
    """The contact who is here already and is the same person, as the writer says; None where it is somebody new.

    Raises `Impossible` where there is one and the writer has not said yet.
    """
    contact = _is_here_already(form, pupil, actor, today)
    said = form.cleaned_data["here_already"]
    if contact and not said:
        raise Impossible(_looks_like(contact, pupil, actor, today), about="here_already")
    return contact if said == "yes" else None


def ask_whether_now_same(form: DoubtfulContactForm, care: Care, actor: Actor, today: date) -> None:
    """The same where a contact becomes like the one whom an order about any child of theirs names.

    So where an order is written on one row, or becomes stricter, and another row may be of the same person.
    """
    mine: Contact = care.contact
    for known, order in come_upon(mine, _known(form), who_is(mine), today):
        if known.pk != care.pk or not form.bars_everything():
            _ask_of(form, order)
    written, like = _order(form), list[Care]()
    if not is_as_strict(order_on(care), written):
        for said in (_known(form), who_is(mine)):
            like += goes_on_to(care.pupil, written, said, today, apart_from=mine.pk)
    for other, named in come_upon_others(mine, _known(form), who_is(mine), today):
        if named.pk != care.pk or form.bars_everything():
            like.append(other)
    _ask_of_others(form, like, actor, today)


def ask_whether_shared(
    form: DoubtfulContactForm, pupil: Pupil, contact: Contact | None, actor: Actor, today: date
) -> None:
    """Raises `Impossible` where an address comes to be another contact's too, until the writer says that they share it.

    `contact` is whose address it is to be; None for somebody new.
    """
    said = form.cleaned_data
    same = contact is not None and contact.email.lower() == said["email"].lower()
    if same or said["shares_address"]:
        return
    others = who_has(said["email"], contact.pk if contact else None, actor, today)
    another = said["here_already"] == "no" and _is_here_already(form, pupil, actor, today)
    if not others.ids or (another and others.ids == {another.pk}):
        return
    names = listed([ui.person(str(each)) for each in others.named])
    told = ui.filled(_("It is the address of %(names)s. %(why)s"), names=names, why=TWO_OF_ONE)
    form.fields["shares_address"].help_text = told if others.named else TWO_OF_ONE
    raise Impossible(will_share(), about="shares_address")


def ask_nothing_else(form: Form, *names: str) -> None:
    """A question about what looks like a slip is asked only beside something that looks like one."""
    for name in names or ("sure",):
        if not form.is_bound or (name not in form.errors and not form.cleaned_data.get(name)):
            del form.fields[name]
