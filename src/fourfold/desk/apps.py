"""The room as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages that put several rooms on one screen: homes by role, a child's page and story."""

    name = "fourfold.desk"
    label = "desk"
