"""The room as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, organisations, memberships, grants, sign-in, tenant scope and the doors."""

    name = "fourfold.foundation.access"
    label = "access"
