"""The room as a Django app."""

from django.apps import AppConfig


class IdentifyConfig(AppConfig):
    """Concerns, class teaching tried, the decision, informing parents."""

    name = "fourfold.casework.identify"
    label = "identify"
