"""The room as a Django app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The append-only, hash-chained log of writes and looks, and its verification."""

    name = "fourfold.foundation.trail"
    label = "trail"
