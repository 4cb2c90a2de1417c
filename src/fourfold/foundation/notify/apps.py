"""The room as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Messages, channels, the outbox and the disclosure gate."""

    name = "fourfold.foundation.notify"
    label = "notify"
