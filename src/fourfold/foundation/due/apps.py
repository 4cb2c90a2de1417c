"""The room as a Django app."""

from django.apps import AppConfig


class DueConfig(AppConfig):
    """What is due, when, why, paused or not."""

    name = "fourfold.foundation.due"
    label = "due"
