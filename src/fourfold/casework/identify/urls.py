"""Addresses of concerns, decisions and notices."""

from django.urls import path

from fourfold.casework.identify import views, views_add, views_talk, views_tell

within = [
    path("concern/", views.whose, name="whose"),
    path("child/<str:child>/concern/", views.raise_view, name="raise"),
    path("child/<str:child>/carry-on/", views.carry_on_view, name="carry_on"),
    path("concern/<str:concern>/", views.concern_view, name="concern"),
    path("concern/<str:concern>/add/", views_add.add_view, name="add"),
    path("concern/<str:concern>/withdraw/", views.withdraw_view, name="withdraw"),
    path("concern/<str:concern>/read/", views.read_concern, name="read"),
    path("cycle/<str:cycle>/looking-into-it/", views.cycle_view, name="cycle"),
    path("cycle/<str:cycle>/tried/", views_talk.tried_view, name="tried"),
    path("cycle/<str:cycle>/talk/", views_talk.talk_view, name="talk"),
    path("cycle/<str:cycle>/talk/<str:talk>/given/", views_talk.note_given, name="note_given"),
    path("cycle/<str:cycle>/decide/", views.decide_view, name="decide"),
    path("decision/<str:decision>/tell/", views_tell.tell_view, name="tell"),
    path("decision/<str:decision>/tell/<str:person>/", views_tell.tell_one, name="tell_one"),
    path("decision/<str:decision>/letter/<str:person>/", views_tell.letter_view, name="letter"),
    path("decision/<str:decision>/proof/", views_tell.proof_view, name="proof"),
    path("notice/<str:notice>/", views_tell.notice_view, name="notice"),
    path("notice/<str:notice>/put-right/", views_tell.put_right_view, name="put_right"),
]
