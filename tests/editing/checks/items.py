"""A complete story for the checks, and what they find on it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from newswire.editing.checks.finding import Circumstances
from newswire.editing.checks.table import check_release
from newswire.item.body import Paragraph
from newswire.item.item import Dateline, Item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def good(**changes: Any) -> Item:
    """A story on which no check finds anything; `changes` replace its fields."""
    fields: dict[str, Any] = {
        "guid": "urn:newsml:test.example:20261124:a",
        "type": "text",
        "language": "en",
        "headline": "Bridge opens",
        "first_created": NOW,
        "dateline": Dateline("Ostrava"),
        "sections": ("economy",),
        "body": (Paragraph("The bridge opened on Tuesday."),),
    }
    return Item(**(fields | changes))


def about(**changes: Any) -> Circumstances:
    """An editor at work now; `changes` replace what holds."""
    return msgspec.structs.replace(Circumstances(now=NOW, role="editor"), **changes)


def findings(item: Item, **changes: Any) -> list[tuple[str, str]]:
    """The codes and severities of the findings."""
    return [(one.code, one.severity) for one in check_release(item, about(**changes))]


def codes(item: Item, **changes: Any) -> list[str]:
    """The codes of the findings."""
    return [code for code, _severity in findings(item, **changes)]
