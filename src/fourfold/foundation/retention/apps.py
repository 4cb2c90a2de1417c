"""The room as a Django app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long each thing is kept, and what happens then."""

    name = "fourfold.foundation.retention"
    label = "retention"
