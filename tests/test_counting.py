"""The comparison at the end of ``bin/test``: equal on both databases, or each missing test named."""

from tests.run.counting import NO_DATABASE, Ran, compare

PASSED, FAILED, SKIPPED = Ran("passed"), Ran("failed"), Ran("skipped")
REASON = "SQLite has no roles"


def test_the_same_tests_on_both_are_fine() -> None:
    count = compare({"a": PASSED, "b": PASSED}, {"a": PASSED, "b": PASSED})
    assert (count.sqlite, count.postgresql, count.fine) == (2, 2, True)


def test_a_test_missing_with_its_reason_is_named() -> None:
    count = compare({"a": PASSED}, {"a": PASSED, "b": Ran("passed", REASON)})
    assert count.fine
    assert count.named == [f"only on PostgreSQL: b ({REASON})"]


def test_tests_of_one_function_that_miss_for_one_reason_are_named_together() -> None:
    only = Ran("passed", REASON)
    count = compare({"a": PASSED}, {"a": PASSED, "m::b[1]": only, "m::b[2]": only, "m::c[1]": only})
    assert count.named == [
        f"only on PostgreSQL: m::b, 2 times ({REASON})",
        f"only on PostgreSQL: m::c[1] ({REASON})",
    ]


def test_a_test_missing_without_a_reason_is_not_fine() -> None:
    count = compare({"a": PASSED, "b": PASSED}, {"a": PASSED})
    assert not count.fine
    assert count.unnamed == ["only on SQLite: b"]


def test_tests_that_touch_no_database_are_named_by_module() -> None:
    once = Ran("passed", NO_DATABASE)
    count = compare({"a::x": once, "a::y": once, "b::x": PASSED}, {"b::x": PASSED})
    assert count.fine
    assert count.named == ["2 tests touch no database and ran once:", "  2 in a"]


def test_as_many_on_both_but_not_the_same_is_not_fine() -> None:
    count = compare({"a": PASSED, "b": PASSED}, {"a": PASSED, "c": PASSED})
    assert count.sqlite == count.postgresql
    assert not count.fine


def test_a_test_skipped_on_one_is_missing_there() -> None:
    assert not compare({"a": PASSED, "b": PASSED}, {"a": PASSED, "b": SKIPPED}).fine


def test_a_failure_on_either_is_not_fine() -> None:
    assert compare({"a": PASSED, "b": FAILED}, {"a": PASSED, "b": PASSED}).failed == 1
    assert not compare({"a": PASSED, "b": PASSED}, {"a": PASSED, "b": FAILED}).fine


def test_nothing_run_is_not_fine() -> None:
    assert not compare({}, {}).fine
    assert not compare({"a": PASSED}, {}).fine
