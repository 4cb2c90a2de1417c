"""Addresses of bringing a list in."""

from django.urls import path

from fourfold.foundation.intake import views

within = [
    path("bring-in/", views.start, name="start"),
    path("bring-in/example/", views.example, name="example"),
    path("bring-in/<str:intake>/", views.one, name="one"),
    path("bring-in/<str:intake>/columns/", views.columns, name="columns"),
    path("bring-in/<str:intake>/leave/", views.leave_view, name="leave"),
    path("bring-in/<str:intake>/undo/", views.undo_view, name="undo"),
]
