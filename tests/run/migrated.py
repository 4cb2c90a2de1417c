"""Makes the database that every process of a test run copies: ``python -m tests.run.migrated NAME``."""

import sys

import django

from tests import databases

# The variable by which the tests find it.
MIGRATED = "TESTS_MIGRATED"

if __name__ == "__main__":
    django.setup()
    databases.in_haste()
    databases.migrate(sys.argv[1])
