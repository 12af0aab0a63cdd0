"""Every address of the website's pages and pictures: what sitemaps name, an export writes and a crawl walks."""

from collections.abc import AsyncIterator, Iterator

from newswire.edition.archive import read_all_cards, read_all_days, read_all_lists
from newswire.edition.reader import Connection
from newswire.edition.shape import Card
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.public.addresses import (
    author_path,
    corrections_path,
    day_path,
    dossier_path,
    front_path,
    month_path,
    search_path,
    section_path,
    story_path,
    topic_path,
)
from newswire.public.house import HOUSE_PAGES, house_path

_PATHS = {"topic": topic_path, "dossier": dossier_path, "author": author_path}
"""The lists that have a page of their own; a section has one with and without stories."""


async def read_addresses(connection: Connection) -> AsyncIterator[str]:
    """Paths, percent-encoded, each once: front and fixed pages, sections, topics, dossiers, authors, the archive by
    month and day, stories, pictures.

    Older pages of a list (`?before=`) are left out: the archive leads to every story under an address that stays.
    """
    for language in EDITIONS:
        for path in list_fixed(language):
            yield path
    async for path in read_list_addresses(connection):
        yield path
    async for cards in read_all_cards(connection):
        for card in cards:
            yield story_path(card)
            for path in list_pictures(card):
                yield path


def list_fixed(language: str) -> Iterator[str]:
    """The pages an edition has before its first story."""
    yield front_path(language)
    for section in SECTIONS:
        yield section_path(language, section)
    yield corrections_path(language)
    yield search_path(language)
    yield from (house_path(language, name) for name in HOUSE_PAGES)


async def read_list_addresses(connection: Connection) -> AsyncIterator[str]:
    """The pages that list stories: topics, dossiers, authors, months and days with at least one."""
    for language, key in await read_all_lists(connection):
        kind, _, value = key.partition(":")
        if kind in _PATHS and (path := _PATHS[kind](language, value)):
            yield path
    months = set()
    for language, day in await read_all_days(connection):
        if (month := month_path(language, day)) not in months:
            months.add(month)
            yield month
        yield day_path(language, day)


def list_pictures(card: Card) -> Iterator[str]:
    """The files of the story's picture."""
    if card.picture:
        yield from (f"/media/{name}" for name in card.picture.names)
