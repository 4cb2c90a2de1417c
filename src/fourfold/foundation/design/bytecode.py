"""Compiled templates, kept between starts."""

from pathlib import Path

from django.conf import settings
from jinja2 import FileSystemBytecodeCache


def compiled_templates() -> FileSystemBytecodeCache | None:
    """A cache in the data folder, where nobody else can put bytecode; None where the folder cannot be written."""
    folder = Path(settings.DATA) / "cache" / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
