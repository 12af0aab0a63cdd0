"""Every address of the website that shows something: for the export, for sitemaps, for whoever walks all of it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import psycopg

from newswire.edition import reader
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.look.assets import Asset
from newswire.public.addresses import front_path, section_path, story_path

_TOGETHER = 1000


def fixed_paths(assets: Mapping[str, Asset]) -> list[str]:
    """The addresses that are there whatever the edition holds. A new kind of page adds its own here or below."""
    lists = [front_path(language) for language in EDITIONS]
    lists += [section_path(language, section) for language in EDITIONS for section in SECTIONS]
    return [*lists, "/robots.txt", "/favicon.ico", "/favicon.svg", *(f"/static/{name}" for name in sorted(assets))]


async def read_story_paths(connection: psycopg.AsyncConnection[Any]) -> AsyncIterator[str]:
    """The address of every live story and of every file of its picture, percent-encoded, a thousand stories a query."""
    after = ""
    while cards := await reader.read_cards_after(connection, after, _TOGETHER):
        for card in cards:
            yield story_path(card)
            if card.picture:
                for name in card.picture.names:
                    yield f"/media/{name}"
        after = cards[-1].public_id


async def read_all_paths(connection: psycopg.AsyncConnection[Any], assets: Mapping[str, Asset]) -> AsyncIterator[str]:
    """Every address: pages first, then stories with their pictures."""
    for path in fixed_paths(assets):
        yield path
    async for path in read_story_paths(connection):
        yield path
