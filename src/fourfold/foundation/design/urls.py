"""Addresses of the gallery."""

from django.urls import path

from fourfold.foundation.design import gallery, gallery_around

outside = [
    path("gallery/", gallery.show, name="gallery"),
    path("gallery/form/", gallery.show_form, name="gallery_form"),
    path("gallery/kept/", gallery.kept, name="gallery_kept"),
    path("gallery/around/", gallery_around.show_around, name="gallery_around"),
]
