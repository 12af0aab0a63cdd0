"""The wire as the portal reads it: pages of a subscription's entries by number, over Django's own connection."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from django.db import connection
from psycopg import Connection

from newswire.formats.table import FORMATS
from newswire.item.release import Entry
from newswire.kit.errors import FormatNotBoughtError
from newswire.portal import page
from newswire.routing.chains import Chain, read_chains, read_newest_of, read_versions
from newswire.routing.entitlement import Reader, make_reader
from newswire.routing.feed import read_entries, read_entry_by_guid, read_newest_number
from newswire.routing.surroundings import Surroundings, read_surroundings
from newswire.subscribers.keys import read_access
from newswire.subscribers.terms import Terms

PAGE = 50
"""Entries of one page."""


class Page(msgspec.Struct, frozen=True):
    """Entries newest first, of each story only the newest that came; `chains` says by guid how many came.

    `newest` is the number a live stream goes on after, `older` where the next page begins: it is None on the last page,
    the next page has the numbers below it. Older versions are folded away, so that a page may have fewer lines than
    `PAGE`.
    """

    entries: Sequence[Entry]
    newest: int
    older: int | None
    chains: Mapping[str, Chain] = {}


class Sight(msgspec.Struct, frozen=True):
    """A story with what stands around it, and the terms under which the subscription has it now."""

    story: Surroundings
    terms: Terms


@contextmanager
def plain_connection() -> Iterator[Connection[Any]]:
    """Django's connection as psycopg knows it: one connection a request, whoever asks."""
    connection.ensure_connection()
    assert connection.connection is not None
    yield connection.connection


def read_page(number: int, before: int | None = None) -> Page:
    """The newest entries of the subscription, or those with numbers below `before`."""
    with plain_connection() as plain:
        newest = read_newest_number(plain, number)
        top = newest if before is None else min(before - 1, newest)
        after = max(0, top - PAGE)
        # the newest page takes what came since `newest` was read, so that the stream goes on where the page ends
        entries = read_entries(plain, _make_reader(plain, number), after, PAGE if before is None else top - after)
        entries.reverse()
        if before is None and entries:
            newest = entries[0].n
        chains = read_chains(plain, number, [entry.guid for entry in entries])
    oldest = entries[-1].n if entries else 1
    shown = [entry for entry in entries if is_newest(entry, chains)]
    return Page(shown, newest, oldest if oldest > 1 else None, chains)


def is_newest(entry: Entry, chains: Mapping[str, Chain]) -> bool:
    """Whether nothing has come of the story after this entry."""
    return entry.guid not in chains or entry.version >= chains[entry.guid].version


def count_versions(entry: Entry, chains: Mapping[str, Chain]) -> int:
    """How many entries of its story have come."""
    return chains[entry.guid].count if entry.guid in chains else 1


def read_after(number: int, after: int) -> Sequence[Entry]:
    """What the subscription got after that number, oldest first, at most a page."""
    with plain_connection() as plain:
        return read_entries(plain, _make_reader(plain, number), after, PAGE)


def read_chains_of(number: int, entries: Sequence[Entry]) -> Mapping[str, Chain]:
    """How many versions of the entries' stories have come, by guid."""
    with plain_connection() as plain:
        return read_chains(plain, number, [entry.guid for entry in entries])


def read_story_versions(number: int, guid: str) -> Sequence[Entry]:
    """All that the subscription got of the story, oldest first, each as it may be read now; empty where it got none."""
    with plain_connection() as plain:
        return read_versions(plain, _make_reader(plain, number), guid)


def read_stories_by_guid(number: int, guids: Sequence[str]) -> Mapping[str, Entry]:
    """These stories as they stand for the subscription; one it never got is not there."""
    with plain_connection() as plain:
        return read_newest_of(plain, _make_reader(plain, number), guids)


def read_newest(number: int) -> int:
    """The subscription's newest number, 0 where it has had nothing."""
    with plain_connection() as plain:
        return read_newest_number(plain, number)


def read_story(number: int, guid: str) -> Entry | None:
    """The story as it stands for the subscription; None alike where there is none and where it never got it."""
    with plain_connection() as plain:
        return read_entry_by_guid(plain, _make_reader(plain, number), guid)


def read_sight(number: int, guid: str) -> Sight | None:
    """The story with everything around it, in the formats that the contract has; None as `read_story`."""
    with plain_connection() as plain:
        terms = read_access(plain, number).terms
        story = read_surroundings(plain, make_reader(number, terms, page.clock()), guid, find_formats(terms))
    return None if story is None else Sight(story, terms)


def find_formats(terms: Terms) -> Sequence[str]:
    """The formats we write that a product of the contract comes in."""
    return [name for name, one in FORMATS.items() if one.writer is not None and _has_format(terms, name)]


def _has_format(terms: Terms, name: str) -> bool:
    try:
        terms.check_format(name)
    except FormatNotBoughtError:
        return False
    return True


def _make_reader(plain: Connection[Any], number: int) -> Reader:
    return make_reader(number, read_access(plain, number).terms, page.clock())
