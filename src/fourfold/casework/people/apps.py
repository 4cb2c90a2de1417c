"""The room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Pupils, families, staff, who teaches and supports whom, terms and calendars."""

    name = "fourfold.casework.people"
    label = "people"
