"""Addresses of the desk."""

from django.urls import path

from fourfold.desk import messages, views

within = [
    path("", views.home, name="home"),
    path("unsent/", views.unsent, name="unsent"),
    path("needs/", views.needs, name="needs"),
    path("child/<str:child>/", views.child_page, name="child"),
    path("child/<str:child>/story/", views.story, name="story"),
    path("child/<str:child>/due/", views.child_due, name="child_due"),
    path("child/<str:child>/set-aside/", views.set_aside_view, name="set_aside"),
    path("child/<str:child>/take-up/", views.take_up_view, name="take_up"),
    path("due/", views.due, name="due"),
    path("messages/", messages.outbox, name="outbox"),
    path("messages/kinds/", messages.kinds_of_message, name="message_kinds"),
    path("messages/kinds/<str:code>/", messages.preview, name="message_preview"),
    path("messages/<str:message>/", messages.one, name="message"),
    path("messages/<str:message>/paper/", messages.paper, name="message_paper"),
]
outside = [path("demonstration/mail/", messages.mailbox, name="mailbox")]
