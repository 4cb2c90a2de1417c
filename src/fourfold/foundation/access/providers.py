"""Signing in through Microsoft or Google (OpenID Connect): who is let in, and whose address is believed.

The library speaks the protocol; this decides. It always checks the signature and the nonce of the identity token,
never asks for more than the token says, never makes an account, and lets in only who is a member already.
See docs/recipes/sign-in-with-microsoft-or-google.md.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from fourfold.config import clock
from fourfold.foundation.access import session
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.models import Seat, User
from fourfold.foundation.access.pages import absolute, onwards, own_address, tell
from fourfold.foundation.access.proofs import new_token

NONCES = "provider_nonces"
AT_ONCE = 5
# How Microsoft is asked for the password once more; Google has no such word and is told how old a sign-in may be.
ASK_AGAIN = {"microsoft": "login", "google": "select_account"}
# By how much the provider's clock and ours may differ.
SKEW = timedelta(seconds=60)


def _apps() -> list[dict[str, Any]]:
    apps: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return apps


def offered() -> list[tuple[str, str]]:
    """The providers that are set up: (key, name)."""
    return [(app["provider_id"], app["name"]) for app in _apps()]


def believed_address(kind: dict[str, str], claims: dict[str, Any]) -> str:
    """The address in `claims` that may lead to an existing member, or empty if none can be believed.

    Google: the address, if Google says that it is verified, and of the configured domain if there is one.
    Microsoft: the sign-in name within the configured tenant, for accounts at home there. The ``email`` claim is
    not used: an administrator elsewhere can write any address into it.
    """
    if kind["kind"] == "google":
        verified = claims.get("email_verified") in (True, "true")
        domain = kind.get("domain", "")
        good = verified and (not domain or claims.get("hd") == domain)
        return str(claims.get("email", "")).casefold() if good else ""
    at_home = claims.get("tid") == kind["tenant"] and not claims.get("idp")
    return str(claims.get("preferred_username", "")).casefold() if at_home else ""


class Speaking(OpenIDConnectOAuth2Adapter):
    """How the protocol is spoken: as the library does, with signature and nonce always checked."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to."""
        back = reverse("access:provider_back", kwargs={"provider": self.provider_id})
        return absolute(back) if settings.ADDRESS else request.build_absolute_uri(back)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            if jwt.get_unverified_header(id_token).get("alg") != "RS256":
                raise OAuth2Error("Not signed as it should be.")
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as error:
            raise OAuth2Error("An identity token that cannot be read.") from error
        nonces = self.request.session.get(NONCES, [])
        if claims.get("nonce") not in nonces:
            raise OAuth2Error("An identity token for another sign-in.")
        self.request.session[NONCES] = [one for one in nonces if one != claims["nonce"]]
        if not claims.get(app.settings["uid_field"]):
            raise OAuth2Error("An identity token that does not say who.")
        return claims

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """As the library does; an answer without an identity token is none."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("No identity token.")
        return super().complete_login(request, app, token, **kwargs)


def _refused(request: HttpRequest, said: list[str], status: int) -> HttpResponse:
    return tell(
        request,
        _("You could not be signed in"),
        said,
        ways=[(_("Back to signing in"), reverse("access:staff"))],
        status=status,
    )


def _proved_again(
    request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any]
) -> HttpResponse:
    """The answer to somebody who is signed in and was asked to sign in at the provider once more.

    It proves something only if it is the account of that very person, and if the provider says that they showed
    there who they are after they were asked (``auth_time``).
    """
    name, user = sociallogin.provider.app.name, request.user
    if sociallogin.is_existing:
        sociallogin.account.extra_data = {}
        sociallogin.account.save()
    asked, asked_at = sociallogin.state.get("next") or "", sociallogin.state["again"]
    own = session.is_through(request) and sociallogin.is_existing and sociallogin.user == user
    if own and _is_fresh(claims.get("auth_time"), datetime.fromisoformat(asked_at)):
        session.prove(request)
        return to(onwards(request, str(asked)))
    said = (
        [
            _("%(name)s did not say that you have just signed in there anew.") % {"name": name},
            _(
                "Sign out, sign in again, and set up a code app or printed codes within ten minutes."
                " From then on a code is enough."
            ),
        ]
        if own
        else [_("This is not the account with which you are signed in.")]
    )
    back = f"{reverse('access:again')}?{urlencode({'next': asked})}"
    ways = [(_("Try again"), back), (_("Cancel"), "/")]
    return tell(request, _("This did not show that it is you"), said, ways=ways, status=403)


def _is_fresh(auth_time: object, asked_at: datetime) -> bool:
    """Whether the provider's ``auth_time``, in seconds, lies between when we asked and now."""
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
        return False
    return (asked_at - SKEW).timestamp() <= auth_time <= (clock.now() + SKEW).timestamp()


class Accounts(DefaultSocialAccountAdapter):
    """Whom a provider's word lets in: members, and nobody else. It is asked before the library does anything."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let the member in or say why not. Always answers by itself: the library never signs anybody in or up."""
        app = sociallogin.provider.app
        claims = sociallogin.account.extra_data.get("id_token", {})
        if sociallogin.state.get("again"):
            raise ImmediateHttpResponse(_proved_again(request, sociallogin, claims))
        user = (
            sociallogin.user if sociallogin.is_existing else self._by_address(sociallogin, claims)
        )
        if not isinstance(user, User) or not user.is_active or not self._may_use(user, sociallogin):
            said = [
                _("%(name)s knows you, but no setting here does.") % {"name": app.name},
                _("Ask the office of your setting to invite you with the address of that account."),
            ]
            raise ImmediateHttpResponse(_refused(request, said, 403))
        # What a provider says of a person is not kept, beyond which account it is.
        sociallogin.account.user = user
        sociallogin.account.extra_data = {}
        sociallogin.account.save()
        asked = str(sociallogin.state.get("next") or "")
        session.let_in(request, user, f"{session.BY_PROVIDER}{app.provider_id}")
        raise ImmediateHttpResponse(to(onwards(request, asked)))

    def _by_address(self, sociallogin: SocialLogin, claims: dict[str, Any]) -> User | None:
        address = believed_address(sociallogin.provider.app.settings["fourfold"], claims)
        return User.objects.filter(email=address).first() if address else None

    def _may_use(self, user: User, sociallogin: SocialLogin) -> bool:
        """A member somewhere, not tied to another account there: an address can pass from one person to the next."""
        account = sociallogin.account
        other = SocialAccount.objects.filter(user=user, provider=account.provider)
        return (
            Seat.objects.filter(user=user).exists() and not other.exclude(uid=account.uid).exists()
        )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Whatever went wrong on the way: one page, and nothing is different."""
        said = [
            _(
                "The sign-in with %(name)s was not finished. It may have taken too long, or been cancelled."
            )
            % {"name": provider.name},
            _("Nothing has changed. Begin again, or sign in with your password."),
        ]
        raise ImmediateHttpResponse(_refused(request, said, 400))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: people are invited."""
        return False


def _known(provider: str) -> None:
    if provider not in dict(offered()):
        raise Http404


def ways_again(user: User) -> list[tuple[str, str]]:
    """The providers with which `user` signs in: (key, name)."""
    linked = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return [(key, name) for key, name in offered() if key in linked]


def _asking(provider: str, *, again: bool) -> dict[str, str]:
    if not again:
        return {"prompt": "select_account"}
    kind = next(app for app in _apps() if app["provider_id"] == provider)["settings"]["fourfold"]
    return {"prompt": ASK_AGAIN[kind["kind"]], "max_age": "0"}


@require_POST
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the person to the provider, from a press of its button; with ``again``, to show anew who they are."""
    _known(provider)
    again = request.POST.get("again") == "yes" and session.is_through(request)
    with_whom = Accounts(request).get_provider(request, provider)
    with_whom.oauth2_adapter_class = Speaking
    nonce = new_token()
    request.session[NONCES] = [*request.session.get(NONCES, []), nonce][-AT_ONCE:]
    try:
        answer: HttpResponse = with_whom.redirect(
            request,
            "login",
            next_url=own_address(request, request.POST.get("next", "")),
            auth_params={"nonce": nonce} | _asking(provider, again=again),
            again=clock.now().isoformat() if again else "",
        )
    except (RequestException, OAuth2Error, KeyError, ValueError):
        said = [
            _("%(name)s does not answer at the moment.") % {"name": with_whom.name},
            _("Try again later, or sign in with your password."),
        ]
        return _refused(request, said, 503)
    return answer


@require_GET
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """The person comes back from the provider."""
    _known(provider)
    answer: HttpResponse = OAuth2CallbackView.adapter_view(Speaking(request, provider))(request)
    return answer
