"""What people take in the portal: counted by seat, held against the month's quota, noted as had."""

from collections.abc import Collection

from newswire.portal import page
from newswire.portal.access import Access
from newswire.portal.reading import plain_connection
from newswire.routing.holdings import do_note_holding
from newswire.subscribers.keys import read_access
from newswire.subscribers.usage import Action, Door, Take, check_takes, count_of_seat, do_count, do_count_all

DOOR: Door = "portal"
TEXT = ""
"""Stands for a story's text where a file is named by its hash."""


def do_note_view(access: Access, guid: str) -> None:
    """Counts a story that was opened."""
    with plain_connection() as plain:
        do_count(plain, access.number, DOOR, "view", seat=access.organisation.seat, guid=guid, now=page.clock())


def do_note_take(access: Access, action: Action, guid: str, files: Collection[str] = (TEXT,)) -> None:
    """Counts what was taken of a story: its text, or files by their hash. Who has it is reached by what follows it."""
    now = page.clock()
    takes: list[Take] = [(guid, file) for file in files]
    with plain_connection() as plain:
        do_count_all(plain, access.number, DOOR, action, takes, seat=access.organisation.seat, now=now)
        do_note_holding(plain, access.number, guid, DOOR, now=now)


def check_taking(access: Access, guid: str, files: Collection[str] = (TEXT,)) -> None:
    """Raises `QuotaError` where the month's quota does not hold all of it; what was taken may be taken again."""
    with plain_connection() as plain:
        terms = read_access(plain, access.number).terms
        check_takes(plain, access.number, terms, [(guid, file) for file in files], now=page.clock())


def count_today(access: Access, action: Action) -> int:
    """How often the visitor did that today (UTC)."""
    with plain_connection() as plain:
        return count_of_seat(plain, access.organisation.seat, action, page.clock().date())
