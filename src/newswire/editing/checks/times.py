"""Times and standing: embargo, expiry, prepared copy, tests."""

from collections.abc import Iterator
from datetime import datetime

from newswire.editing.checks.finding import Circumstances, Finding
from newswire.editing.rules import SENIOR
from newswire.item.item import Item


def find_in_times(item: Item, about: Circumstances) -> Iterator[Finding]:
    """An embargo or expiry in the past, an embargo in force that somebody moves who may not, a translation ahead of its
    original's embargo."""
    if item.embargo_until and item.embargo_until <= about.now and not about.version:
        yield Finding("embargo-past", "embargo_until")
    moved = about.standing_embargo and item.embargo_until != about.standing_embargo
    if moved and about.role not in SENIOR:
        yield Finding("embargo-moved", "embargo_until")
    if is_before(item.embargo_until, about.original_embargo):
        yield Finding("embargo-of-original", "embargo_until", f"{about.original_embargo:%Y-%m-%d %H:%M} UTC")
    if item.expires and item.expires <= about.now:
        yield Finding("expiry-past", "expires")


def find_in_standing(item: Item, about: Circumstances) -> Iterator[Finding]:
    """Copy prepared for another day, a test that could reach readers, an update without news."""
    if about.is_prepared and not about.version:
        yield Finding("prepared", "is_prepared")
    if item.is_test and item.public != "no":
        yield Finding("test-public", "public")
    if about.version and not about.is_changed:
        yield Finding("nothing-changed")


def is_before(until: datetime | None, floor: datetime | None) -> bool:
    """Whether an embargo `until` ends before `floor` does; no embargo ends at once."""
    return floor is not None and (until is None or until < floor)


def is_confirmed(word: str, confirmed: str) -> bool:
    """Whether what was typed is the word that was shown; case and white space do not matter, nothing typed never is."""
    typed, shown = " ".join(confirmed.split()).casefold(), " ".join(word.split()).casefold()
    return bool(typed) and typed == shown
