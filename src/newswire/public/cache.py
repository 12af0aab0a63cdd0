"""Rendered pages in memory: bounded in bytes, good for one state of the edition and for half a minute."""

from collections import OrderedDict
from datetime import datetime, timedelta

from newswire.public.answers import Answer

MAX_AGE = timedelta(seconds=30)
"""Pages say "12 min": an edition in which nothing happens still has to be written anew."""


class PageCache:
    """Answers by path, the least recently asked for leaving first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[str, tuple[int, datetime, Answer]] = OrderedDict()
        self.bytes = 0

    def get(self, path: str, counter: int, now: datetime) -> Answer | None:
        """The page as written from the edition's state `counter`, no more than `MAX_AGE` ago."""
        kept = self._pages.get(path)
        if kept is None:
            return None
        made_from, made_at, answer = kept
        if made_from != counter or not timedelta(0) <= now - made_at < MAX_AGE:
            return None
        self._pages.move_to_end(path)
        return answer

    def put(self, path: str, counter: int, now: datetime, answer: Answer) -> None:
        """Keeps `answer`, written from state `counter`, which must have been read before anything on the page was."""
        self._drop(path)
        self._pages[path] = (counter, now, answer)
        self.bytes += answer.size()
        while self.bytes > self._max_bytes:
            self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forgets everything: the edition has moved."""
        self._pages.clear()
        self.bytes = 0

    def _drop(self, path: str) -> None:
        kept = self._pages.pop(path, None)
        if kept:
            self.bytes -= kept[2].size()
