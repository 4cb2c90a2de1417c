"""Two contacts with one e-mail address: they may, and whoever writes it down is told so."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import Contact

TWO_OF_ONE = gettext_lazy(
    "Two people with one e-mail address are asked at each sign-in who they are,"
    " and each needs a code of their own."
)


def will_share() -> str:
    """That an address comes to be shared, as lists and forms say it."""
    return _("Somebody else here has this e-mail address already: the two then share it.")


def who_has(email: str, apart_from: int | None) -> list[Contact]:
    """The contacts with that address, but for one (a database id); none for an empty one."""
    if not email:
        return []
    found = Contact.objects.filter(email__iexact=email).exclude(pk=apart_from)
    return list(found.order_by("family_name", "given_name", "pk"))
