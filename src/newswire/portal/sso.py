"""Signing in with one's organisation: by address to the organisation's own provider, and back with its word."""

import logging
from datetime import timedelta

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from newswire.accounts.audit import acting_from, do_record
from newswire.kit.errors import NotFoundError
from newswire.portal import page
from newswire.portal.entering import choose_next, enter, find_wait, forget_wait
from newswire.portal.oidc import Client, Pending, SignOnError, begin, finish, read_provider
from newswire.portal.page import show
from newswire.subscribers.models import SingleSignOn
from newswire.subscribers.single_sign_on import (
    find_seat_by_email,
    find_sign_on,
    find_sign_on_by_email,
    make_caller,
    read_secret,
)

logger = logging.getLogger(__name__)

_PENDING = "portal.sso"
LIFE = timedelta(minutes=10)
"""How long somebody may be at their provider."""


class _Begun(msgspec.Struct, frozen=True):
    slug: str
    pending: Pending
    at: float
    to: str


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Asks for the address and shows the way to the organisation's provider: a link, so that people see where it leads.

    Which domains lead somewhere is no secret; whether a person has a seat is not told.
    """
    email = request.GET.get("email", "")
    found = find_sign_on_by_email(email) if "@" in email else None
    values = {"email": email, "found": found, "next": request.GET.get("next", "")}
    return page.secure(show(request, "sso", values))


@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends the person to their organisation's provider; 429 where a network begins and begins and nobody comes in."""
    if wait := find_wait(request, "sso"):
        response = show(request, "sso_failed", {"slug": slug}, status=429)
        response.headers["Retry-After"] = str(wait)
        return page.secure(response)
    try:
        sign_on = find_sign_on(slug)
        provider = read_provider(make_caller(), sign_on.issuer)
        address, pending = begin(provider, _client(sign_on))
    except NotFoundError:
        return page.secure(show(request, "sso_failed", {}, status=404))
    except (SignOnError, ValueError) as error:
        return _refuse(request, slug, error)
    to = choose_next(request, request.GET.get("next", ""))
    request.session[_PENDING] = msgspec.to_builtins(_Begun(slug, pending, page.clock().timestamp(), to))
    return page.secure(HttpResponseRedirect(address))


@require_safe
def back(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the provider sends people back to: in, where it vouches for somebody who has a seat there."""
    begun = request.session.pop(_PENDING, None)  # a question is answered once
    try:
        held = msgspec.convert(begun, _Begun)
        if held.slug != slug or page.clock().timestamp() - held.at > LIFE.total_seconds():
            raise SignOnError("nobody asked, or too long ago")
        sign_on = find_sign_on(slug)
        caller = make_caller()
        provider = read_provider(caller, sign_on.issuer)
        person = finish(caller, provider, _client(sign_on), held.pending, request.GET.dict(), now=page.clock())
        seat = find_seat_by_email(sign_on, person.email)
        if seat is None:
            raise SignOnError("that person has no seat")
    except (SignOnError, NotFoundError, msgspec.ValidationError, ValueError) as error:
        return _refuse(request, slug, error)
    response = enter(request, seat.user, held.to, "sso")
    forget_wait(request, "sso")
    return response


def back_address(slug: str) -> str:
    """What is entered at the provider as redirect address."""
    return str(settings.NEWSWIRE_BASE_URL) + reverse("portal:sso-back", args=[slug])


def _client(sign_on: SingleSignOn) -> Client:
    return Client(sign_on.client_id, read_secret(sign_on), back_address(sign_on.slug))


def _refuse(request: HttpRequest, slug: str, error: Exception) -> HttpResponse:
    """The same page for every reason; which one it was is in the log, without anything the provider sent."""
    reason = error.detail if isinstance(error, SignOnError) else type(error).__name__
    logger.warning("single sign-on of %s: %s", slug[:60], reason)
    with acting_from(str(request.META.get("REMOTE_ADDR") or "")):
        do_record("sign-on-failed", "sign-on", slug[:60], actor="", now=page.clock(), reason=reason)
    return page.secure(show(request, "sso_failed", {"slug": slug}, status=403))
