"""A dated row that was read holds on the same days as the condition by which the database finds it."""

from datetime import date, timedelta

import pytest
from django.db import connection

from fourfold.foundation.access.actors import is_live, live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast

FIRST = date(2025, 11, 3)
LAST = FIRST + timedelta(days=2)


@pytest.mark.parametrize("until", [LAST, None])
def test_a_row_that_was_read_holds_on_the_days_on_which_the_database_finds_it(db, until):
    elm = make_cast().elm
    key = elm.members["Ben"].pk
    days = [FIRST + timedelta(days=n) for n in range(-1, 4)]
    with tenant_scope(elm.organisation.pk):
        with connection.cursor() as cursor:
            asked = "UPDATE access_membership SET valid_from = %s, valid_to = %s WHERE id = %s"
            cursor.execute(asked, [FIRST, until, key])
        row = Membership.objects.get(pk=key)
        found = [Membership.objects.filter(live(day), pk=key).exists() for day in days]
    assert [is_live(row, day) for day in days] == found
    assert found == [False, True, True, True, until is None]
