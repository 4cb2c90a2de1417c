"""The room as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Staged import: upload, parse, check, match, difference, commit, undo."""

    name = "fourfold.foundation.intake"
    label = "intake"
