"""The room as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Facts in, file out."""

    name = "fourfold.foundation.documents"
    label = "documents"
