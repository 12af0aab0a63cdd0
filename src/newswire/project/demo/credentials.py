"""The demo's names, passwords and keys, in a file only its owner may read."""

import os
from pathlib import Path

import msgspec


class DeskLogin(msgspec.Struct, frozen=True):
    """Somebody who signs in at `/desk/`."""

    role: str
    username: str
    password: str


class PortalLogin(msgspec.Struct, frozen=True):
    """Somebody who signs in at `/portal/`."""

    subscriber: str
    username: str
    password: str


class SubscriberKey(msgspec.Struct, frozen=True):
    """A key for `/v1`."""

    subscriber: str
    subscription: str
    key: str


class Credentials(msgspec.Struct, frozen=True):
    """Everything one needs to try the demo's doors. `abone` stays empty until that door exists."""

    desk: list[DeskLogin]
    portal: list[PortalLogin]
    keys: list[SubscriberKey]
    abone: list[PortalLogin] = []


def path_of(home: Path) -> Path:
    """Where the demo keeps them."""
    return home / "demo-credentials.json"


def write_credentials(home: Path, credentials: Credentials) -> None:
    """Writes them, mode 0600 from the first byte."""
    descriptor = os.open(path_of(home), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(credentials), indent=2) + b"\n")


def read_credentials(home: Path) -> Credentials:
    """What was written. FileNotFoundError before the demo was prepared."""
    return msgspec.json.decode(path_of(home).read_bytes(), type=Credentials)
