"""Calls to a server that a client named, not we: HTTPS, no redirects, and never into our own network.

The name is looked up once and that very address is connected to, so that a name which answers differently the second
time leads nowhere. Hosts that the installation lists are let through, without TLS too: a provider in its own network.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlencode

from newswire.kit.outbound import Limits, OutboundError, check_address, read_bounded

_LIMITS = Limits(seconds=10, bytes=500_000)


class PublicCaller:
    """Calls servers in the open internet, and the `listed` hosts wherever they are."""

    def __init__(self, listed: frozenset[str] = frozenset(), limits: Limits = _LIMITS) -> None:
        self._listed = listed
        self._limits = limits

    def check(self, address: str) -> None:
        """Raises ValueError for an address that will never be called."""
        parts = check_address(address)
        if parts.scheme != "https" and parts.hostname not in self._listed:
            raise ValueError("an address must begin with https://")

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> bytes:
        """The body of an answer with a status of success. Raises `OutboundError`; its sentence names the host only."""
        return self._call("GET", address, None, headers or {})

    def post_form(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> bytes:
        """Posts fields as a form does. Raises as `get` does."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._call("POST", address, urlencode(fields), sent)

    def _call(self, method: str, address: str, body: str | None, headers: Mapping[str, str]) -> bytes:
        try:
            self.check(address)
        except ValueError as error:
            raise OutboundError(str(error)) from error
        parts = check_address(address)
        host, ends = parts.hostname or "", time.monotonic() + self._limits.seconds
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection = http.client.HTTPConnection(host, port, timeout=self._limits.seconds)
        try:
            connection.sock = self._connect(host, port, is_tls=parts.scheme == "https")
            connection.request(method, path, body, {"Accept": "application/json", **headers})
            reading = connection.sock
            with closing(connection.getresponse()) as answer:
                if not 200 <= answer.status < 300:
                    raise OutboundError(f"{host} answered {answer.status}")
                return read_bounded(answer, reading, host, ends, self._limits.bytes)
        except (OSError, http.client.HTTPException) as error:
            raise OutboundError(f"{host} did not answer: {type(error).__name__}") from error
        finally:
            connection.close()

    def _connect(self, host: str, port: int, *, is_tls: bool) -> socket.socket:
        """A connection to the first address of the host, all of which must be public."""
        found = [one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if host not in self._listed and not all(is_public(str(one)) for one in found):
            raise OutboundError(f"{host} is no public address")
        plain = socket.create_connection((str(found[0]), port), timeout=self._limits.seconds)
        if not is_tls:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise


def is_public(address: str) -> bool:
    """Whether the IP address is one of the open internet: no private, local, multicast or reserved one, in IPv6's
    clothes neither."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast
