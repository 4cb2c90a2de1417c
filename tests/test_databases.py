"""The databases of the tests themselves."""

import threading

import pytest
from django.db import connection, connections

from fourfold.foundation.access.models import Organisation


def _make() -> None:
    Organisation.objects.create(name="Elm School", first_day="2026-09-01")


@pytest.mark.django_db
def test_what_one_test_writes_another_does_not_see_first() -> None:
    assert not Organisation.objects.exists()
    _make()


@pytest.mark.django_db
def test_what_one_test_writes_another_does_not_see_second() -> None:
    assert not Organisation.objects.exists()
    _make()


def _in_a_thread() -> int:
    seen: list[int] = []

    def look() -> None:
        seen.append(Organisation.objects.count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


@pytest.mark.django_db
@pytest.mark.only_postgresql(reason="SQLite has no roles")
def test_the_tests_connect_as_neither_owner_nor_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_commits_in_its_own_database_are_seen_by_other_threads(own_database: None) -> None:
    _make()
    assert _in_a_thread() == 1


def test_each_test_that_asks_has_a_fresh_database(own_database: None) -> None:
    assert _in_a_thread() == 0
    _make()
