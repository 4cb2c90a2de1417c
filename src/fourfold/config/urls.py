"""Every address. Rooms add their own; what lies below ``at/<setting>/`` goes through a door."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("gallery/", include("fourfold.foundation.design.urls")),
]
