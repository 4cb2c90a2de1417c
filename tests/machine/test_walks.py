"""Random walks of random people through the verbs of every stage, on a real database, never break the law."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from fourfold.foundation.due.recompute import differences
from tests.machine.walk import bring, machine_for


def test_no_walk_through_the_verbs_reaches_an_untrue_state(cast, clock):
    run_state_machine_as_test(
        machine_for(cast, clock),
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_after_a_walk_what_is_due_agrees_with_the_facts(cast, clock):
    walk = machine_for(cast, clock)()
    try:
        bring(walk, "reviewed")
        walk.the_law_is_kept()
        assert differences() == []
    finally:
        walk.teardown()
