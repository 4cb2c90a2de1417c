"""To whom those of a family belong, as the demonstration says it beside their names."""

from collections import defaultdict
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.people.models import Care
from fourfold.casework.people.relations import bars_of
from fourfold.foundation.access.actors import live
from fourfold.foundation.design.format import listed
from fourfold.foundation.scope.together import rows


@rows
def cares_at_first(on: date, members: frozenset[str]) -> QuerySet[Care]:
    """For whom these members (public ids) cared on the day on which they came, and still do on a day."""
    found = Care.objects.filter(
        live(on),
        valid_from=F("contact__membership__valid_from"),
        contact__membership__public_id__in=members,
    )
    return found.select_related("pupil", "contact__membership").order_by("pk")


def whose_family(on: date, members: frozenset[str]) -> dict[str, str]:
    """By the public ids of `members`, of which children they are family on a day, and from whom an order keeps one.

    As it was on the day on which they came: what visitors wrote since, a child or an order, is not for everybody.
    """
    theirs: dict[str, list[str]] = defaultdict(list)
    kept: dict[str, list[str]] = defaultdict(list)
    for care in cares_at_first(on, members):
        member = care.contact.membership
        if member is not None:
            is_kept = care.order_from == care.valid_from and bars_of(care, on)
            into = kept if is_kept else theirs
            into[member.public_id].append(str(care.pupil))
    said = {who: _("of %(children)s") % {"children": listed(of)} for who, of in theirs.items()}
    order = _("an order keeps %(children)s from them")
    for who, of in kept.items():
        words = order % {"children": listed(of)}
        said[who] = f"{said[who]} · {words}" if who in said else words
    return said
