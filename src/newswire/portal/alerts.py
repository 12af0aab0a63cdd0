"""`/portal/alerts/`: what one was told of, the pulse that open pages ask for, and the end of mails in one click."""

import asyncio
import contextlib
from importlib import import_module

import msgspec
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core import signing
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newswire.delivery.alerts.bell import Bell
from newswire.delivery.alerts.letters import read_off_token
from newswire.portal import page
from newswire.portal.access import NoSeatError, find_organisation
from newswire.portal.alerts_read import Pulse, do_read_alerts, read_alerts, read_pulse
from newswire.portal.page import portal_page, show
from newswire.portal.parameters import read_number
from newswire.subscribers.models import Seat
from newswire.subscribers.view_models import SavedView
from newswire.subscribers.views import do_end_mail

LONGEST_WAIT = 25
"""Seconds that a page may wait for something to happen."""

_bell: Bell | None = None


def set_bell(bell: Bell | None) -> None:
    """Called once by the process that runs the bell, before it serves; None when it stops."""
    global _bell
    _bell = bell


@require_safe
@portal_page
def alerts(request: HttpRequest) -> HttpResponse:
    """The newest alerts, or with `?before=N` those before that change."""
    organisation = find_organisation(request.user)
    found = read_alerts(organisation, before=read_number(request, "before"))
    return show(request, "alerts", {"organisation": organisation, "page": found})


@require_POST
@portal_page
def alerts_read(request: HttpRequest) -> HttpResponse:
    """Notes as read what the page showed: everything up to the change `until`, or the one `alert` of it."""
    organisation = find_organisation(request.user)
    until, alert = read_number(request, "until"), read_number(request, "alert")
    if until is None:
        raise Http404
    do_read_alerts(organisation.seat, until, now=page.clock(), alert=alert)
    response = HttpResponse(status=303)
    response["Location"] = reverse("portal:alerts")
    return response


@require_safe
async def alerts_pulse(request: HttpRequest) -> HttpResponseBase:
    """`/portal/alerts/pulse?after=N&wait=S`: how much is unread and what has come since change N, as JSON; waits up
    to S seconds for something to come. 204 without a seat, because a browser writes 401 into its log as a fault; 400
    for anything but numbers."""
    try:
        after, wait = read_number(request, "after"), read_number(request, "wait") or 0
    except Http404:
        return page.secure(HttpResponse(status=400))
    session, language = request.session.session_key or "", page.page_language()
    seat = await sync_to_async(_find_seat)(session)
    if seat is None:
        return page.secure(HttpResponse(status=204))
    bell = _bell
    if bell is None or not wait or after is None:
        return _answer(await sync_to_async(_read_pulse)(session, after, language))
    with bell.expect(seat) as rung:
        pulse = await sync_to_async(_read_pulse)(session, after, language)
        if pulse is None or pulse.newest > after:
            return _answer(pulse)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(rung.wait(), min(wait, LONGEST_WAIT))
    return _answer(await sync_to_async(_read_pulse)(session, after, language))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def alerts_off(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails that a link in one of them names, without signing in. GET asks (mail programs open links), POST
    does it: the mail program's own button too (RFC 8058), which is why no form of ours need have been opened before."""
    try:
        seat_id, view_id = read_off_token(token)
    except signing.BadSignature:
        return page.keep_secret(show(request, "missing", {}, status=404))
    seat = Seat.objects.select_related("subscriber", "habits").filter(pk=seat_id).first()
    language = getattr(getattr(seat, "habits", None), "language", "") or (seat.subscriber.language if seat else "")
    with translation.override(page.choose_language(request, language)):
        view = SavedView.objects.filter(pk=view_id).first() if view_id is not None else None
        if request.method == "POST":
            do_end_mail(seat_id, view_id)
        values = {"view": view, "is_done": request.method == "POST"}
        return page.keep_secret(show(request, "alerts_off", values))


def _answer(pulse: Pulse | None) -> HttpResponse:
    if pulse is None:
        return page.secure(HttpResponse(status=204))
    return page.secure(HttpResponse(msgspec.json.encode(pulse), content_type="application/json"))


def _find_seat(session_key: str) -> int | None:
    try:
        return find_organisation(get_user(_open_session(session_key))).seat
    except NoSeatError:
        return None
    finally:
        connection.close()


def _read_pulse(session_key: str, after: int | None, language: str) -> Pulse | None:
    """None where the visitor has signed out or has no seat any more. Gives the connection back: a wait may follow."""
    try:
        with translation.override(language):
            return read_pulse(find_organisation(get_user(_open_session(session_key))), after)
    except NoSeatError:
        return None
    finally:
        connection.close()


def _open_session(session_key: str) -> HttpRequest:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return request
