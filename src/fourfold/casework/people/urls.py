"""Addresses of children, families, staff and the setting."""

from django.urls import path

from fourfold.casework.people.views import (
    begin,
    children,
    families,
    setting,
    sign_in,
    terms,
)
from fourfold.casework.people.views import (
    outside as from_outside,
)

within = [
    path("children/", children.register, name="register"),
    path("children/add/", children.add_child, name="add_child"),
    path("child/<str:child>/facts/", children.facts, name="facts"),
    path("child/<str:child>/facts/change/", children.change_child, name="change_child"),
    path("child/<str:child>/who/", children.who, name="who"),
    path("child/<str:child>/outside/", from_outside.outside, name="outside"),
    path(
        "child/<str:child>/outside/<str:grant>/end/", from_outside.end_outside, name="end_outside"
    ),
    path("child/<str:child>/family/add/", families.add, name="add_contact"),
    path("child/<str:child>/family/<str:care>/", families.change, name="change_contact"),
    path("child/<str:child>/family/<str:care>/end/", families.end, name="end_care"),
    path("staff/", setting.staff, name="staff"),
    path("staff/add/", setting.add_staff_view, name="add_staff"),
    path("staff/<str:member>/", setting.roles, name="member"),
    path("staff/<str:member>/leaves/", setting.end, name="end_member"),
    path("terms/", terms.terms, name="terms"),
    path("terms/<str:term>/", terms.term, name="term"),
    path("days-without-school/<str:closure>/", terms.closure, name="closure"),
    path("senco/", setting.senco, name="senco"),
    path("senco/<str:appointment>/", setting.qualified, name="qualified"),
    path("families/sign-in/", sign_in.family_sign_in, name="family_sign_in"),
    path("contact/<str:contact>/sign-in-code/", sign_in.sign_in_code, name="sign_in_code"),
    path("contact/<str:contact>/start-anew/", sign_in.start_anew_view, name="start_anew"),
    path("your-address/", sign_in.own_address, name="own_address"),
    path("your-address/changed/", sign_in.own_address_changed, name="own_address_changed"),
    path("whom-to-ask/", setting.ask, name="whom_to_ask"),
    path("authority/", setting.authority, name="authority"),
    path("kind/", setting.kind, name="kind"),
]
outside = [path("begin/", begin.begin, name="begin")]
