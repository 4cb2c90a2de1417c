"""The room as a Django app, so that its tests and strings are found; it has no tables."""

from django.apps import AppConfig


class ScopeConfig(AppConfig):
    """The floor of the house."""

    name = "fourfold.foundation.scope"
    label = "scope"
