"""What a check is handed and what it hands back: circumstances in, findings out, severities from the table."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, get_args

import msgspec

from newswire.editing.rules import Role
from newswire.enrichment.summary import MAX_SHARE, MAX_WORDS
from newswire.item.body import read_texts
from newswire.item.item import Item

Severity = Literal["block", "warn", "off"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class Finding(msgspec.Struct, frozen=True):
    """What a check found: its stable code, the field of the editor it is about, and the words that were found."""

    code: str
    field: str = ""
    found: str = ""


class Check(msgspec.Struct, frozen=True):
    """One finding before a release: a stable code, whether it blocks, the field it is about, and what was found."""

    code: str
    severity: Literal["block", "warn"]
    field: str = ""
    found: str = ""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What a check needs to know beside the content.

    `version` is what the wire has of the story (0: nothing); `is_changed` whether the content differs from that;
    `standing_embargo` is the embargo now in force on the wire, which only a senior role may move; `is_prepared` says
    that the copy was written for a day still to come; `twin` is the headline of another story with nearly this text;
    `original_embargo` is that of the story this one translates; `has_killed_media` says that the text has a picture
    or film that was withdrawn; `has_source` that the newsroom noted where the news is from, which stays there;
    `web_words` and `web_share` (of the text's words) are the most that the public site takes of a story.
    """

    now: datetime
    role: Role
    version: int = 0
    is_changed: bool = True
    standing_embargo: datetime | None = None
    is_prepared: bool = False
    twin: str = ""
    original_embargo: datetime | None = None
    has_killed_media: bool = False
    has_source: bool = False
    web_words: int = MAX_WORDS
    web_share: float = MAX_SHARE


Finder = Callable[[Item, Circumstances], Iterator[Finding]]

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
"""A word: letters, with hyphens and apostrophes inside."""


def has_block(findings: Iterable[Check]) -> bool:
    """Whether any finding forbids the release."""
    return any(finding.severity == "block" for finding in findings)


def read_fields(item: Item) -> dict[str, list[str]]:
    """The texts readers may see, by the field of the editor they stand in."""
    return {
        "headline": [item.headline],
        "standfirst": [item.standfirst],
        "body": read_texts(item.body),
        "summary": read_texts(item.summary),
        "picture_caption": [one.caption for one in item.media],
    }


def fold(text: str) -> str:
    """`text` in small letters, the Turkish capital İ as one letter."""
    return text.replace("İ", "i").lower()
