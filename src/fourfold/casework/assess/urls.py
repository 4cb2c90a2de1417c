"""Addresses of the picture of a child."""

from django.urls import path

from fourfold.casework.assess import views

within = [
    path("cycle/<str:cycle>/picture/", views.picture, name="picture"),
    path("cycle/<str:cycle>/picture/strength/", views.add_strength, name="add_strength"),
    path("cycle/<str:cycle>/picture/need/", views.add_need, name="add_need"),
    path("cycle/<str:cycle>/picture/seen/", views.add_observation, name="add_observation"),
    path("strength/<str:strength>/", views.change_strength, name="change_strength"),
    path("strength/<str:strength>/out/", views.take_out_strength, name="take_out_strength"),
    path("need/<str:need>/", views.change_need, name="change_need"),
    path("need/<str:need>/out/", views.take_out_need, name="take_out_need"),
]
