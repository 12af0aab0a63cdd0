"""Around every page behind a sign-in: who has to wait is answered 429, and sessions are noted as seen."""

import math
from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from newswire.accounts.known import find_browser, set_known
from newswire.accounts.models import User
from newswire.accounts.visits import do_note_seen
from newswire.kit.clock import utc_now


class Doorkeeper(MiddlewareMixin):
    """The middleware for both rooms, the portal and the desk."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """429 with `Retry-After` (seconds) where the guard looked at nothing; the page says the same as ever. Whoever
        has just signed in is known in this browser from now on."""
        wait: timedelta | None = getattr(request, "sign_in_wait", None)
        if wait is not None:
            response.status_code = 429
            response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
        user: User | None = getattr(request, "signed_in", None)
        if user is not None:
            set_known(response, user, find_browser(request, user.pk))
        session = getattr(request, "session", None)
        if session is not None and session.accessed and session.session_key and not response.streaming:
            do_note_seen(request, utc_now())
        return response
