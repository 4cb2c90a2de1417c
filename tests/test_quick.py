"""The tests hash passwords quickly; what ships does not."""

from argon2 import extract_parameters
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.utils.module_loading import import_string

from fourfold.config import settings as shipped


def test_what_ships_hashes_with_no_less_than_django_asks_for() -> None:
    (name,) = shipped.PASSWORD_HASHERS
    assert import_string(name) is Argon2PasswordHasher
    written = (
        Argon2PasswordHasher().encode("correct horse", "salt of sixteen").removeprefix("argon2")
    )
    found = extract_parameters(written)
    assert found.time_cost >= 2
    assert found.memory_cost >= 100 * 1024
    assert Argon2PasswordHasher().verify("correct horse", f"argon2{written}")


def test_the_quick_hash_still_tells_passwords_apart() -> None:
    quick = make_password("correct horse")
    assert check_password("correct horse", quick)
    assert not check_password("correct house", quick)
