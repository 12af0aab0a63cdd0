"""The addresses that only machines ask for: feeds, sitemaps, and the documents of the policy."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any

import psycopg

from newswire.edition import feeds
from newswire.edition.lists import section_key, topic_key
from newswire.edition.policy import Policy, read_policy
from newswire.edition.reader import read_changes
from newswire.edition.tombstones import read_tombstones
from newswire.kit.clock import Clock
from newswire.public import answers, sitemaps
from newswire.public.answers import Answer, add_headers, make_answer
from newswire.public.connect import Connect
from newswire.public.feeds.addresses import FORMS, FeedForm, FeedPlace, read_feed_path
from newswire.public.feeds.forms import write_feed
from newswire.public.feeds.matter import compose
from newswire.public.policy import terms as paths
from newswire.public.policy.licence import MEDIA_TYPE, write_licence
from newswire.public.policy.mining import write_mining_policy, write_reservation
from newswire.public.policy.robots import write_robots
from newswire.public.policy.signs import list_signs
from newswire.public.policy.terms import Terms
from newswire.public.settings import SiteSettings

Write = Callable[[], Awaitable[Answer]]
STORIES = 50
"""Stories in a feed: an hour of the busiest agency, a day of a section."""
_XML = "application/xml; charset=utf-8"
_SETTLED = timedelta(seconds=2)


class MachineRoutes:
    """Answers for machines. `connect` lends connections that may read the schema `edition`."""

    def __init__(self, connect: Connect, settings: SiteSettings, clock: Clock) -> None:
        self._connect = connect
        self._settings = settings
        self._clock = clock
        self._signed: tuple[int, dict[str, str]] = (-1, {})
        self._state: tuple[int, datetime] | None = None

    def find(self, path: str) -> Write | None:
        """What writes the answer at `path`; None where it is no address of ours. The answer may be a bare 404."""
        documents: dict[str, Write] = {
            paths.ROBOTS_PATH: self._robots,
            paths.LICENCE_PATH: partial(self._document, write_licence, f"{MEDIA_TYPE}; charset=utf-8"),
            paths.RESERVATION_PATH: partial(self._document, write_reservation, "application/json"),
            paths.MINING_PATH: partial(self._document, write_mining_policy, "application/ld+json"),
            sitemaps.INDEX_PATH: self._sitemap_index,
            sitemaps.NEWS_PATH: self._sitemap_news,
        }
        if path in documents:
            return documents[path]
        if sitemaps.is_part(path):
            return partial(self._sitemap_part, path)
        feed = read_feed_path(path)
        return partial(self._feed, *feed) if feed else None

    async def sign(self, answer: Answer, counter: int) -> Answer:
        """`answer` with what the policy says in the head of every page, as of the edition's state `counter`."""
        if answer.status != 200:
            return answer
        if self._signed[0] != counter:
            self._signed = (counter, list_signs(await self._terms()))
        return add_headers(answer, self._signed[1])

    async def _terms(self) -> Terms:
        async with self._connect() as connection:
            policy: Policy = await read_policy(connection)
        return Terms(policy, self._settings)

    async def _document(self, write: Callable[[Terms], bytes], media_type: str) -> Answer:
        return make_answer(200, write(await self._terms()), media_type, answers.FOR_SECONDS)

    async def _robots(self) -> Answer:
        named = [self._settings.base_url + path for path in (sitemaps.INDEX_PATH, sitemaps.NEWS_PATH)]
        return await self._document(lambda terms: write_robots(terms, named), "text/plain; charset=utf-8")

    async def _feed(self, place: FeedPlace, form: FeedForm) -> Answer:
        now = self._clock()
        async with self._connect() as connection:
            since = await self._read_since(connection, now)
            stories = await feeds.read_stories(connection, place.language, _list_of(place), STORIES)
            tombstones = await read_tombstones(connection, place.language, _list_of(place), now)
        body = write_feed(form, compose(place, stories, tombstones, self._settings, now), self._settings)
        return make_answer(200, body, f"{FORMS[form]}; charset=utf-8", answers.FOR_SECONDS, _say_since(since, now))

    async def _sitemap_index(self) -> Answer:
        async with self._connect() as connection:
            body = await sitemaps.write_index(connection, self._settings)
        return make_answer(200, body, _XML, answers.FOR_SECONDS)

    async def _sitemap_news(self) -> Answer:
        async with self._connect() as connection:
            body = await sitemaps.write_news(connection, self._settings, self._clock())
        return make_answer(200, body, _XML, answers.FOR_SECONDS)

    async def _sitemap_part(self, path: str) -> Answer:
        async with self._connect() as connection:
            body = await sitemaps.write_part(connection, path, self._settings)
        return make_answer(200, body, _XML, answers.FOR_SECONDS) if body else Answer(404, ())

    async def _read_since(self, connection: psycopg.AsyncConnection[Any], now: datetime) -> datetime:
        """Since when the edition is in the state it is in, as far as this process knows.

        Not the newest date in the feed: a hold takes a story out, and that date would go back.
        """
        counter = (await read_changes(connection)).counter
        if self._state is None or self._state[0] != counter:
            self._state = (counter, now)
        return self._state[1]


def _list_of(place: FeedPlace) -> str:
    if place.topic:
        return topic_key(place.topic)
    return section_key(place.section) if place.section else ""


def _say_since(since: datetime, now: datetime) -> dict[str, str]:
    """`Last-Modified`, which counts in seconds: said only when two more states cannot share its second."""
    return {"last-modified": format_datetime(since, usegmt=True)} if now - since >= _SETTLED else {}
