"""The room as a Django app."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """The spine: one row per cycle, and its moves."""

    name = "fourfold.casework.cycles"
    label = "cycles"
