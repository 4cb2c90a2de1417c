"""The front door and the ways in. Everything here is outside the settings: nobody is anybody yet."""

from django.urls import path

from fourfold.foundation.access import (
    again_views,
    demonstration,
    factor_views,
    family_views,
    front_views,
    providers,
    staff_views,
)

outside = [
    path("", front_views.front, name="front"),
    path("sign-in/", front_views.sign_in, name="sign_in"),
    path("sign-out/", front_views.sign_out, name="sign_out"),
    path("kept/<str:kept>/", front_views.kept, name="kept"),
    path("demonstration/", demonstration.demonstration, name="demonstration"),
    path("sign-in/staff/", staff_views.sign_in_staff, name="staff"),
    path("sign-in/second/", staff_views.second, name="second"),
    path("sign-in/forgotten/", staff_views.forgotten, name="forgotten"),
    path("sign-in/password/<str:user>/<str:token>/", staff_views.new_password, name="new_password"),
    path("sign-in/invited/<str:token>/", staff_views.invited, name="invited"),
    path("sign-in/password/", staff_views.change_password, name="change_password"),
    path("sign-in/set-up/", factor_views.set_up, name="set_up"),
    path("sign-in/set-up/app/", factor_views.set_up_app, name="set_up_app"),
    path("sign-in/set-up/printed/", factor_views.set_up_printed, name="set_up_printed"),
    path("sign-in/set-up/passkey/", factor_views.set_up_passkey, name="set_up_passkey"),
    path("sign-in/family/", family_views.sign_in_family, name="family"),
    path("sign-in/link/<str:token>/", family_views.link, name="link"),
    path("sign-in/who/", family_views.who, name="who"),
    path("sign-in/code/", family_views.code, name="code"),
    path("sign-in/again/", again_views.again_page, name="again"),
    path("sign-in/with/<str:provider>/", providers.begin, name="provider"),
    path("sign-in/with/<str:provider>/back/", providers.back, name="provider_back"),
]
