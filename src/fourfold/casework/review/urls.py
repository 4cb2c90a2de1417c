"""The addresses of reviews."""

from django.urls import path

from fourfold.casework.review import views

within = [
    path("cycles/<str:cycle>/review/", views.hold_view, name="hold"),
    path("cycles/<str:cycle>/review/prepare/", views.prepare_view, name="prepare"),
    path("cycles/<str:cycle>/end/", views.exit_view, name="exit"),
    path("reviews/<str:review>/", views.record_view, name="record"),
    path("reviews/<str:review>/give/", views.give_view, name="give"),
    path("reviews/<str:review>/next/", views.next_view, name="next"),
    path("support-ended/<str:ended>/", views.ended_view, name="ended"),
]
