"""The room as a Django app."""

from django.apps import AppConfig


class ActConfig(AppConfig):
    """The one wrapper that every verb goes through."""

    name = "fourfold.foundation.act"
    label = "act"
