"""The addresses of reviews."""

from django.urls import path

from fourfold.casework.review import answering, copying, correcting, ending, giving, views

within = [
    path("cycles/<str:cycle>/review/", views.hold_view, name="hold"),
    path("cycles/<str:cycle>/review/prepare/", views.prepare_view, name="prepare"),
    path("cycles/<str:cycle>/end/", ending.exit_view, name="exit"),
    path("reviews/<str:review>/", views.record_view, name="record"),
    path("reviews/<str:review>/copy/", copying.copy_view, name="copy"),
    path("reviews/<str:review>/give/", giving.give_view, name="give"),
    path("reviews/<str:review>/correct/", correcting.correct_view, name="correct"),
    path("reviews/<str:review>/next/", ending.next_view, name="next"),
    path("reviews/<str:review>/cannot-come/", answering.cannot_come_view, name="cannot_come"),
    path("reviews/<str:review>/will-come/", answering.will_come_view, name="will_come"),
    path("reviews/<str:review>/without/", answering.without_view, name="without"),
    path("support-ended/<str:ended>/look-again/", ending.look_again_view, name="look_again"),
    path("support-ended/<str:ended>/told/", ending.told_view, name="told"),
    path("support-ended/<str:ended>/", ending.ended_view, name="ended"),
]
