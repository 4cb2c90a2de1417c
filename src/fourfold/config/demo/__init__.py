"""The demonstration: small settings that must never see each other, and as many plain pupils as asked for.

Everybody in it is invented. The tests use the same cast.
"""

from datetime import date

from django.db import transaction

from fourfold.config import clock
from fourfold.config.demo.cast import PASSWORD, hashed_password, make_cast, say_whom_to_ask
from fourfold.config.demo.later import tell_stories
from fourfold.config.demo.many import PLAIN, Shape, Sizes, make_many
from fourfold.config.demo.older import make_willow, tell_of_nursery
from fourfold.config.demo.sent import send_in_their_time
from fourfold.domain.words import Role
from fourfold.foundation.access.models import Organisation, RoleHeld
from fourfold.foundation.due.recompute import night, put_off_to_the_night
from fourfold.foundation.scope.tenancy import tenant_scope

FIRST_DAY = date(2025, 9, 2)


def make(pupils: int = 0, one_setting: bool = False, seed: int = 4, shape: Shape = PLAIN) -> None:
    """Fill an empty database with the demonstration. The same seed on the same day makes the same people."""
    with transaction.atomic():
        today = clock.today()
        with put_off_to_the_night():
            cast = make_cast(FIRST_DAY)
            with tenant_scope(cast.elm.organisation.pk):
                say_whom_to_ask(cast.elm, "01632 960123")
                tell_stories(cast.elm, today)
                tell_of_nursery(cast.elm, today)
                send_in_their_time(cast.elm.organisation, today)
            with tenant_scope(cast.oak.organisation.pk):
                say_whom_to_ask(cast.oak, "020 7946 0234")
            make_willow(FIRST_DAY, today)
            make_many(
                Sizes(pupils, one_setting),
                seed=seed,
                first_day=FIRST_DAY,
                today=today,
                password=hashed_password(),
                shape=shape,
            )
        for organisation in Organisation.objects.order_by("pk"):
            with tenant_scope(organisation.pk):
                night(today)


def who_can_sign_in() -> list[str]:
    """A line for each member of staff of the cast: setting, name, role and e-mail; then the one password."""
    lines = []
    for organisation in Organisation.objects.order_by("pk")[:4]:
        with tenant_scope(organisation.pk):
            held = RoleHeld.objects.filter(membership__user__isnull=False).select_related(
                "membership__user"
            )
            lines += [
                f"{organisation.name}: {row.membership.called} ({Role(row.role).label}) {row.membership.user.email}"
                for row in held.order_by("pk")
            ]
    return [*lines, f"Everybody's password: {PASSWORD}", "Or choose a person at /demonstration/."]
