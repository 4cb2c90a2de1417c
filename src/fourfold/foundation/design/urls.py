"""Addresses of the gallery."""

from django.urls import path

from fourfold.foundation.design import gallery

outside = [
    path("gallery/", gallery.show, name="gallery"),
    path("gallery/form/", gallery.show_form, name="gallery_form"),
]
