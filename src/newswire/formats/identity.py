"""Addresses and identities: what is a URI, how to make one, and guids that come out the same on a second import."""

import re
import unicodedata
import uuid
from datetime import date
from urllib.parse import quote

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_SAFE = "-._~:/?@!$&'()*+,;="
_UNDATED = "19700101"


def is_uri(text: str) -> bool:
    """Whether `text` is an absolute URI in the characters of RFC 3986, section 2, and so passes `format: uri`."""
    return _URI.fullmatch(text) is not None


def as_uri(text: str, root: str) -> str:
    """`text` where it is a URI, otherwise `root` with `text` percent-encoded behind it."""
    return text if is_uri(text) else root + quote(text, safe=_SAFE)


def stable_key(*parts: str) -> str:
    """32 hex digits that depend on the parts alone: Unicode form, case and white space do not count."""
    name = "\n".join(" ".join(unicodedata.normalize("NFC", part).casefold().split()) for part in parts)
    return uuid.uuid5(uuid.NAMESPACE_URL, name).hex


def stable_guid(authority: str, day: date | None, key: str) -> str:
    """`urn:newsml:{authority}:{YYYYMMDD}:{key}` (RFC 3085); an undated story stands under 19700101, never under today,

    because today is another day at the second import.
    """
    return f"urn:newsml:{authority}:{day.strftime('%Y%m%d') if day else _UNDATED}:{key}"
