"""An address from its pattern is the one that Django gives."""

import pytest
from django.urls import NoReverseMatch, set_script_prefix, set_urlconf
from django.urls import reverse as anew
from django.urls.base import clear_script_prefix

from fourfold.foundation.scope.addresses import addresses_of, reverse

PARTS = {"setting": "d58qsk6d2n3tsp", "child": "tk6wtvcwsss5zs"}
ODD = {"setting": "a b%c", "child": "“é”?x=1"}


@pytest.mark.parametrize("parts", [PARTS, ODD, {**PARTS, "child": "%(setting)s"}])
@pytest.mark.parametrize("name", ["desk:child", "desk:story", "do:given"])
def test_it_is_the_address_that_django_gives(name, parts):
    assert reverse(name, kwargs=parts) == anew(name, kwargs=parts)
    assert reverse(name, kwargs=dict(reversed(parts.items()))) == anew(name, kwargs=parts)
    each = addresses_of(name, "child", setting=parts["setting"])
    assert each(parts["child"]) == anew(name, kwargs=parts)


def test_without_parts_and_below_a_folder():
    assert reverse("access-outside:sign_in") == anew("access-outside:sign_in")
    set_script_prefix("/below/50%/")
    try:
        assert reverse("desk:child", kwargs=PARTS) == anew("desk:child", kwargs=PARTS)
        assert reverse("desk:child", kwargs=PARTS).startswith("/below/50%25/at/")
    finally:
        clear_script_prefix()


def test_what_there_is_not_has_no_address():
    for name, parts in (
        ("desk:nothing", PARTS),
        ("desk:child", {"setting": "x"}),
        ("desk:child", {**PARTS, "child": ""}),
    ):
        with pytest.raises(NoReverseMatch):
            reverse(f"desk:{name}", kwargs=parts)
        with pytest.raises(NoReverseMatch):
            addresses_of(name, "child", setting="x")("")


def test_another_table_of_addresses_has_its_own():
    before = reverse("desk:child", kwargs=PARTS)
    set_urlconf("tests.test_page_client")
    try:
        with pytest.raises(NoReverseMatch):
            reverse("desk:child", kwargs=PARTS)
    finally:
        set_urlconf(None)
    assert reverse("desk:child", kwargs=PARTS) == before
