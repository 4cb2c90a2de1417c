"""Families sign in: a link to an address they have, or a code on paper. It belongs to a contact at a setting.

Mail programs open links before people do, so that opening one uses nothing: only the press on the page does.
"""

from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from fourfold.config import clock
from fourfold.foundation.access import codes, devices, links, mails, session, throttle
from fourfold.foundation.access.addresses import (
    Person,
    holder_of,
    key_of,
    names_to_choose,
    others_read,
    people_at,
)
from fourfold.foundation.access.afterwards import after
from fourfold.foundation.access.codes import first_word
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.family_forms import (
    FamilyAddressForm,
    LetterForm,
    OwnCodeForm,
    PressForm,
    WhoForm,
)
from fourfold.foundation.access.guesses import tell_of_guesses
from fourfold.foundation.access.models import Membership, SignInLink
from fourfold.foundation.access.pages import Ways, ask, onwards, own_address, tell
from fourfold.foundation.access.proofs import plain_code
from fourfold.foundation.access.staff_views import both
from fourfold.foundation.scope.tenancy import tenant_scope

ADDRESS = "proved_address"
ADDRESS_LIFE = timedelta(minutes=15)


def _next(request: HttpRequest) -> str:
    return own_address(request, request.GET.get("next", ""))


def _tail(onwards_to: str) -> str:
    return f"?{urlencode({'next': onwards_to})}" if onwards_to else ""


def _new_link(request: HttpRequest) -> Ways:
    return [
        (_("Send me a new link"), reverse("access:family") + _tail(_next(request))),
        (_("I have a code on paper"), reverse("access:code")),
    ]


@both
def sign_in_family(request: HttpRequest) -> HttpResponse:
    """Ask for the address. The answer is the same whether it is known or not."""
    form = FamilyAddressForm.bind(request)
    if request.method == "POST" and form.is_valid():
        answer = tell(
            request,
            _("Look into your e-mail"),
            [
                _(
                    "If we know this address, a link is on its way to it. It works once, for 15 minutes."
                ),
                _("Look into the folder for junk mail too. If nothing comes, ask the setting."),
            ],
            ways=_new_link(request),
        )
        address, tail = form.cleaned_data["email"], _tail(_next(request))
        return (
            after(answer, partial(_send_link, address, tail))
            if _may_ask(request, address)
            else answer
        )
    return ask(
        request,
        _("Sign in as family"),
        form,
        said=[_("We send a link to your e-mail address. You need no password.")],
        ways=[
            (_("I have a code on paper"), reverse("access:code") + _tail(_next(request))),
            (_("I work with children here"), reverse("access:staff")),
        ],
    )


def _may_ask(request: HttpRequest, address: str) -> bool:
    """Whether a link was not asked for too often with this address, known or not; counts this time."""
    key = key_of(address)
    if throttle.is_locked(request, throttle.MAIL, key):
        return False
    throttle.failed(request, throttle.MAIL, key)
    return True


def _send_link(address: str, tail: str) -> None:
    key = key_of(address)
    if people_at(key):
        link = reverse("access:link", kwargs={"token": links.sign_in_link(key)})
        mails.sign_in(address, link + tail)


@both
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: one button. Looking at it uses nothing; the press uses the link."""
    found = links.live(SignInLink, token)
    if found is None:
        before = links.find(SignInLink, token)
        return to("/") if before and _came_in_by(request, before) else _worn_out(request, before)
    if request.method != "POST":
        return ask(
            request,
            _("Sign in to Fourfold"),
            PressForm(request=request),
            said=[_("Press the button to sign in on this device.")],
        )
    if not links.use(found):
        return _worn_out(request, links.find(SignInLink, token))
    people = people_at(found.key)
    if not people:
        return _worn_out(request, None)
    session.sign_out(request)
    if _is_alone(found.key, people) and _is_enough(request, people[0].memberships):
        return _enter(request, people[0], session.BY_LINK, _next(request))
    request.session[ADDRESS] = {
        "key": found.key,
        "link": found.pk,
        "at": clock.now().isoformat(),
        "next": _next(request),
    }
    return to(reverse("access:who"))


def _came_in_by(request: HttpRequest, used: SignInLink) -> bool:
    """Whether who is signed in here uses the address of a link that was used: a second press, or a look back."""
    mine = set(request.session.get(session.FAMILY_SESSION, {}).values())
    return bool(used.used_at) and any(mine & set(p.memberships) for p in people_at(used.key))


def _is_alone(key: str, people: list[Person]) -> bool:
    """Whether one person has the address, and nobody else is known to read what is sent there."""
    return len(people) == 1 and not others_read(key, people)


def _is_enough(request: HttpRequest, memberships: list[str]) -> bool:
    """Whether the link is enough: a device used before, or a person who was never given a code to be asked for.

    So at each of their settings, since the link opens all of them. Who is not alone at the address is always asked:
    the others have the same tablet in their hands.
    """
    return all(
        devices.is_known(request, [one]) or not codes.was_given_personal(one) for one in memberships
    )


def _worn_out(request: HttpRequest, found: SignInLink | None) -> HttpResponse:
    if found is not None and found.used_at:
        said = _("This link was used already. Each link works once.")
    elif found is not None:
        said = _("This link is too old. Each works for 15 minutes, and only the newest one.")
    else:
        said = _("We do not know this link. Perhaps a part of it is missing.")
    return tell(
        request,
        _("This link does not work any more"),
        [said, _("Nothing is wrong, and nothing is lost: ask for a new one.")],
        ways=_new_link(request),
        status=410,
    )


# ---- who is it: a shared address, or a new device ----


def _proved_people(request: HttpRequest) -> list[Person]:
    """The people at the address that was proved in this session within the last quarter of an hour."""
    proved = request.session.get(ADDRESS)
    if not proved or clock.now() - datetime.fromisoformat(proved["at"]) > ADDRESS_LIFE:
        return []
    return people_at(proved["key"])


@sensitive_post_parameters()
@both
def who(request: HttpRequest) -> HttpResponse:
    """Which of those who share the address, and in any case something that only this person was given."""
    people = _proved_people(request)
    if not people:
        return to(reverse("access:family"))
    shared, alone = len(people) > 1, _is_alone(request.session[ADDRESS]["key"], people)
    form = WhoForm.bind(request) if shared else OwnCodeForm.bind(request)
    if isinstance(form, WhoForm):
        form.name_people(names_to_choose(people))
    if request.method == "POST" and form.is_valid():
        person = people[0]
        if shared:
            person = next(p for p in people if p.value == form.cleaned_data["who"])
        link_used = f"link {request.session[ADDRESS].get('link', '')}"
        if throttle.is_locked(request, throttle.PERSONAL, link_used):
            form.add_error(None, throttle.sentence())
            return _ask_who(request, form, shared, alone=alone, status=429)
        if given_for := codes.whose(person.memberships, form.cleaned_data["code"]):
            throttle.succeeded(request, throttle.PERSONAL, link_used)
            asked = str(request.session[ADDRESS]["next"])
            opened = _opened_by(request, person, given_for, alone=alone)
            return _enter(request, opened, "link and code", asked)
        if throttle.failed(request, throttle.PERSONAL, link_used):
            tell_of_guesses(person.holders)
        form.add_error("code", _("This is not the code that this person was given."))
    return _ask_who(request, form, shared, alone=alone)


def _opened_by(request: HttpRequest, person: Person, given_for: str, *, alone: bool) -> Person:
    """The settings of one person that a code opens: the one for which it was given, and where the link is enough.

    What another setting made does not last where signing in was started anew: there its own code is asked for.
    """
    return Person(
        tuple(
            holder
            for holder in person.holders
            if holder.membership == given_for
            or (alone and _is_enough(request, [holder.membership]))
        )
    )


def _ask_who(
    request: HttpRequest, form: OwnCodeForm, shared: bool, *, alone: bool, status: int = 200
) -> HttpResponse:
    why = _("You have not signed in on this device before, so we ask for your own code.")
    if shared:
        why = _("More than one person uses this e-mail address, so we ask who you are.")
    elif not alone:
        why = _("Others may read this e-mail address, so we ask for your own code.")
    said = [
        why,
        _(
            "If you have no code, or have lost it, ask the setting for one: it is given to you alone."
        ),
    ]
    return ask(
        request,
        _("Show that it is you"),
        form,
        said=said,
        ways=[(_("I have a code on paper"), reverse("access:code"))],
        status=status,
    )


# ---- a code by letter or by hand ----


@sensitive_post_parameters()
@both
def code(request: HttpRequest) -> HttpResponse:
    """Sign in with a code on paper and the word of the setting that stands above it."""
    form = LetterForm.bind(request)
    if request.method == "POST" and form.is_valid():
        word = form.cleaned_data["setting"]
        tried = f"{first_word(word)} {plain_code(form.cleaned_data['code'])}"
        if throttle.is_locked(request, throttle.LETTER_CODE, tried):
            form.add_error(None, throttle.sentence())
            return _ask_code(request, form, 429)
        used = codes.use_sign_in_code(word, form.cleaned_data["code"])
        holder = holder_of(used.organisation, used.membership) if used else None
        if holder is not None:
            return _enter(request, Person((holder,)), "code", _next(request))
        throttle.failed(request, throttle.LETTER_CODE, tried)
        form.add_error(
            None,
            _(
                "This word and code do not belong together, or the code was used or is older than 14 days."
            ),
        )
    return _ask_code(request, form)


def _ask_code(request: HttpRequest, form: LetterForm, status: int = 200) -> HttpResponse:
    return ask(
        request,
        _("Sign in with a code on paper"),
        form,
        ways=[(_("Send me a link by e-mail"), reverse("access:family") + _tail(_next(request)))],
        status=status,
    )


# ---- in ----


def _enter(request: HttpRequest, person: Person, how: str, asked: str) -> HttpResponse:
    """Sign the person in, know the device, and give them a code of their own if they have none."""
    session.let_family_in(request, person.session, how)
    answer: HttpResponse = to(onwards(request, asked))
    if not codes.has_personal(person.memberships):
        answer = _show_own_code(request, person, onwards(request, asked))
    devices.remember(request, answer, person.holders)
    return answer


def _show_own_code(request: HttpRequest, person: Person, onwards_to: str) -> HttpResponse:
    first = person.holders[0]
    with tenant_scope(first.setting.pk):
        own = codes.make_personal_code(Membership.objects.get(public_id=first.membership))
    return tell(
        request,
        _("Your own code"),
        [
            _("Write this code down and keep it to yourself. We show it only now."),
            _(
                "You are asked for it on a device that you have not used before, and before you do something important."
            ),
        ],
        ways=[(_("Go on"), onwards_to)],
        template="access/own_code.html",
        own=own,
    )
