"""An app with one-time codes, as a telephone has one: RFC 6238 by itself, so that ours is held against another's."""

import base64
import hmac
import re
import struct
from datetime import datetime


def code_of(seed: str, now: datetime, *, ahead: int = 0) -> str:
    """The six digits that the seed gives at that moment, or so many half minutes later."""
    key = base64.b32decode(seed.replace(" ", ""))
    digest = hmac.digest(key, struct.pack(">Q", int(now.timestamp()) // 30 + ahead), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def seed_of(page: str) -> str:
    """The seed that the page shows."""
    found = re.search(r'house-secret" dir="ltr">([A-Z2-7 ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")
