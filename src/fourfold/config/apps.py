"""The wing as a Django app, for its commands and checks; loads every room's ``wiring`` at start."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    """Settings, addresses, commands; fills the registries of the lower rooms from the upper ones."""

    name = "fourfold.config"
    label = "config"

    def ready(self) -> None:
        """Import ``wiring`` of each room that has one, lowest first, so that its entries stand in the registries."""
        for room in settings.WINGS:
            if find_spec(f"{room}.wiring"):
                import_module(f"{room}.wiring")
