"""A row of no tenant is found by what only it has, and a tenant's row is not found that way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet

from fourfold.casework.people.models import Pupil
from fourfold.foundation.access.models import KeptForm, Organisation, User
from fourfold.foundation.scope.whole import found_by, rows_by


def test_the_row_with_that_value_is_found_and_no_other(cast, django_assert_num_queries):
    organisation = found_by(Organisation, "public_id")
    for place in (cast.elm, cast.oak):
        with django_assert_num_queries(1):
            found = organisation(place.organisation.public_id)
        assert found == place.organisation
        assert vars(found).keys() == vars(Organisation.objects.get(pk=found.pk)).keys()
    assert organisation("2" * 14) is None


def test_what_is_asked_first_decides_nothing(cast):
    user = found_by(User, "id")
    assert user(None) is None
    assert user(2**62) is None
    amina = cast.elm.members["Amina"].user
    assert user(amina.pk) == amina


@pytest.mark.parametrize(("model", "field"), [(Pupil, "public_id"), (User, "last_login")])
def test_nothing_else_is_looked_up_that_way(model, field):
    with pytest.raises(ValueError, match="without a scope"):
        found_by(model, field)


ONCE = datetime(1900, 1, 1, tzinfo=UTC)


def test_rows_are_asked_for_again_with_other_values(db, django_assert_num_queries):
    """As Django would: a moment is written as the database wants it, and no value of the first asking stays."""
    now = datetime(2026, 5, 12, 9, 30, 0, 250, tzinfo=UTC)
    for owner, age in (("a", 0), ("a", 5), ("b", 1), ("%s", 2)):
        at = now - timedelta(days=age)
        KeptForm.objects.create(owner=owner, path=owner, sealed="", at=at)

    def asking(since, owner):
        return KeptForm.objects.filter(at__gt=since, owner=owner, used_at__isnull=True).order_by(
            "-at"
        )

    found = rows_by(asking, ONCE, "owner")
    for days in (0, 1, 3, 9):
        for owner in ("a", "b", "c", "%s", "owner"):
            with django_assert_num_queries(1):
                mine = found(now - timedelta(days=days), owner)
            assert mine == list(asking(now - timedelta(days=days), owner))


@pytest.mark.parametrize(
    "asking",
    [
        lambda value: QuerySet(Pupil).filter(public_id=value),
        lambda value: KeptForm.objects.filter(owner="a"),
    ],
)
def test_rows_of_a_tenant_and_a_value_that_is_not_asked_for_are_refused(db, asking):
    with pytest.raises(ValueError, match="cannot be asked for"):
        rows_by(asking, "value")("value")
