"""A sentence is written for the driver as Django writes it, the second time as the first."""

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_sqlite(reason="The cursor of SQLite; PostgreSQL has Django's."),
]


@pytest.mark.parametrize("query", ["SELECT %s", "SELECT %s || 'a%%b' || %s", "SELECT '%%s'"])
def test_it_reads_as_django_would_have_it(query: str) -> None:
    with connection.cursor() as cursor:
        ours = cursor.cursor
        assert type(ours) is not SQLiteCursorWrapper
        for _ in range(2):
            assert ours.convert_query(query) == SQLiteCursorWrapper.convert_query(ours, query)


def test_values_by_order_and_by_name_arrive() -> None:
    with connection.cursor() as cursor:
        for value in ("a", "b%s"):
            cursor.execute("SELECT %s || '%%'", [value])
            assert cursor.fetchone() == (f"{value}%",)
            cursor.execute("SELECT %(one)s", {"one": value})
            assert cursor.fetchone() == (value,)
