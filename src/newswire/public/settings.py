"""What the website is told when it is put together: one typed value, no look into the environment."""

from pathlib import Path

import msgspec


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`base_url` without a closing slash, for absolute addresses; `public_media` is the folder of public pictures.

    `default_language` is taken for a reader none of whose languages has an edition; `cache_bytes` bounds the
    pages kept; `own_pages` is the folder of what the agency says of itself (see `house.py`).
    """

    base_url: str
    public_media: Path
    own_pages: Path | None = None
    name: str = "Newswire"
    default_language: str = "en"
    contact_path: str = "/contact"
    cache_bytes: int = 64 * 1024 * 1024
