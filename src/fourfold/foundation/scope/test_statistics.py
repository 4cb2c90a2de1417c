"""The database is let look at how its rows are spread, at the first tick and then each night."""

import pytest
from django.db import connection

from fourfold.config import clock
from fourfold.foundation.act.ticks import jobs_each_night
from tests.cast import make_cast


@pytest.mark.django_db
def test_each_night_the_database_looks_at_its_tables_anew():
    make_cast()
    jobs_each_night()["statistics"](clock.now())
    if connection.vendor != "sqlite":
        return  # It does so by itself.
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        looked_at = {table for (table,) in cursor.fetchall()}
    assert {"people_pupil", "access_membership"} <= looked_at
