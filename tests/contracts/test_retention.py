"""Nothing names a child or a person without saying how long it is kept and what becomes of it."""

import pytest
from django.apps import apps
from django.db import models

from fourfold.foundation.retention.registry import (
    RULES,
    ChildGone,
    PersonGone,
    WrongChild,
    handed_over,
    moves,
    names_a_child,
    names_a_person,
    rule_of,
    silent,
    stops,
)
from fourfold.foundation.scope.rows import Kept, TenantRow


def _ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("fourfold.")]


def _table(name: str) -> type[models.Model]:
    return apps.get_model(name)


def test_every_table_that_names_a_child_or_a_person_says_what_becomes_of_it() -> None:
    assert silent(_ours()) == []


def test_every_rule_is_a_sentence_with_its_source() -> None:
    for rule in RULES.values():
        assert rule.sentence.endswith(".")
        assert rule.source


def test_every_row_of_a_tenant_is_under_a_rule() -> None:
    assert [m._meta.label for m in _ours() if issubclass(m, TenantRow) and not rule_of(m)] == []


@pytest.mark.parametrize(
    "label",
    ["people.Pupil", "cycles.Move", "plan.Say", "do.TakenBack", "due.DueRow", "trail.TrailEntry"],
)
def test_what_is_about_a_child_is_known_to_be(label: str) -> None:
    assert names_a_child(_table(label))


@pytest.mark.parametrize("label", ["people.Term", "access.User", "people.TeachingGroup"])
def test_what_is_about_no_child_is_known_to_be_about_none(label: str) -> None:
    assert not names_a_child(_table(label))


@pytest.mark.parametrize("label", ["access.RoleHeld", "people.Contact", "plan.SupportLine"])
def test_what_names_a_person_is_known_to(label: str) -> None:
    assert names_a_person(_table(label))


def test_what_is_to_be_given_goes_to_whoever_comes_after() -> None:
    assert handed_over(_table("plan.SupportLine")) is PersonGone.HANDED_OVER
    assert handed_over(_table("cycles.Cycle")) is PersonGone.HANDED_OVER
    assert handed_over(_table("plan.Say")) is PersonGone.STAYS


def test_a_message_stops_and_a_plan_stays_and_moves() -> None:
    assert stops(_table("notify.Message")) is ChildGone.STOPS
    assert stops(_table("plan.PlanVersion")) is ChildGone.STAYS
    assert moves(_table("plan.PlanVersion")) is WrongChild.MOVES
    assert moves(_table("trail.TrailEntry")) is WrongChild.STAYS


def test_a_table_of_which_nothing_is_said_is_found() -> None:
    def table(name: str, rule: str | None, field: str) -> type[models.Model]:
        meta = type("Meta", (), {"app_label": "retention", "apps": type(apps)()})
        body: dict[str, object] = {
            "__module__": __name__,
            "Meta": meta,
            field: models.CharField(max_length=14),
        }
        if rule:
            body["kept"] = Kept(rule, "For a test.")
        return type(name, (models.Model,), body)

    assert silent([table("AboutAChild", "short_lived", "child")]) == ["retention.AboutAChild"]
    assert silent([table("NoRule", None, "child")]) == ["retention.NoRule"]
    assert silent([table("OfSomebody", "setting", "owner")]) == ["retention.OfSomebody"]
    assert silent([table("Covered", "with_the_child", "child")]) == []
    assert silent([table("AboutNobody", "setting", "name")]) == []
