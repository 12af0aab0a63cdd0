"""Calls to a server somebody named in the settings: bounded in time and size, no redirects, no other schemes."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import SplitResult, urlsplit

import msgspec

from newswire.kit.errors import NewswireError

_CHUNK = 64 * 1024


class OutboundError(NewswireError):
    """A server we asked did not answer, or not as it should; the sentence says which and how."""

    code = "outbound"
    title = "Another server did not answer"
    status = 502


class Limits(msgspec.Struct, frozen=True):
    """How long a call may take from the connection to the last byte, and how many bytes its answer may have."""

    seconds: float = 30.0
    bytes: int = 1_000_000


def check_address(address: str) -> SplitResult:
    """The address taken apart; ValueError where it is not `http://` or `https://` with a host and no password."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError("an address must look like https://host/path, without a name or password")
    _ = parts.port  # ValueError where it is no number
    return parts


def post_json(address: str, content: object, headers: Mapping[str, str], limits: Limits | None = None) -> bytes:
    """Posts `content` as JSON and gives the body of an answer with status 200 or another of success.

    Certificates are checked; a redirect is an error, so that headers never reach another host. The error's sentence
    names the host and never a header. Raises `OutboundError`.
    """
    limits = limits or Limits()
    parts = check_address(address)
    host = parts.hostname or ""
    ends = time.monotonic() + limits.seconds
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=limits.seconds, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=limits.seconds)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", path, json.dumps(content), {"Content-Type": "application/json", **headers})
        reading = connection.sock
        with closing(connection.getresponse()) as answer:
            if not 200 <= answer.status < 300:
                raise OutboundError(f"{host} answered {answer.status}")
            return read_bounded(answer, reading, host, ends, limits.bytes)
    except (OSError, http.client.HTTPException) as error:
        raise OutboundError(f"{host} did not answer: {type(error).__name__}") from error
    finally:
        connection.close()


def read_bounded(answer: http.client.HTTPResponse, reading: socket.socket, host: str, ends: float, most: int) -> bytes:
    """The body of an answer, read until `ends` (of `time.monotonic`) and of `most` bytes. Raises `OutboundError`."""
    found = bytearray()
    while True:
        left = ends - time.monotonic()
        if left <= 0:
            raise OutboundError(f"{host} took too long to answer")
        reading.settimeout(left)
        chunk = answer.read1(_CHUNK)
        if not chunk:
            if answer.length:
                raise OutboundError(f"{host} broke off its answer")
            return bytes(found)
        found += chunk
        if len(found) > most:
            raise OutboundError(f"{host} answered more than {most:,} bytes")
