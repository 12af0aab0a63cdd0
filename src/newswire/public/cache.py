"""Rendered pages in memory: bounded in bytes, good for one state of the edition and for half a minute."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from newswire.public.answers import Answer
from newswire.public.replies import Reply, make_reply

MAX_AGE = timedelta(seconds=30)
"""Pages say "12 min": an edition in which nothing happens still has to be written anew."""


class Page(msgspec.Struct, eq=False):
    """A page kept: when it was written, its forms by coding, how often it was asked for.

    `is_due` says that it is to be written anew although it is still good.
    """

    made_at: datetime
    answer: Answer
    forms: dict[str, Reply] = {}
    asked: int = 0
    is_due: bool = False
    ends_at: datetime = datetime.max.replace(tzinfo=UTC)

    def __post_init__(self) -> None:
        """Notes until when it is good: the protocol compares, and does not calculate, 40,000 times a second."""
        self.ends_at = self.made_at + MAX_AGE

    def size(self) -> int:
        """Bytes it takes, all its forms together."""
        return self.answer.size() + sum(form.own for form in self.forms.values())

    def is_good(self, now: datetime) -> bool:
        """Whether it may be shown."""
        return self.made_at <= now < self.ends_at


class PageCache:
    """Pages by address (the path as it is sent, percent-encoded), the least recently asked for leaving first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[bytes, Page] = OrderedDict()
        self.bytes = 0

    def get(self, address: bytes, now: datetime) -> Page | None:
        """The page as written no more than `MAX_AGE` ago, or until when it was to be renewed."""
        page = self._pages.get(address)
        if page is None or not page.is_good(now):
            return None
        self._pages.move_to_end(address)
        return page

    def put(self, address: bytes, page: Page) -> None:
        """Keeps `page`."""
        self._drop(address)
        self._pages[address] = page
        self.bytes += page.size()
        self._shrink()

    def add_form(self, address: bytes, page: Page, coding: str) -> Reply:
        """The page in `coding`, made now where it was not yet, and counted while the page is kept."""
        form = page.forms.get(coding)
        if form is None:
            form = page.forms[coding] = make_reply(page.answer, coding)
            if self._pages.get(address) is page:
                self.bytes += form.own
                self._shrink()
        return form

    def clear(self) -> dict[bytes, int]:
        """Forgets everything, because something was taken back; returns how often each page had been asked for."""
        asked = {address: page.asked for address, page in self._pages.items() if page.asked}
        self._pages.clear()
        self.bytes = 0
        return asked

    def renew(self, until: Callable[[bytes], datetime]) -> None:
        """Has everything written anew, because something was added; a page may be shown as it is until what `until`
        says for its address."""
        for address, page in self._pages.items():
            page.is_due = True
            page.ends_at = min(page.ends_at, until(address))

    def pages(self) -> list[tuple[bytes, Page]]:
        """Everything kept, the least recently asked for first."""
        return list(self._pages.items())

    def _shrink(self) -> None:
        while self.bytes > self._max_bytes:
            self._drop(next(iter(self._pages)))

    def _drop(self, address: bytes) -> None:
        page = self._pages.pop(address, None)
        if page:
            self.bytes -= page.size()
