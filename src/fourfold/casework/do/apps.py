"""The room as a Django app."""

from django.apps import AppConfig


class DoConfig(AppConfig):
    """Sessions planned, delivered or not and why; today's list."""

    name = "fourfold.casework.do"
    label = "do"
