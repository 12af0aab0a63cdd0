"""What a picture's own metadata says, free of any format: words, rights, place, time."""

from datetime import datetime

import msgspec

UNKNOWN_LANGUAGE = "x-default"
"""The language of an alternative text that a file gives without one (XMP's own word)."""


class Description(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The IPTC Photo Metadata that a newsroom reads and writes; empty is not said.

    `taken_at` is UTC; a file without a time zone is taken as UTC. `alt` maps a language to its text. `guid` is the
    story's identity ("transmission reference").
    """

    headline: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    city: str = ""
    country: str = ""
    taken_at: datetime | None = None
    keywords: tuple[str, ...] = ()
    alt: dict[str, str] = {}
    guid: str = ""

    @property
    def place(self) -> str:
        """City and country on one line."""
        return ", ".join(part for part in (self.city, self.country) if part)


def merge(*said: Description) -> Description:
    """Field by field what the first of `said` that says anything says."""
    chosen: dict[str, object] = {}
    for one in said:
        for name in Description.__struct_fields__:
            if value := getattr(one, name):
                chosen.setdefault(name, value)
    return Description(**chosen)  # type: ignore[arg-type]


def tidy(text: str) -> str:
    """`text` without control characters (PostgreSQL and XML take no NUL), line ends as they are, trimmed."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t").strip()
