"""The website's pages that list stories, as answers: sections, topics, dossiers, authors, archive, search and more."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, quote, unquote

import msgspec
import psycopg

from newswire.edition import archive, reader
from newswire.edition.candidates import check_askable
from newswire.edition.lists import author_key, dossier_key, section_key, topic_key
from newswire.edition.search import Found, search_stories
from newswire.edition.shape import Author, Card, Dossier
from newswire.item.vocabulary.sections import SECTIONS
from newswire.kit.clock import Clock, format_utc
from newswire.public import answers
from newswire.public.addresses import (
    author_path,
    corrections_path,
    day_path,
    month_path,
    search_path,
    section_path,
    topic_path,
)
from newswire.public.answers import Answer, make_answer, redirect
from newswire.public.connect import Connect
from newswire.public.listing import compose_affair, month_of
from newswire.public.pages import Pages, Part, Results
from newswire.query.errors import QueryError
from newswire.query.moment import to_microseconds
from newswire.query.parse import parse_query

PAGE = 40
OF_A_DAY = 200
OF_A_DOSSIER = 300
LONGEST_QUERY = 300
"""Characters typed into the search: what is longer is cut, and costs no more than that."""
AT_ONCE = 4
"""Searches that run at the same time; more wait, so that they never take all connections."""
MISSING = Answer(404, ())
"""Stands for the notice that there is no such page."""
_PUBLIC_ID = re.compile(r"[2-9a-z]{6,20}")
_DATE = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,12}")

Write = Callable[[], Awaitable[Answer]]


class Wanted(msgspec.Struct, frozen=True):
    """A page somebody asks for: how it is written, and under which key it may be kept (empty: not at all)."""

    write: Write
    key: str = ""


class Lists:
    """Finds and writes the pages that list stories."""

    def __init__(self, connect: Connect, pages: Pages, clock: Clock) -> None:
        self._connect = connect
        self._pages = pages
        self._clock = clock
        self._searching = asyncio.Semaphore(AT_ONCE)

    def find(self, language: str, parts: Sequence[str], path: str, query: bytes) -> Wanted | None:
        """The page at `/{language}/` and `parts`; None where no list has that address. `path` is the whole of it."""
        if "\0" in path:
            return None  # no text that PostgreSQL could look for
        before = _read_query(query).get("before", [""])[0]
        match parts:
            case ["topic", code, _] if _NUMBER.fullmatch(code):
                return self._keep(path, before, lambda: self._topic(language, f"medtop:{code}", path, before))
            case ["dossier", slug] if slug:
                return Wanted(lambda: self._dossier(language, slug), path)
            case ["author", slug] if slug:
                return self._keep(path, before, lambda: self._author(language, slug, before))
            case ["archive"] | ["archive", ""]:
                return Wanted(lambda: self._newest_month(language), path)
            case ["archive", year, month] if first := _read_date(year, month, "01"):
                return Wanted(lambda: self._month(language, first), path)
            case ["archive", year, month, day] if found := _read_date(year, month, day):
                return self._keep(path, before, lambda: self._day(language, found, before))
            case ["corrections"]:
                return self._keep(path, before, lambda: self._corrections(language, before))
            case [section, ""] if section in SECTIONS:
                return self._keep(path, before, lambda: self._section(language, section, before))
            case ["search"]:
                typed = _read_typed(query)
                return Wanted(lambda: self._search(language, typed, before))
        if len(parts) > 1 and parts[-1] == "" and parts[0] in {"topic", "dossier", "author", "corrections", "search"}:
            return Wanted(lambda: _redirect(path.rstrip("/")), path)
        return None

    def _keep(self, path: str, before: str, write: Write) -> Wanted:
        return Wanted(write, f"{path}?before={before}" if before else path)

    async def _topic(self, language: str, qcode: str, path: str, before: str) -> Answer:
        address = topic_path(language, qcode)
        if not address:
            return MISSING
        if unquote(address) != path:
            return redirect(address)
        part = await self._read_part(language, topic_key(qcode), address, before)
        if part is None:
            return MISSING
        return _page(self._pages.write_topic(language, qcode, part, self._clock()))

    async def _author(self, language: str, slug: str, before: str) -> Answer:
        part = await self._read_part(language, author_key(slug), author_path(language, slug), before)
        if part is None:
            return MISSING
        async with self._connect() as connection:
            newest = await reader.read_story(connection, part.cards[0].public_id)
        authors = newest.authors if newest else ()
        author = next((one for one in authors if one.slug == slug), Author(slug, slug))
        return _page(self._pages.write_author(language, author, part, self._clock()))

    async def _dossier(self, language: str, slug: str) -> Answer:
        async with self._connect() as connection:
            stories = await reader.read_dossier(connection, language, slug, OF_A_DOSSIER)
            languages = await reader.read_languages(connection, dossier_key(slug)) if stories else ()
        if not stories:
            return MISSING
        dossier = next((one for one in stories[0].dossiers if one.slug == slug), Dossier(slug, slug))
        return _page(self._pages.write_dossier(language, dossier, compose_affair(stories), languages, self._clock()))

    async def _newest_month(self, language: str) -> Answer:
        async with self._connect() as connection:
            newest = await reader.read_newest(connection, language, 1)
        day = newest[0].published_at.astimezone(UTC).date() if newest else None
        return redirect(month_path(language, day), status=302) if day else MISSING

    async def _month(self, language: str, first: date) -> Answer:
        month, length = month_of(first)
        async with self._connect() as connection:
            days = await archive.read_days(connection, language, month, length)
            neighbours = await archive.read_neighbours(connection, language, month, length)
        if not days:
            return MISSING
        return _page(self._pages.write_month(language, month, days, neighbours, self._clock()))

    async def _day(self, language: str, day: date, before: str) -> Answer:
        if before and not _PUBLIC_ID.fullmatch(before):
            return MISSING
        async with self._connect() as connection:
            cards = await archive.read_day(connection, language, day, OF_A_DAY + 1, before)
            neighbours = await archive.read_neighbours(connection, language, day, 1)
        if not cards:
            return MISSING
        part = _cut(cards, OF_A_DAY, day_path(language, day), before)
        return _page(self._pages.write_day(language, day, part, neighbours, self._clock()))

    async def _corrections(self, language: str, before: str) -> Answer:
        until = _read_moment(before) if before else self._clock() + timedelta(days=1)
        if until is None:
            return MISSING
        async with self._connect() as connection:
            notices = await archive.read_corrections(connection, language, until, PAGE + 1)
        if before and not notices:
            return MISSING
        older = ""
        if len(notices) > PAGE:
            older = f"{corrections_path(language)}?before={quote(format_utc(notices[PAGE - 1].corrected.at))}"
        return _page(self._pages.write_corrections(language, notices[:PAGE], older, self._clock()))

    async def _search(self, language: str, typed: str, before: str) -> Answer:
        now = self._clock()
        try:
            node = parse_query(typed)
            check_askable(node, typed)
        except QueryError as error:
            results = Results(typed=typed, position=min(error.position, len(typed)), complaint=error.detail)
            return self._found(400, language, results)
        if not typed.strip() or (before and not _PUBLIC_ID.fullmatch(before)):
            return self._found(200, language, Results())
        async with self._searching, self._connect() as connection:
            try:
                found = await search_stories(
                    connection, language, node, to_microseconds(now), limit=PAGE, before=before
                )
            except psycopg.errors.QueryCanceled:  # it took too long: said as what it is, a search that ends early
                found = Found((), "")
        older = f"{search_path(language)}?q={quote(typed, safe='')}&before={found.older}" if found.older else ""
        return self._found(200, language, Results(typed=typed, part=Part(found.cards, older, not before)))

    def _found(self, status: int, language: str, results: Results) -> Answer:
        page = self._pages.write_search(language, results, self._clock())
        return make_answer(status, page, answers.HTML, answers.NOT_KEPT, {"x-robots-tag": "noindex"})

    async def _section(self, language: str, section: str, before: str) -> Answer:
        """A section: its first page also where it has no story yet."""
        address = section_path(language, section)
        part = await self._read_part(language, section_key(section), address, before)
        if part is None and before:
            return MISSING
        return _page(self._pages.write_section(language, section, part or Part(()), self._clock()))

    async def _read_part(self, language: str, key: str, address: str, before: str) -> Part | None:
        """A piece of a list; None where there is none."""
        if before and not _PUBLIC_ID.fullmatch(before):
            return None
        async with self._connect() as connection:
            cards = await reader.read_list(connection, language, key, PAGE + 1, before)
        return _cut(cards, PAGE, address, before) if cards else None


def _cut(cards: Sequence[Card], size: int, address: str, before: str) -> Part:
    """The first `size` cards; where there are more, the address at which they go on."""
    older = f"{address}?before={cards[size - 1].public_id}" if len(cards) > size else ""
    return Part(tuple(cards[:size]), older, not before)


def _read_date(year: str, month: str, day: str) -> date | None:
    text = f"{year}-{month}-{day}"
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_typed(query: bytes) -> str:
    """What stands after `q=`, as UTF-8; what is no text there is shown as missing characters."""
    return _read_query(query).get("q", [""])[0].replace("\0", "")[:LONGEST_QUERY]


def _read_query(query: bytes) -> dict[str, list[str]]:
    return parse_qs(query.decode("utf-8", "replace"), errors="replace") if query else {}


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo else None


async def _redirect(path: str) -> Answer:
    return redirect(quote(path))


def _page(content: bytes) -> Answer:
    return make_answer(200, content, answers.HTML, answers.FOR_SECONDS)
