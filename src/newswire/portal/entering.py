"""From a proof to a session: the second step where one is asked for, enrolment where the organisation demands it."""

import math
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from newswire.accounts.factors import has_factor
from newswire.accounts.guard import Budget, do_forget, do_take, key_of, network_of
from newswire.accounts.models import User
from newswire.accounts.visits import WAY
from newswire.portal import page
from newswire.portal.access import find_organisation
from newswire.portal.enrolment import MUST_ENROL
from newswire.subscribers.models import Subscriber

Way = Literal["password", "second", "passkey", "sso"]

HALF = "portal.half"
"""In the session of somebody whose password was right and whose second step is open: who, since when, where to."""
HALF_LIFE = timedelta(minutes=10)
PROVED = "portal.proved"
"""When the person of the session last proved who they are: what changes the ways in asks for it anew."""
PROOF_LIFE = timedelta(minutes=15)


BEGINNINGS = Budget(60)
"""Ways in that one network may begin and not end, in a row: each costs a session, and one at a provider calls it."""


def find_wait(request: HttpRequest, kind: str) -> int:
    """Counts that a way in is begun; 0, or for how many seconds this network may begin none."""
    verdict = do_take(_pace_key(request, kind), BEGINNINGS, page.clock())
    return math.ceil(verdict.wait.total_seconds())


def forget_wait(request: HttpRequest, kind: str) -> None:
    """Somebody came in: their network begins anew."""
    do_forget(_pace_key(request, kind))


def _pace_key(request: HttpRequest, kind: str) -> str:
    return key_of(kind, network_of(str(request.META.get("REMOTE_ADDR") or "")))


def redirect(address: str) -> HttpResponse:
    """See another page (303): whatever was sent, the browser asks for it anew."""
    response = HttpResponse(status=303)
    response["Location"] = address
    return page.secure(response)


def choose_next(request: HttpRequest, wanted: str) -> str:
    """Where sign-in leads: the page that asked for it where it is ours, else the first one."""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if is_ours else reverse("portal:index")


def enter_by_password(request: HttpRequest, user: User, to: str) -> HttpResponse:
    """The password was right: in, or on to the second step. Nothing of the person's is open before it."""
    if not has_factor(user):
        return enter(request, user, to, "password")
    request.session.flush()
    request.session[HALF] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": page.clock().timestamp(),
        "to": to,
    }
    return redirect(reverse("portal:second"))


def read_half(request: HttpRequest) -> tuple[User, str] | None:
    """Who is between the steps, and where they want to go; None where nobody is, it took too long, or the password
    was changed meanwhile."""
    half = request.session.get(HALF)
    if not half or page.clock().timestamp() - half["at"] > HALF_LIFE.total_seconds():
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != half["hash"]:
        return None
    return user, str(half["to"])


def enter(request: HttpRequest, user: User, to: str, way: Way) -> HttpResponse:
    """Begins the session. A password alone leads to enrolment where the organisation asks for a second factor."""
    organisation = find_organisation(user)
    request.session.flush()
    request.session[WAY] = way
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[PROVED] = page.clock().timestamp()
    if way == "password" and Subscriber.objects.filter(pk=organisation.id, asks_second_factor=True).exists():
        request.session[MUST_ENROL] = True
        to = reverse("portal:security")
    return redirect(to)


def is_proved(request: HttpRequest) -> bool:
    """Whether the person proved who they are within `PROOF_LIFE`."""
    return page.clock().timestamp() - float(request.session.get(PROVED, 0)) < PROOF_LIFE.total_seconds()
