"""The room as a Django app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """What families and children tell us: received, read by a named adult, released or passed on."""

    name = "fourfold.casework.voice"
    label = "voice"
