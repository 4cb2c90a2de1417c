"""What signing in offers the rooms around it: the note on each form, and who is signed in, at the head of pages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from fourfold.foundation.access.kept_forms import note_for
from fourfold.foundation.access.session import is_family, is_through
from fourfold.foundation.design.layout import (
    Chrome,
    register_chrome,
    register_kept_for,
    register_way_round,
)


@register_chrome
def around(request: HttpRequest) -> Chrome | None:
    """Name, setting and sign-out for who is signed in; an upper room may say more."""
    if not hasattr(request, "session"):
        return None
    actor, setting = getattr(request, "actor", None), getattr(request, "setting", None)
    sign_out = reverse("access:sign_out")
    if actor is not None and setting is not None:
        return Chrome(person=actor.called, setting=setting.name, sign_out=sign_out)
    if is_through(request) and request.user.is_authenticated:
        return Chrome(person=request.user.email, sign_out=sign_out)
    # Outside a setting a family member is not named: which name would depend on the setting.
    return Chrome(person=" ", sign_out=sign_out) if is_family(request) else None


register_kept_for(note_for)
register_way_round(gettext_lazy("Look round as somebody else"), "access-outside:demonstration")
