"""Pages about how a family signs in: for staff, codes on paper; for the family, their own address."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.actions.sign_in import (
    change_own_address,
    make_own_sign_in_code,
    make_sign_in_code,
    start_anew,
    start_own_account_anew,
)
from fourfold.casework.people.models import Contact, OwnAccount
from fourfold.casework.people.queries import contact_of
from fourfold.casework.people.ways_in import (
    contacts_with_way,
    find_own_account,
    not_let_in,
    own_accounts_with_way,
    whose_of,
)
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.again import again
from fourfold.foundation.access.codes import setting_word
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import StandsNow, handled, typed
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.design.fields import EmailField, Form
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse

MOST = 50


@dataclass(frozen=True)
class WayIn:
    """Somebody of a family, or a young person with an account of their own, and how a code is made for them.

    `make` is empty for who is not let in. `anew` is the page on which every code and device stops working; without one
    there is a button with the same fields.
    """

    called: str
    whose: str
    how: str
    make: str
    anew: str
    fields: dict[str, str]
    nth: int = 1


def _told_apart(ways: list[WayIn]) -> list[WayIn]:
    """The same, where two that share their words are told apart by their place in the list."""
    seen: set[tuple[str, str]] = set()
    told = []
    for place, way in enumerate(ways, start=1):
        words = (way.called, way.whose)
        told.append(replace(way, nth=place) if words in seen else way)
        seen.add(words)
    return told


def _ways(request: TenantRequest, words: str) -> list[WayIn]:
    at = request.setting.public_id
    by_mail, by_code = _("by a link to their e-mail address"), _("by a code on paper")
    today, order = (
        clock.today(),
        _("nothing is sent to them, and no code lets them in, while the court order stands"),
    )
    none = _("nothing is sent to them, and no code lets them in: they are told of no child here")
    shown = contacts_with_way(request.actor, words, today, MOST)
    no_way = {each: order if barred else none for each, barred in not_let_in(shown, today).items()}
    whose = whose_of(shown)
    found = [
        WayIn(
            str(contact),
            whose.get(contact.pk, ""),
            no_way.get(contact.pk) or (by_mail if contact.email else by_code),
            ""
            if contact.pk in no_way
            else reverse(
                "people:sign_in_code", kwargs={"setting": at, "contact": contact.public_id}
            ),
            reverse("people:start_anew", kwargs={"setting": at, "contact": contact.public_id}),
            {},
        )
        for contact in shown
    ]
    here = reverse("people:family_sign_in", kwargs={"setting": at})
    own = own_accounts_with_way(request.actor, words, today, MOST)
    accounts_in = (
        WayIn(str(a.pupil), "", by_code, here, "", {"account": a.public_id}) for a in own
    )
    return _told_apart([*found, *accounts_in])


@enter(Action.MANAGE_PEOPLE)
def family_sign_in(request: TenantRequest) -> HttpResponse:
    """How families sign in, found by name, with a button for each that makes a code on paper."""
    if request.method == "POST" and "account" in request.POST:
        asked = request.POST["account"].replace("\0", "")
        account = find_own_account(asked)
        if account is None or request.POST.get("anew", "yes") != "yes":
            raise Http404
        return _own_code(request, account)
    words = request.POST.get("name", "")
    return page(
        request,
        "people/family_sign_in.html",
        title=_("How families sign in"),
        ways=_ways(request, words),
        words=words,
        most=MOST,
    )


class MakeCodeForm(Form):
    """Nothing but a button."""

    button = gettext_lazy("Make a sign-in code")


def _press(request: TenantRequest, called: str) -> HttpResponse:
    return page(
        request,
        "people/make_code.html",
        title=_("Make a sign-in code"),
        called=called,
        form=MakeCodeForm(request=request),
    )


def _no_code(request: TenantRequest, said: list[str], status: int) -> HttpResponse:
    return page(
        request,
        "access/tell.html",
        title=_("No code was made"),
        said=said,
        ways=[],
        status=status,
    )


def _paper(request: TenantRequest, called: str, code: str) -> HttpResponse:
    """The page to print: word and code, once."""
    return page(
        request,
        "people/sign_in_code.html",
        title=_("A code to sign in with"),
        called=called,
        word=setting_word(request.setting),
        code=f"{code[:4]} {code[4:]}",
        address=request.build_absolute_uri(reverse("access:code")),
    )


@again()
def _own_code(request: TenantRequest, account: OwnAccount) -> HttpResponse:
    """The code of a young person with an account of their own, once who makes it was asked again who they are."""
    if "anew" in request.POST:
        code = start_own_account_anew(account, actor=request.actor, today=clock.today())
    else:
        code = make_own_sign_in_code(account, actor=request.actor)
    return _paper(request, str(account.pupil), code)


@enter(Action.MANAGE_PEOPLE, contact="contact")
@again()
def sign_in_code(request: TenantRequest, contact: Contact) -> HttpResponse:
    """Make a code for a family member, from a press, and show it once."""
    if request.method != "POST":
        return _press(request, str(contact))
    try:
        code = make_sign_in_code(contact, actor=request.actor)
    except Impossible as reason:
        return _no_code(request, [reason.sentence], 409)
    return _paper(request, str(contact), code)


class StartAnewForm(Form):
    """Nothing but a button."""

    button = gettext_lazy("Start anew")


@enter(Action.MANAGE_PEOPLE, contact="contact")
@again()
def start_anew_view(request: TenantRequest, contact: Contact) -> HttpResponse:
    """Let every code and device of a family member stop working, from a press, and show the new code once."""
    if request.method != "POST":
        return page(
            request,
            "people/start_anew.html",
            title=_("Start anew"),
            called=str(contact),
            form=StartAnewForm(request=request),
        )
    try:
        code = start_anew(contact, actor=request.actor, today=clock.today())
    except Impossible as reason:
        return _no_code(request, [reason.sentence], 409)
    return _paper(request, str(contact), code)


class OwnAddressForm(Form):
    """The address by which a family member signs in."""

    button = gettext_lazy("Change my address")
    email = EmailField(
        gettext_lazy("Your e-mail address"), missing=gettext_lazy("Write your e-mail address.")
    )


@enter(None)
def own_address(request: TenantRequest) -> HttpResponse:
    """A family member changes the address by which they sign in."""
    contact = contact_of(request.actor)
    if contact is None:
        raise Http404
    return _own_address(request, contact)


@again()
def _own_address(request: TenantRequest, contact: Contact) -> HttpResponse:
    """As above, once they have been asked again who they are."""
    form = typed(request, OwnAddressForm, initial={"email": contact.email}, seen=contact.email)

    def do() -> str:
        change_own_address(
            contact,
            form.cleaned_data["email"],
            seen=form.seen,
            actor=request.actor,
            today=clock.today(),
        )
        return reverse("people:own_address_changed", kwargs={"setting": request.setting.public_id})

    now = StandsNow(contact.email, {"email": contact.email})
    answer = handled(request, form, do, stands_now=lambda: now)
    return answer or page(
        request,
        "people/own_address.html",
        title=_("Your e-mail address"),
        form=form,
    )


@enter(None)
def own_address_changed(request: TenantRequest) -> HttpResponse:
    """What has happened, and who was told."""
    if contact_of(request.actor) is None:
        raise Http404
    return page(
        request,
        "access/tell.html",
        title=_("Your address was changed"),
        said=[_("We have told your old address, your new one and the setting, to keep you safe.")],
        ways=[(_("Go to your home page"), "/")],
    )
