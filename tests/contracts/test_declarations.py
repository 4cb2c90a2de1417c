"""What every table declares about itself: whose it is, who can read it, how long it is kept and why."""

from django.apps import apps
from django.db import models

from fourfold.foundation.scope.rows import Kept, TenantRow
from fourfold.foundation.scope.tenancy import ClosedQuerySet, VerbManager

RULES = {"with_the_child", "with_the_person", "setting", "short_lived", "trail"}

# The tables of ours that belong to no tenant, each with the reason.
UNSCOPED = {
    "access.KeptForm": "Typed after a session ended, so in no setting; encrypted for its writer alone.",
    "access.Organisation": "It is what a tenant is: a scope is made of it.",
    "access.User": "A person who signs in belongs to no setting and may work at several.",
    "access.Attempt": "A failed sign-in, by a keyed hash; counted before anybody is anybody.",
    "access.Spent": "A code that was used once, by a keyed hash; asked before anybody is in.",
    "access.FamilyAddress": "It answers at which settings an address signs in, so none is known yet.",
    "access.SignInLink": "It proves an address, from which the settings follow; holds hashes only.",
    "access.FamilyCode": "Who types it is not signed in; holds a keyed hash only.",
    "access.KnownDevice": "A browser known from before, asked before anybody is signed in.",
    "access.Invitation": "A new member sets a password by it, in no setting yet; holds a hash only.",
    "access.Seat": "It says at which settings a user has a membership, before a setting is known.",
}


def _ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("fourfold.")]


def _has_tenant(model: type[models.Model]) -> bool:
    return any(field.name == "tenant" for field in model._meta.fields)


def test_every_table_belongs_to_a_tenant_or_is_listed_with_its_reason() -> None:
    unscoped = {m._meta.label for m in _ours() if not _has_tenant(m)}
    assert unscoped == set(UNSCOPED)


def test_every_tenants_table_is_closed_outside_a_scope_by_relations_too() -> None:
    open_ones = [
        f"{m._meta.label}.{manager.name}"
        for m in _ours()
        if _has_tenant(m)
        for manager in (*m._meta.managers, m._base_manager, m._default_manager)
        if not isinstance(manager.get_queryset(), ClosedQuerySet)
    ]
    assert open_ones == []


def test_rows_that_verbs_write_are_closed_to_changes_outside_a_verb() -> None:
    open_ones = [
        m._meta.label
        for m in _ours()
        if issubclass(m, TenantRow)
        for manager in (*m._meta.managers, m._base_manager)
        if not isinstance(manager, VerbManager)
    ]
    assert open_ones == []


def test_every_row_of_a_tenant_says_how_long_it_is_kept_and_why() -> None:
    silent = [
        m._meta.label
        for m in _ours()
        if issubclass(m, TenantRow)
        and not (
            isinstance(getattr(m, "kept", None), Kept)
            and m.kept.rule in RULES
            and m.kept.why.endswith(".")
        )
    ]
    assert silent == []
