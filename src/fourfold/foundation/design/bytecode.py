"""Compiled templates, kept between starts."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from jinja2 import FileSystemBytecodeCache

HERE = Path(__file__).parent
# Jinja knows a compiled template by its source alone; compiled under other options it would be another.
OPTIONS = (HERE / "environment.py", HERE / "components" / "macros.py")


def compiled_templates() -> FileSystemBytecodeCache | None:
    """A cache in the data folder, where nobody else can put bytecode; None where the folder cannot be written."""
    options = sha256(b"".join(path.read_bytes() for path in OPTIONS)).hexdigest()[:12]
    folder = Path(settings.DATA) / "cache" / f"templates-{options}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
