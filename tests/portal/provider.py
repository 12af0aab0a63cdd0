"""An OpenID provider of an organisation: a real one in a process of its own, and people who sign in there."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import msgspec


class Provider(msgspec.Struct, frozen=True):
    """Where it answers."""

    issuer: str

    def know(self, subject: str, email: str, *, is_verified: bool = True) -> None:
        """Tells the provider of a person."""
        claims = {"email": email, "email_verified": is_verified}
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def sign_in(self, address: str, subject: str) -> str:
        """The person signs in at the provider, where `address` sent them; the address it sends them back to."""
        answer = httpx.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def refuse(self, address: str) -> str:
        """The person says no there."""
        return str(httpx.post(address, data={"action": "deny"}).headers["location"])


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_provider(port: int) -> Iterator[Provider]:
    """The provider for the length of the block; each time it starts it has new keys and knows nobody."""
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        found = Provider(f"http://localhost:{port}")
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            with suppress(httpx.TransportError):
                if httpx.get(f"{found.issuer}/jwks").status_code == 200:
                    break
            assert process.poll() is None, "the provider did not start"
        yield found
    finally:
        process.terminate()
        process.wait(10)


def path_of(address: str) -> str:
    """Path and query of an address of ours."""
    return re.sub(r"^https?://[^/]+", "", address)
