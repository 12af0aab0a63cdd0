"""The portal's addresses, below `/portal/`."""

from django.urls import path
from django.views.i18n import set_language

from newswire.portal.files import media
from newswire.portal.live import live
from newswire.portal.notice import notice
from newswire.portal.offer import offer
from newswire.portal.once import key, welcome
from newswire.portal.organisation.contract import contract
from newswire.portal.organisation.keys import keys
from newswire.portal.organisation.keys import start as quick_start
from newswire.portal.organisation.people import seats
from newswire.portal.organisation.recalls import recalls
from newswire.portal.organisation.signing import sign_in_rules
from newswire.portal.security import (
    add_passkey,
    app,
    change_factor,
    change_password,
    end_sessions,
    prove,
    security,
)
from newswire.portal.signin import SignIn, SignOut, known, passkey, passkey_options, second
from newswire.portal.sso import back, find, start
from newswire.portal.statement import usage, usage_csv
from newswire.portal.story import story
from newswire.portal.wire import index, wire

app_name = "portal"
urlpatterns = [
    path("", index, name="index"),
    path("login/", SignIn.as_view(), name="login"),
    path("login/second/", second, name="second"),
    path("login/passkey/", passkey, name="passkey"),
    path("login/passkey/options", passkey_options, name="passkey-options"),
    path("sso/", find, name="sso"),
    path("sso/<slug:slug>/", start, name="sso-start"),
    path("sso/<slug:slug>/back/", back, name="sso-back"),
    path("known/<str:token>/", known, name="known"),
    path("security/", security, name="security"),
    path("security/prove/", prove, name="prove"),
    path("security/password/", change_password, name="change-password"),
    path("security/app/", app, name="add-app"),
    path("security/passkey/", add_passkey, name="add-passkey"),
    path("security/change/", change_factor, name="change-factor"),
    path("security/sessions/", end_sessions, name="end-sessions"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("language/", set_language, name="language"),
    path("offer/<str:token>/", offer, name="offer"),
    path("key/<str:secret>/", key, name="key"),
    path("welcome/<str:secret>/", welcome, name="welcome"),
    path("organisation/seats/", seats, name="seats"),
    path("organisation/keys/", keys, name="keys"),
    path("organisation/start/", quick_start, name="start"),
    path("organisation/contract/", contract, name="terms"),
    path("organisation/recalls/", recalls, name="recalls"),
    path("organisation/sign-in/", sign_in_rules, name="sign-in-rules"),
    path("notice/", notice, name="notice"),
    path("usage/", usage, name="usage"),
    path("usage.csv", usage_csv, name="usage-csv"),
    path("wire/<int:number>/", wire, name="wire"),
    path("live/<int:number>", live, name="live"),
    path("story/<int:number>/<path:guid>", story, name="story"),
    path("media/<int:number>/<path:guid>/<str:sha256>", media, name="media"),
]
