"""The answers that need no writing: what the website has rendered and may still show, asked from the protocol itself.

Everything here runs on the event loop and never waits.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from newswire.edition.addresses import NO_SECTION
from newswire.edition.shape import Changes
from newswire.item.vocabulary.sections import SECTIONS
from newswire.kit.clock import Clock
from newswire.public.answers import Answer
from newswire.public.cache import Page, PageCache
from newswire.public.negotiation import CODINGS, choose_coding
from newswire.public.replies import Ready, Reply

STATE = "newswire.ready"
"""The key of the ASGI lifespan's state under which the server finds the table."""
CHECK_EVERY = timedelta(milliseconds=250)
"""How long a page may be served without asking whether the edition moved."""
GRACE = timedelta(seconds=1.5)
"""How long pages go on being given when something was added to the edition, while those in use are written anew:
what is released must be seen within 2 s. What was taken back ends every page at once."""
GRACE_OF_STORIES = timedelta(seconds=5)
"""The same for pages of single stories: those that changed are written first, and on the others a list of more stories
grows. Were all to be written within the second, whoever wants a page that is not there would wait a tenth of one."""
_STORY = re.compile(rf"/[a-z]+/(?:{'|'.join((*SECTIONS, NO_SECTION))})/[^/]+/[2-9a-z]{{12}}".encode())
"""`edition.addresses.page_path`; a topic's page has as many parts and may have as short a name."""
_NEVER = datetime.max.replace(tzinfo=UTC)
_UNKNOWN = Changes(-1, -1)
_REMEMBERED = 512


def address_of(path: str) -> bytes:
    """The decoded path as our own links and well-behaved browsers send it."""
    return quote(path, safe="/~!$&'()*+,;=:@").encode()


def grace_of(address: bytes) -> timedelta:
    """How long the page at `address` may be given as it is after something was added."""
    return GRACE_OF_STORIES if _STORY.fullmatch(address) else GRACE


class ReadyAnswers:
    """Pages of one state of the edition (`changes`), and the static files, which no state changes.

    `given` counts what was given at once, `wanted` that and what the website was asked for.

    `confirm` says what the state is; a page is given only while that is no older than `CHECK_EVERY`, so that with the
    database gone nothing old is shown.
    """

    def __init__(self, max_bytes: int, clock: Clock) -> None:
        self._clock = clock
        self._cache = PageCache(max_bytes)
        self._always: dict[bytes, Page] = {}
        self._heat: dict[bytes, float] = {}
        self._checked = self._ends_at = _NEVER
        self.changes = _UNKNOWN
        self.given = 0
        self.wanted = 0

    @property
    def size(self) -> int:
        """What the pages take in memory."""
        return self._cache.bytes

    def confirm(self, changes: Changes, asked_at: datetime) -> bool:
        """The edition stood at `changes` when it was asked at `asked_at`; True where it has moved since the last time.

        Whoever asked first and was answered last does not turn the time back.
        """
        if self._checked is not _NEVER and asked_at <= self._checked and changes.counter <= self.changes.counter:
            return False
        moved = changes != self.changes
        if changes.taken_back != self.changes.taken_back or changes.counter < self.changes.counter:
            self._cool(self._cache.clear())
        elif moved:
            self._cache.renew(lambda address: asked_at + grace_of(address))
        self.changes, self._checked, self._ends_at = changes, asked_at, asked_at + CHECK_EVERY
        return moved

    def is_fresh(self, now: datetime) -> bool:
        """Whether the state is known well enough."""
        return self._checked <= now < self._ends_at

    def page(self, address: bytes, now: datetime) -> Page | None:
        """The page to be shown at `now`, for whoever would otherwise write it: none where it is due."""
        self.wanted += 1
        page = self._cache.get(address, now)
        return None if page is None or page.is_due else page

    def keep(self, address: bytes, changes: Changes, now: datetime, answer: Answer, form: Reply) -> None:
        """Keeps a page written from state `changes`, which must have been read before anything on it was, if the
        edition still stands there.

        `form` is its form in the first of `CODINGS`.
        """
        if changes == self.changes:
            self._cache.put(address, Page(now, answer, {CODINGS[0]: form}))

    def keep_always(self, address: bytes, answer: Answer) -> None:
        """Keeps what no change of the edition touches."""
        self._always[address] = Page(self._clock(), answer)

    def always(self, address: bytes) -> Answer | None:
        """What is kept there whatever happens."""
        page = self._always.get(address)
        return page.answer if page else None

    def form(self, address: bytes, answer: Answer, coding: str) -> Answer | None:
        """`answer` in `coding` from what is kept at the address; None where that is another answer."""
        page = self._always.get(address) or self._cache.get(address, self._clock())
        if page is None or page.answer is not answer:
            return None
        return self._cache.add_form(address, page, coding).answer

    def find(self, address: bytes, method: bytes, accepted: str, condition: str) -> Ready | None:
        """What a request gets at once; None where the website has to be asked.

        `address` is the request target as it came, `accepted` its `Accept-Encoding`, `condition` its `If-None-Match`.
        """
        page = self._always.get(address)
        if page is None:
            now = self._clock()
            if not self.is_fresh(now):
                return None
            page = self._cache.get(address, now)
            if page is None:
                return None
        page.asked += 1
        self.given += 1
        self.wanted += 1
        coding = choose_coding(accepted)
        reply: Reply | None = page.forms.get(coding)
        if reply is None:
            reply = self._cache.add_form(address, page, coding)
        return reply.choose(method, condition)

    def hottest(self, most: int) -> list[bytes]:
        """The addresses asked for most, of late more than before."""
        heat = dict(self._heat)
        for address, page in self._cache.pages():
            if page.asked:
                heat[address] = heat.get(address, 0.0) + page.asked
        return sorted(heat, key=lambda address: heat[address], reverse=True)[:most]

    def set_due(self, address: bytes, older_than: timedelta) -> Sequence[str]:
        """Has the page written anew at the next occasion if it is that old; it is given from here until then.

        The codings it was asked for in, the first of `CODINGS` for a page that is not there; none where there is
        nothing to write.
        """
        now = self._clock()
        page = self._cache.get(address, now)
        if page is None:
            return CODINGS[:1]
        if not page.is_due and now - page.made_at < older_than:
            return ()
        page.is_due = True
        self._heat[address] = self._heat.get(address, 0.0) / 2 + page.asked
        page.asked = 0
        return tuple(page.forms)

    def _cool(self, asked: dict[bytes, int]) -> None:
        """What was asked for counts half as much whenever the pages are forgotten."""
        heat = {address: value / 2 for address, value in self._heat.items() if value > 0.5}
        for address, count in asked.items():
            heat[address] = heat.get(address, 0.0) + count
        hottest = sorted(heat, key=lambda address: heat[address], reverse=True)[:_REMEMBERED]
        self._heat = {address: heat[address] for address in hottest}
