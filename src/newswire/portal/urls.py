"""The portal's addresses, below `/portal/`."""

from django.urls import path
from django.views.i18n import set_language

from newswire.portal.alert_habits import alert_habits
from newswire.portal.alerts import alerts, alerts_off, alerts_pulse, alerts_read
from newswire.portal.calendar_feed import calendar
from newswire.portal.dossiers import dossier, dossiers
from newswire.portal.files import media
from newswire.portal.find import find
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
from newswire.portal.pictures import picture, pictures
from newswire.portal.planning import planning
from newswire.portal.saved import save, saved
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
from newswire.portal.sso import back, start
from newswire.portal.sso import find as find_provider
from newswire.portal.statement import usage, usage_csv
from newswire.portal.story import story
from newswire.portal.taking.mail import mail
from newswire.portal.taking.views import copy, download, package
from newswire.portal.versions import versions
from newswire.portal.views import (
    view,
    view_delete,
    view_duplicate,
    view_edit,
    view_new,
    view_newer,
    view_preview,
    views,
)
from newswire.portal.wire import index, wire

app_name = "portal"
urlpatterns = [
    path("", index, name="index"),
    path("login/", SignIn.as_view(), name="login"),
    path("login/second/", second, name="second"),
    path("login/passkey/", passkey, name="passkey"),
    path("login/passkey/options", passkey_options, name="passkey-options"),
    path("sso/", find_provider, name="sso"),
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
    path("views/", views, name="views"),
    path("views/new", view_new, name="view-new"),
    path("views/preview/", view_preview, name="view-preview"),
    path("views/<int:view>/", view, name="view"),
    path("views/<int:view>/newer/", view_newer, name="view-newer"),
    path("views/<int:view>/edit/", view_edit, name="view-edit"),
    path("views/<int:view>/delete/", view_delete, name="view-delete"),
    path("views/<int:view>/duplicate/", view_duplicate, name="view-duplicate"),
    path("alerts/", alerts, name="alerts"),
    path("alerts/read/", alerts_read, name="alerts-read"),
    path("alerts/pulse", alerts_pulse, name="alerts-pulse"),
    path("alerts/habits/", alert_habits, name="alert-habits"),
    path("alerts/off/<str:token>/", alerts_off, name="alerts-off"),
    path("wire/<int:number>/", wire, name="wire"),
    path("live/<int:number>", live, name="live"),
    path("search/<int:number>/", find, name="find"),
    path("story/<int:number>/<path:guid>", story, name="story"),
    path("versions/<int:number>/<path:guid>", versions, name="versions"),
    path("copy/<int:number>/<path:guid>", copy, name="copy"),
    path("download/<int:number>/<str:form>/<path:guid>", download, name="download"),
    path("package/<int:number>/<path:guid>", package, name="package"),
    path("mail/<int:number>/<path:guid>", mail, name="mail"),
    path("save/<int:number>/<path:guid>", save, name="save"),
    path("saved/", saved, name="saved"),
    path("pictures/", pictures, name="pictures"),
    path("pictures/<int:number>/", pictures, name="pictures"),
    path("picture/<int:number>/<path:guid>/<str:sha256>", picture, name="picture"),
    path("planning/", planning, name="planning"),
    path("planning/<int:number>/", planning, name="planning"),
    path("planning/calendar/<str:secret>.ics", calendar, name="calendar"),
    path("dossiers/", dossiers, name="dossiers"),
    path("dossiers/<int:number>/", dossiers, name="dossiers"),
    path("dossier/<int:number>/<slug:slug>/", dossier, name="dossier"),
    path("media/<int:number>/<path:guid>/<str:sha256>", media, name="media"),
]
