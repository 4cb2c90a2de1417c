"""The room as a Django app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Outcomes, support, responsibilities, say and agreement, versions, sharing."""

    name = "fourfold.casework.plan"
    label = "plan"
