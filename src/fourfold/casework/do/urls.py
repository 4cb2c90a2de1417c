"""The addresses of sessions."""

from django.urls import path

from fourfold.casework.do import views

within = [
    path("today/", views.today_view, name="today"),
    path("today/<str:day>/<str:line>/<int:nth>/", views.tap_view, name="tap"),
    path("sessions/<str:session>/undo/", views.undo_view, name="undo"),
    path("sessions/<str:session>/more/", views.more_view, name="more"),
    path("next-lesson/", views.lessons_view, name="lessons"),
    path("next-lesson/<str:group>/", views.lesson_view, name="lesson"),
    path("children/<str:child>/support/", views.given_view, name="given"),
    path("children/<str:child>/support/family/", views.family_view, name="family"),
]
