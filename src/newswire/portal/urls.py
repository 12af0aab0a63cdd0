"""The portal's addresses, below `/portal/`."""

from django.urls import path
from django.views.i18n import set_language

from newswire.portal.calendar_feed import calendar
from newswire.portal.dossiers import dossier, dossiers
from newswire.portal.files import media
from newswire.portal.live import live
from newswire.portal.notice import notice
from newswire.portal.offer import offer
from newswire.portal.once import key, welcome
from newswire.portal.pictures import picture, pictures
from newswire.portal.planning import planning
from newswire.portal.signin import SignIn, SignOut
from newswire.portal.statement import usage, usage_csv
from newswire.portal.story import story
from newswire.portal.wire import index, wire

app_name = "portal"
urlpatterns = [
    path("", index, name="index"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("language/", set_language, name="language"),
    path("offer/<str:token>/", offer, name="offer"),
    path("key/<str:secret>/", key, name="key"),
    path("welcome/<str:secret>/", welcome, name="welcome"),
    path("notice/", notice, name="notice"),
    path("usage/", usage, name="usage"),
    path("usage.csv", usage_csv, name="usage-csv"),
    path("wire/<int:number>/", wire, name="wire"),
    path("live/<int:number>", live, name="live"),
    path("story/<int:number>/<path:guid>", story, name="story"),
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
