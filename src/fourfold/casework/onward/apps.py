"""The room as a Django app."""

from django.apps import AppConfig


class OnwardConfig(AppConfig):
    """What ends a cycle without a next step of its own: a move of setting, leaving, a death."""

    name = "fourfold.casework.onward"
    label = "onward"
