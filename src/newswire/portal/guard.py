"""Keeps programs off a form that anybody may send: a signed time, a limit per address; no cookie, no third party."""

import ipaddress
import threading
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

SHORTEST = timedelta(seconds=2)
"""Nobody reads the page and writes into four fields in less."""
LONGEST = timedelta(hours=12)
_SALT = "newswire.portal.contact"


def make_token(now: datetime) -> str:
    """What a form carries to tell, signed, when it was opened."""
    return Signer(salt=_SALT).sign(str(int(now.timestamp())))


def read_age(token: str, now: datetime) -> timedelta | None:
    """How long ago the form with this token was opened; None where the token is not ours."""
    try:
        opened = int(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return now - datetime.fromtimestamp(opened, UTC)


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that a page of another site sent this."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    return urlsplit(origin).netloc != request.get_host() and origin not in settings.CSRF_TRUSTED_ORIGINS


class AddressLimit:
    """At most `most` in `span` from one address, in this process; what it knows of is bounded and never written down.

    IPv6 addresses count by their network of 64 bits, which is what one connection is given.
    """

    def __init__(self, most: int, span: timedelta, addresses: int = 10_000) -> None:
        self._most = most
        self._span = span
        self._addresses = addresses
        self._taken: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str, now: datetime) -> bool:
        """Counts one more from `address`; False, and nothing counted, where it had as many as it may."""
        key = _network_of(address)
        with self._lock:
            recent = [at for at in self._taken.pop(key, []) if now - at < self._span]
            is_free = len(recent) < self._most
            self._taken[key] = [*recent, now] if is_free else recent
            while len(self._taken) > self._addresses:
                self._taken.popitem(last=False)
            return is_free


def _network_of(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
