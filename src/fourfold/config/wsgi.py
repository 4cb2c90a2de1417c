"""The WSGI application: what each web process imports, once, before it answers anybody."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.config.settings")
application = get_wsgi_application()
LOOK_AFTER = 50_000
"""So many objects are made before the collector looks at the new ones."""


def settle() -> None:
    """Read the table of addresses, and with it every view, and take all that stands from the garbage collector.

    What is imported stays as long as the process. A full collection would walk over all of it again and again, and
    somebody's page would wait for that (160 ms on the machine of docs/performance.md). A page makes some thousands of
    objects and lets go of nearly all of them by itself, so that the collector need not look after every 700.
    """
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOK_AFTER, 20, 20)


settle()
