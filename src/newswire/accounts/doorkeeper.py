"""Around every page behind a sign-in: who has to wait is answered 429, and sessions are noted as seen."""

import math
from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from newswire.accounts.visits import do_note_seen
from newswire.kit.clock import utc_now


class Doorkeeper(MiddlewareMixin):
    """The middleware for both rooms, the portal and the desk."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """429 with `Retry-After` (seconds) where the guard looked at nothing; the page says the same as ever."""
        wait: timedelta | None = getattr(request, "sign_in_wait", None)
        if wait is not None:
            response.status_code = 429
            response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
        session = getattr(request, "session", None)
        if session is not None and session.accessed and session.session_key and not response.streaming:
            do_note_seen(request, utc_now())
        return response
