"""A demonstration in a folder of its own, for the benchmarks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections


@contextmanager
def demonstration(pupils: int, *, one_setting: bool = True, seed: int = 4) -> Iterator[Path]:
    """A migrated and filled demonstration; Django is set up on it. Only one in a process."""
    with tempfile.TemporaryDirectory(prefix="fourfold-bench-") as folder:
        os.environ["FOURFOLD_DATA"] = folder
        os.environ["FOURFOLD_DEMO"] = "yes"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.config.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        from fourfold.config import demo  # noqa: PLC0415 - Django has to be set up first

        demo.make(pupils=pupils, one_setting=one_setting, seed=seed)
        yield Path(folder)
        connections.close_all()
