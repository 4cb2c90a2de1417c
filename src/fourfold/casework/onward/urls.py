"""The address on which it is said that a child has left."""

from django.urls import path

from fourfold.casework.onward import views

within = [path("child/<str:child>/left/", views.left_view, name="left")]
