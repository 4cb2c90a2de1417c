"""Addresses of the gallery."""

from django.urls import path

from fourfold.foundation.design import gallery

urlpatterns = [
    path("", gallery.show, name="gallery"),
    path("form/", gallery.show_form, name="gallery_form"),
]
