"""The public website as a plain ASGI application: routes, cache, conditions; it reads the edition and nothing else."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import psycopg
from django.template import Engine

from newswire.edition import reader
from newswire.edition.shape import Card, Changes
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.kit.clock import Clock, utc_now
from newswire.public import answers
from newswire.public.addresses import front_path, section_path
from newswire.public.answers import Answer, make_answer, redirect
from newswire.public.aside import Aside, here
from newswire.public.bundle import read_site_assets
from newswire.public.compress import encode
from newswire.public.connect import Connect
from newswire.public.files import read_public_file
from newswire.public.front import compose_front
from newswire.public.house import HOUSE_PAGES, house_path, read_own
from newswire.public.lists import Lists
from newswire.public.machine_routes import MachineRoutes
from newswire.public.negotiation import CODINGS, choose_coding, choose_language
from newswire.public.pages import Pages
from newswire.public.ready import ReadyAnswers, address_of
from newswire.public.replies import Reply, make_reply
from newswire.public.settings import SiteSettings
from newswire.public.stories import Stories

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_PUBLIC_ID = re.compile(r"[2-9a-z]{6,20}")
_NEWEST = 60
_ON_THE_FRONT = 12
_log = logging.getLogger(__name__)


class Request:
    """What the website looks at in a request."""

    def __init__(self, scope: Scope) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope.get("query_string", b"")
        self._headers: list[tuple[bytes, bytes]] = list(scope["headers"])

    def header(self, name: bytes) -> str:
        """The header's value, empty where it is missing; repeated ones joined with commas."""
        return ", ".join(value.decode("latin-1") for key, value in self._headers if key.lower() == name)

    @property
    def address(self) -> bytes:
        """The request's target as a link of ours would name it."""
        return address_of(self.path) + (b"?" + self.query if self.query else b"")


class Site:
    """The website. `connect` lends connections that may read the schema `edition`; `aside` is where that is done."""

    def __init__(
        self, connect: Connect, engine: Engine, settings: SiteSettings, clock: Clock = utc_now, aside: Aside = here
    ) -> None:
        self._connect = connect
        self._aside = aside
        self._settings = settings
        self._clock = clock
        self._assets = read_site_assets()
        self._pages = Pages(engine, self._assets, settings)
        self._machines = MachineRoutes(connect, settings, clock)
        self._lists = Lists(connect, self._pages, clock)
        self._stories = Stories(connect, self._pages, clock)
        self.ready = ReadyAnswers(settings.cache_bytes, clock)
        self._keep_assets()
        self._writing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._asking = asyncio.Lock()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answers one HTTP request (ASGI 3)."""
        if scope["type"] != "http":
            raise ValueError(f"the website speaks HTTP only, not {scope['type']}")
        request = Request(scope)
        answer = await self.answer(request)
        body = b"" if request.method == "HEAD" else answer.body
        await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
        await send({"type": "http.response.body", "body": body})

    async def answer(self, request: Request) -> Answer:
        """The answer to `request`; a database that cannot be reached gives 503, never an old page."""
        if request.method not in {"GET", "HEAD"}:
            return make_answer(405, b"", "text/plain", answers.NOT_KEPT, {"allow": "GET, HEAD"})
        try:
            answer = await self._route(request)
        except (psycopg.Error, TimeoutError) as error:
            _log.error("the edition cannot be read: %s", error)
            return self._notice(request, 503, "unavailable")
        if answer.status != 200:
            return answer
        answer = self._encode(request, answer)
        if answers.matches(request.header(b"if-none-match"), answer.etag):
            return answers.not_modified(answer)
        return answer

    def _encode(self, request: Request, answer: Answer) -> Answer:
        """`answer` as the reader's browser accepts it: made once for what is kept."""
        coding = choose_coding(request.header(b"accept-encoding"))
        return self.ready.form(request.address, answer, coding) or encode(answer, coding)

    async def _route(self, request: Request) -> Answer:
        if write := self._machines.find(request.path):
            answer = await self._cached(request.path, write)
            return answer if answer.status != 404 else self._notice(request, 404, "missing")
        match request.path.removeprefix("/").split("/"):
            case [""]:
                return self._start(request)
            case ["favicon.ico" | "favicon.svg"]:
                return self._static(request, "look/favicon.svg")
            case ["static", *parts]:
                return self._static(request, "/".join(parts))
            case ["media", name]:
                return await self._picture(request, name)
            case [language] if language in EDITIONS:
                return redirect(front_path(language))
            case [language, ""] if language in EDITIONS:
                return await self._cached(request.path, lambda: self._front(language))
            case [language, section] if language in EDITIONS and section in SECTIONS:
                return redirect(section_path(language, section))
            case [language, name] if language in EDITIONS and name in HOUSE_PAGES:
                return await self._cached(request.path, lambda: self._house(language, name))
            case [language, name, ""] if language in EDITIONS and name in HOUSE_PAGES:
                return redirect(house_path(language, name))
            case [language, *parts] if language in EDITIONS and (
                wanted := self._lists.find(language, parts, request.path, request.query)
            ):
                answer = await (self._cached(wanted.key, wanted.write) if wanted.key else self._written(wanted.write))
                return answer if answer.status != 404 else self._notice(request, 404, "missing")
            case [language, _, _, public_id] | [language, _, _, public_id, ""] if (
                language in EDITIONS and _PUBLIC_ID.fullmatch(public_id)
            ):
                return await self._cached(request.path, lambda: self._story(request, public_id))
        return self._notice(request, 404, "missing")

    async def _cached(self, path: str, write: Callable[[], Awaitable[Answer]]) -> Answer:
        """The page at `path` as of the edition's present state; one request writes it, others wait for that one."""
        address = address_of(path)
        now = self._clock()
        changes = await self._follow(now)
        if kept := self.ready.page(address, now):
            return kept.answer
        lock = self._writing.setdefault(path, asyncio.Lock())
        async with lock:
            if kept := self.ready.page(address, now):
                return kept.answer
            answer, form = await self._aside(lambda: self._write_whole(write, changes))
            if form is not None:
                self.ready.keep(address, changes, now, answer, form)
            return answer

    @property
    def is_writing(self) -> bool:
        """Whether somebody waits for a page that is being written."""
        return bool(self._writing)

    async def _written(self, write: Callable[[], Awaitable[Answer]]) -> Answer:
        """A page that is not kept."""

        async def run() -> Answer:
            return await write()

        return await self._aside(run)

    async def _write_whole(
        self, write: Callable[[], Awaitable[Answer]], changes: Changes
    ) -> tuple[Answer, Reply | None]:
        """A page with the policy in its head and, where it may be kept, the form nearly all browsers ask for."""
        answer = await self._machines.sign(await write(), changes.counter)
        return answer, make_reply(answer, CODINGS[0]) if answer.status == 200 else None

    async def _follow(self, now: datetime) -> Changes:
        """The edition's change counters, no older than `CHECK_EVERY`."""
        if self.ready.is_fresh(now):
            return self.ready.changes
        async with self._asking:
            if not self.ready.is_fresh(now):
                self.ready.confirm(await self._aside(self._read_changes), now)
        return self.ready.changes

    async def _read_changes(self) -> Changes:
        async with self._connect() as connection:
            return await reader.read_changes(connection)

    def now(self) -> datetime:
        """The moment it is for this website."""
        return self._clock()

    async def read_latest(self, limit: int) -> tuple[Card, ...]:
        """The stories of all editions that changed last. Raises `psycopg.Error` and `TimeoutError`."""

        async def read() -> tuple[Card, ...]:
            async with self._connect() as connection:
                return await reader.read_latest(connection, limit)

        return await self._aside(read)

    async def _front(self, language: str) -> Answer:
        async with self._connect() as connection:
            newest = await reader.read_newest(connection, language, _NEWEST)
            sections = await reader.read_sections(connection, language, list(SECTIONS), _ON_THE_FRONT)
        now = self._clock()
        ordered = {code: sections[code] for code in SECTIONS if code in sections}
        return _page(self._pages.write_front(language, compose_front(newest, ordered, now), now))

    async def _house(self, language: str, name: str) -> Answer:
        own = await asyncio.to_thread(read_own, self._settings.own_pages, language, name)
        return _page(self._pages.write_house(language, name, own, self._clock()))

    async def _story(self, request: Request, public_id: str) -> Answer:
        found = await self._stories.find(public_id, request.path)
        return found if isinstance(found, Answer) else self._notice(request, *found)

    def _start(self, request: Request) -> Answer:
        language = self._language(request)
        return redirect(front_path(language), status=302, keep="no-cache", vary="accept-language")

    def _language(self, request: Request) -> str:
        """The language of the address where it names one, else what the reader's browser asks for."""
        first = request.path.removeprefix("/").split("/", 1)[0]
        default = self._settings.default_language
        return first if first in EDITIONS else choose_language(request.header(b"accept-language"), EDITIONS, default)

    def _notice(self, request: Request, status: int, notice: str) -> Answer:
        page = self._pages.write_notice(self._language(request), notice, self._clock())
        extra = {"vary": "accept-language"} | ({"retry-after": "5"} if status == 503 else {})
        keep = answers.NOT_KEPT if status == 503 else answers.FOR_SECONDS
        return make_answer(status, page, answers.HTML, keep, extra)

    def _keep_assets(self) -> None:
        for asset in self._assets.values():
            kept = make_answer(200, asset.content, asset.mime, answers.FOR_MINUTES)
            self.ready.keep_always(b"/static/" + asset.name.encode(), kept)
            for_ever = make_answer(200, asset.content, asset.mime, answers.FOR_EVER)
            self.ready.keep_always(asset.address.encode(), for_ever)

    def _static(self, request: Request, name: str) -> Answer:
        address = b"/static/" + name.encode()
        kept = self.ready.always(request.address) or self.ready.always(address)
        return kept or self._notice(request, 404, "missing")

    async def _picture(self, request: Request, name: str) -> Answer:
        found = await read_public_file(self._settings.public_media, name)
        if isinstance(found, Answer):
            return found
        return self._notice(request, *found)


def _page(content: bytes) -> Answer:
    return make_answer(200, content, answers.HTML, answers.FOR_SECONDS)
