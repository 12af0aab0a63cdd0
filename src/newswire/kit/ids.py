"""Identifiers: guids for stories, short public ids, dense secrets."""

import secrets
import uuid

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 l i: ids get read out over the telephone


def new_guid(authority: str, date: str) -> str:
    """A story's identity for life, as a NewsML URN (RFC 3085): `urn:newsml:{authority}:{YYYYMMDD}:{32 hex}`."""
    return f"urn:newsml:{authority}:{date}:{uuid.uuid4().hex}"


def new_short_id(length: int = 8) -> str:
    """A random id for public addresses: it tells nothing about how many stories there are or in which order."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_secret(prefix: str) -> str:
    """A secret of 256 random bits behind a prefix that leak scanners can recognise, e.g. `nw_live_…`."""
    return f"{prefix}{secrets.token_urlsafe(32)}"
