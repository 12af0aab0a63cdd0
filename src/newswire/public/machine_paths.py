"""Every address that only machines ask for: for an export, and for whoever walks all of the website."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg

from newswire.edition.tombstones import read_lists
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.public import sitemaps
from newswire.public.feeds.addresses import FORMS, FeedPlace, feed_path, has_name
from newswire.public.policy.terms import LICENCE_PATH, MINING_PATH, RESERVATION_PATH, ROBOTS_PATH


async def read_machine_paths(connection: psycopg.AsyncConnection[Any]) -> AsyncIterator[str]:
    """Paths, each once: the policy's documents, all sitemaps, the feeds of editions, sections and topics."""
    for path in (ROBOTS_PATH, LICENCE_PATH, RESERVATION_PATH, MINING_PATH, sitemaps.INDEX_PATH, sitemaps.NEWS_PATH):
        yield path
    for path, _ in await sitemaps.list_parts(connection):
        yield path
    for place in _list_places():
        for form in FORMS:
            yield feed_path(place, form)
    for language, listed in await read_lists(connection):
        kind, _, qcode = listed.partition(":")
        place = FeedPlace(language, topic=qcode)
        if kind == "topic" and qcode.startswith("medtop:") and language in EDITIONS and has_name(place):
            for form in FORMS:
                yield feed_path(place, form)


def _list_places() -> Iterator[FeedPlace]:
    for language in EDITIONS:
        yield FeedPlace(language)
        yield from (FeedPlace(language, section) for section in SECTIONS)
