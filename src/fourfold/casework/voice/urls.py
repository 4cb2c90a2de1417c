"""Addresses of what families and children are asked and tell us."""

from django.urls import path

from fourfold.casework.voice import views

within = [
    path("child/<str:child>/views/", views.give, name="give"),
    path("child/<str:child>/views/ask/", views.ask, name="ask"),
    path("child/<str:child>/views/child/", views.child_view, name="child"),
    path("child/<str:child>/views/with-staff/", views.child_with_staff, name="child_with_staff"),
    path("child/<str:child>/views/said/", views.write_down, name="write_down"),
    path("child/<str:child>/views/sent/", views.sent, name="sent"),
    path("read-first/", views.waiting, name="waiting"),
    path("read-first/<str:contribution>/", views.read, name="read"),
]
