"""The http client: one POST to an address the operator set. It follows nobody elsewhere and never waits for ever."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

from newswire.kit.errors import NewswireError

TIMEOUT = 5.0
"""Seconds for the connection, and for each piece of the answer."""
_MOST = 64 * 1024


class CallFailedError(NewswireError):
    """Another service did not take what we sent: it could not be reached, or answered with anything but 2xx."""

    code = "call-failed"
    title = "The other service did not take it"
    status = 502


def check_address(address: str) -> None:
    """Raises `ValueError` for an address that cannot be called: it must be http(s), with a host, without a password."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ValueError("must look like https://host/path")
    _ = parts.port  # itself a ValueError where it is no number


def do_post(address: str, body: bytes, headers: Mapping[str, str], *, timeout: float = TIMEOUT) -> bytes:
    """Posts `body`; at most 64 kB of the answer. A redirect is not followed: the headers may hold a secret.

    Raises `CallFailedError`; its sentence names the host and never the headers.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, parts.port, timeout=timeout)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, dict(headers))
        answer = connection.getresponse()
        content = answer.read(_MOST)
    except (OSError, http.client.HTTPException) as error:
        raise CallFailedError(f"{host} cannot be reached: {error or type(error).__name__}") from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise CallFailedError(f"{host} answered {answer.status} {answer.reason}")
    return content
