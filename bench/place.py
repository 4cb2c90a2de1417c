"""A demonstration in a folder of its own, for the benchmarks that run Fourfold in their own process."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections


@contextmanager
def demonstration(rows: int) -> Iterator[Path]:
    """A demonstration with one more setting of `rows` children in one class, each in a cycle. Only one in a process.

    Its first child has `rows` lines of support, sessions, concerns, messages and words of the family.
    """
    with tempfile.TemporaryDirectory(prefix="fourfold-bench-") as folder:
        os.environ["FOURFOLD_DATA"] = folder
        os.environ["FOURFOLD_DEMO"] = "yes"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.config.settings")
        django.setup()
        settings.ROOT_URLCONF = "bench.urls"
        call_command("migrate", verbosity=0)
        from fourfold.config import demo  # noqa: PLC0415 - Django has to be set up first
        from fourfold.config.demo.many import Shape  # noqa: PLC0415
        from fourfold.config.demo.plain import Depth  # noqa: PLC0415

        heavy = Depth(rows, rows, rows, rows, rows)
        demo.make(pupils=rows, one_setting=True, seed=4, shape=Shape(1.0, 1, heavy))
        # What the worker does in its first minute.
        from fourfold.foundation.scope.statistics import refresh_statistics  # noqa: PLC0415

        refresh_statistics()
        # From here on as a web process: what is imported is no work for the garbage collector.
        import fourfold.config.wsgi  # noqa: F401, PLC0415

        yield Path(folder)
        connections.close_all()
