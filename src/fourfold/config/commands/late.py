"""Modules with tables in them, which can be read only once Django knows its folder and its apps."""

from importlib import import_module
from typing import Any


def late(name: str) -> Any:
    """The module `name`. Call it after ``django.setup()``; the command line is read long before that."""
    return import_module(name)
