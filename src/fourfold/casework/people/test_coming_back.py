"""Somebody who left is invited back: open again from that day on, and the time between stays closed."""

from datetime import date, timedelta

import pytest
import time_machine

from fourfold.casework.people.actions import add_staff
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import actor_of, live
from fourfold.foundation.access.models import Membership, RoleHeld, User
from fourfold.foundation.act.organisations import end_membership
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import make_cast
from tests.signed_in import as_person

BEFORE, LEAVES, BETWEEN = date(2026, 1, 20), date(2026, 2, 3), date(2026, 2, 17)
BACK, AFTER = date(2026, 3, 2), date(2026, 3, 9)
EMAIL = "ben@elm.example"
# What a teacher opens, and whether whoever comes back with no class yet finds it there.
PAGES = {"": True, "today/": True, "children/": True, "child/{child}/": False, "needs/": True}


@pytest.fixture
def cast(db):
    with time_machine.travel(BEFORE, tick=False):
        return make_cast()


def _invited(elm, on, roles=(Role.TEACHER,)):
    amina = elm.actor("Amina", on)
    return add_staff(elm.organisation, "Mr Ben Hall", EMAIL, list(roles), actor=amina, today=on)


@pytest.fixture
def back(cast):
    """Ben leaves on one day and is invited back on another."""
    elm = cast.elm
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", LEAVES)
        end_membership(elm.organisation, elm.members["Ben"], actor=amina, today=LEAVES)
        _invited(elm, BACK)
    return elm


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (LEAVES, False),  # asked today, the last membership counts, and it has not begun
        (LEAVES + timedelta(days=1), False),
        (BETWEEN, False),
        (BACK - timedelta(days=1), False),
        (BACK, True),
        (AFTER, True),
    ],
)
def test_every_page_is_closed_between_and_open_again_after(back, page, day, is_open):
    child = back.children["Ayaan"].public_id
    with time_machine.travel(day, tick=False):
        address = f"/at/{back.organisation.public_id}/{page.format(child=child)}"
        status = as_person(back, "Ben").get(address).status_code
    assert (status == 200) == (is_open and PAGES[page])
    assert status in {200, 404}


def test_the_two_times_are_two_memberships_with_their_own_roles(back):
    with tenant_scope(back.organisation.pk):
        old, new = Membership.objects.filter(user__email=EMAIL).order_by("pk")
        assert (old.valid_to, new.valid_from, new.valid_to) == (LEAVES, BACK, None)
        assert not Membership.objects.filter(live(BETWEEN), user__email=EMAIL).exists()
        assert actor_of(old, BETWEEN).roles == actor_of(new, BETWEEN).roles == frozenset()
        assert actor_of(new, AFTER).roles == {Role.TEACHER}
        assert RoleHeld.objects.get(membership=new).valid_from == BACK
        invited = TrailEntry.objects.filter(act="member.invite").latest("position")
        assert new.public_id in str(invited.rows)


def test_whoever_is_here_or_leaves_only_today_is_not_invited_twice(cast):
    elm = cast.elm
    with tenant_scope(elm.organisation.pk):
        with pytest.raises(Impossible, match="a member already"):
            _invited(elm, BEFORE)
        amina = elm.actor("Amina", LEAVES)
        end_membership(elm.organisation, elm.members["Ben"], actor=amina, today=LEAVES)
        with pytest.raises(Impossible, match="until the end of"):
            _invited(elm, LEAVES)
        _invited(elm, LEAVES + timedelta(days=1))
        assert User.objects.filter(email=EMAIL).count() == 1
