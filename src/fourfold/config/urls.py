"""Every address, collected from the rooms.

A room's ``urls.py`` may have `within`, the addresses below ``at/<setting>/``, each entered through a door, and
`outside`, those that need no setting (sign-in, the front page, the gallery). Both are named ``room:name``.
"""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

handler400 = "fourfold.foundation.design.errors.bad_request"
handler403 = "fourfold.foundation.design.errors.refused"
handler404 = "fourfold.foundation.access.lost.not_found"
handler500 = "fourfold.foundation.design.errors.went_wrong"


def _collected() -> list[URLPattern | URLResolver]:
    outside: list[URLPattern | URLResolver] = []
    within: list[URLPattern | URLResolver] = []
    for room in settings.WINGS:
        if not find_spec(f"{room}.urls"):
            continue
        urls, name = import_module(f"{room}.urls"), room.rsplit(".", 1)[1]
        if getattr(urls, "outside", None):
            outside.append(path("", include((urls.outside, name), namespace=f"{name}-outside")))
        if getattr(urls, "within", None):
            within.append(path("", include((urls.within, name), namespace=name)))
    return [*outside, path("at/<str:setting>/", include(within))]


urlpatterns = _collected()
