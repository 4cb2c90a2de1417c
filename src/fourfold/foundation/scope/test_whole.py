"""A row of no tenant is found by what only it has, and a tenant's row is not found that way."""

import pytest

from fourfold.casework.people.models import Pupil
from fourfold.foundation.access.models import Organisation, User
from fourfold.foundation.scope.whole import found_by


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
