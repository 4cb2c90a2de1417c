"""Lines and files for named people only: to everybody else they do not exist, in lists and counts too."""

from django.db.models import Q, QuerySet

from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Restriction, RestrictionReader


def open_to(rows: QuerySet, actor: Actor) -> QuerySet:
    """`rows` without those that are restricted to people among whom `actor` is not.

    Every reader that lists, counts, searches or exports rows which can be restricted goes through here.
    """
    named = RestrictionReader.objects.filter(membership_id=actor.membership).values(
        "restriction_id"
    )
    closed = Restriction.objects.filter(label=rows.model._meta.label).exclude(Q(pk__in=named))
    return rows.exclude(public_id__in=closed.values("target"))


def is_open_to(row: object, actor: Actor) -> bool:
    """Whether one row may be seen by `actor`, as far as restriction goes."""
    model = type(row)
    return open_to(model.objects.filter(pk=row.pk), actor).exists()  # type: ignore[attr-defined]
