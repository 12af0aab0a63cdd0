"""The live list: rows as server-sent events, from a number on, for as long as the visitor may see them.

The hub only says that there is something new; rows are read from the table by number. So there is no seam between
replay and live, a lost hint costs a delay, and a slow browser holds no queue of stories in memory.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from importlib import import_module

import msgspec
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from newswire.delivery.stream.frames import HEARTBEAT_SECONDS, heartbeat_frame
from newswire.delivery.stream.hub import Client, Hub
from newswire.item.kinds import Kind, Use
from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import Access, NoSeatError, find_subscription
from newswire.portal.marking import read_marks_of
from newswire.portal.reading import PAGE, count_versions, read_after, read_chains_of, read_newest
from newswire.portal.rows import Row, make_row
from newswire.routing.chains import Chain
from newswire.subscribers.marks import NONE, Marks

logger = logging.getLogger(__name__)

RETRY = b"retry: 2000\n\n"
"""How long a browser waits before it connects again, in milliseconds."""
ENDED = b"event: ended\ndata: {}\n\n"
"""The visitor may not see this any more: signed out, seat gone."""
OVER = b"event: over\ndata: {}\n\n"
"""The contract has ended while the list was open."""
RESTORED = b"event: restored\ndata: {}\n\n"
"""The cursor is from before a restore of the wire: its numbers mean something else now."""

_hub: Hub | None = None


def set_hub(hub: Hub | None) -> None:
    """Called once by the process that runs the hub, before it serves; None when the hub stops."""
    global _hub
    _hub = hub


def cursor_of(n: int) -> str:
    """The cursor for number `n`: `epoch:n`, so that it cannot be taken for a number from before a restore."""
    return f"{_hub.epoch}:{n}" if _hub is not None else str(n)


class Watch(msgspec.Struct, frozen=True):
    """Who follows what: the session (looked up again before every read), the subscription, the language of the page;
    whether the contract ran when the list was opened, so that its end ends it."""

    session_key: str
    number: int
    language: str
    until_end: bool = True


class RowEvent(msgspec.Struct, frozen=True):
    """What the browser gets of an entry: enough to change the rows it has, and the new row as HTML."""

    n: int
    guid: str
    kind: Kind
    use: Use
    flash: bool
    html: str


class Frame(msgspec.Struct, frozen=True):
    """An event ready to send, and its number."""

    n: int
    content: bytes


class WakeSink:
    """A client of the hub that keeps nothing but the fact that something came."""

    def __init__(self) -> None:
        self.closed = False
        self.over = False
        self._woken = asyncio.Event()

    def write(self, frame: bytes) -> bool:  # noqa: ARG002
        """Something came."""
        self._woken.set()
        return True

    def end(self, frame: bytes) -> None:  # noqa: ARG002
        """The contract has ended."""
        self.over = True
        self._woken.set()

    def close(self) -> None:
        """The hub stops."""
        self.closed = True
        self._woken.set()

    async def wait(self, seconds: float) -> None:
        """Returns when something came since the last call, or after `seconds`."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()


@require_safe
async def live(request: HttpRequest, number: int) -> HttpResponseBase:
    """`/portal/live/<number>?after=N`: rows after N, then each new one. HEAD says whether a stream would be given.

    401 without a seat, 404 for what is not the visitor's, 503 with `Retry-After` where this process has no hub.
    """
    hub = _hub
    status, access = await sync_to_async(_check)(request, number)
    if access is None:
        return page.secure(HttpResponse(status=status))
    if hub is None:
        return page.secure(HttpResponse(status=503, headers={"Retry-After": "5"}))
    if request.method == "HEAD":
        return page.secure(HttpResponse(status=200))
    given = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    until_end = not access.held.has_ended(page.clock())
    watch = Watch(request.session.session_key or "", number, page.page_language(), until_end)
    response = StreamingHttpResponse(follow(hub, watch, given), content_type="text/event-stream; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


async def follow(hub: Hub, watch: Watch, given: str) -> AsyncIterator[bytes]:
    """The stream's bytes: rows after the cursor `given` (empty: only what comes from now on), heartbeats between."""
    sink = WakeSink()
    client = Client(watch.number, 0, sink, watch.until_end)
    hub.register(client)
    try:
        yield RETRY
        after = await sync_to_async(read_start)(watch.number, given, hub.epoch)
        if after is None:
            yield RESTORED
            return
        while not sink.closed:
            over = sink.over  # looked at before the reading, so that nothing that came before the end is left out
            frames = await sync_to_async(read_frames)(watch, after, hub.epoch)
            if frames is None:
                yield ENDED
                return
            for frame in frames:
                yield frame.content
                after = frame.n
            if len(frames) == PAGE:
                continue
            if over:
                yield OVER
                return
            # what comes while this is sent has woken the sink: there is no need to look whether something came
            yield heartbeat_frame(hub.epoch, after)
            await sink.wait(HEARTBEAT_SECONDS)
    except Error as error:
        logger.warning("a live list ends because the database is away: %s", error)
    finally:
        hub.unregister(client)


def read_start(number: int, given: str, epoch: str) -> int | None:
    """The number to go on after; None where the cursor is another epoch's or was never given out."""
    try:
        newest = read_newest(number)
    finally:
        connection.close()
    if not given:
        return newest
    before, colon, text = given.rpartition(":")
    if not (text.isascii() and text.isdecimal() and len(text) < 16) or (colon and before != epoch):
        return None
    return int(text) if int(text) <= newest else None


def read_frames(watch: Watch, after: int, epoch: str) -> Sequence[Frame] | None:
    """The rows after that number as they stand now, oldest first; None where the visitor may not see them any more.

    Gives the connection back: a stream waits for hours and must not keep one of the pool's.
    """
    try:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(watch.session_key)
        access = find_subscription(get_user(request), watch.number)
        now = page.clock()
        entries = read_after(watch.number, after)
        if not entries:
            return ()
        # a first version has been read by nobody and is the only one: the common case costs no more
        later = [entry for entry in entries if entry.version > 1]
        marks = read_marks_of(access, later) if later else {}
        chains = read_chains_of(watch.number, later) if later else {}
        with translation.override(watch.language):
            return [
                Frame(entry.n, make_frame(epoch, make_listed_row(watch, entry, now, marks, chains), now))
                for entry in entries
            ]
    except (NoSeatError, Http404):
        return None
    finally:
        connection.close()


def make_listed_row(
    watch: Watch, entry: Entry, now: datetime, marks: Mapping[str, Marks], chains: Mapping[str, Chain]
) -> Row:
    """The entry as the list of that page shows it."""
    own = marks.get(entry.guid, NONE)
    return make_row(watch.number, entry, now, watch.language, own, count_versions(entry, chains))


def make_frame(epoch: str, row: Row, now: datetime) -> bytes:
    """A row as one event in the language in force; its id is the cursor to resume from. JSON has no raw line ends."""
    # strip() also makes a plain str of Django's SafeString, which msgspec does not know
    html = render_to_string("portal/row.html", {"row": row, "now": now}).strip()
    event = RowEvent(row.n, row.guid, row.kind, row.use, row.fresh_until is not None, html)
    return b"id: %b:%d\nevent: row\ndata: %b\n\n" % (epoch.encode(), row.n, msgspec.json.encode(event))


def _check(request: HttpRequest, number: int) -> tuple[int, Access | None]:
    try:
        return 200, find_subscription(request.user, number)
    except NoSeatError:
        return 401, None
    except Http404:
        return 404, None
    finally:
        connection.close()
