"""The room as a Django app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Reviews: progress against outcomes, planned against delivered, next step."""

    name = "fourfold.casework.review"
    label = "review"
