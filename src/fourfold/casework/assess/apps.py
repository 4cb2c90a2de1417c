"""The room as a Django app."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """Views, strengths, needs, observations, who was asked."""

    name = "fourfold.casework.assess"
    label = "assess"
