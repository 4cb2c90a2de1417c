"""The room as a Django app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Fields, components, layouts and a gallery page; nothing about pupils."""

    name = "fourfold.foundation.design"
    label = "design"
