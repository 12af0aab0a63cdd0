"""A desk that releases through any failure: it retries what it does not know to be on the wire, and nothing twice."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Condition, Event, Thread
from typing import Any

import msgspec
import psycopg
from psycopg import Connection

from newswire.item.kinds import Kind
from newswire.wire.append import do_append, next_version
from newswire.wire.release import Draft
from tests.stories import make_draft
from tests.waiting import PATIENCE

FIRST = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FOLLOW_UPS: tuple[Kind, ...] = ("update", "correction")
RETRY_SECONDS = 0.05


class Delivery(msgspec.Struct, frozen=True):
    """A release as one subscription must see it: its number, story, delivered kind and version."""

    n: int
    guid: str
    kind: str
    version: int


def plan_day(count: int, random: Random) -> list[Draft]:
    """`count` releases: stories in English and Turkish, every fourth release one that follows an earlier story."""
    drafts: list[Draft] = []
    newest: dict[str, int] = {}
    for index in range(count):
        moment = FIRST + timedelta(seconds=index)
        language = random.choice(("en", "tr"))
        if index % 4 == 3:
            name = random.choice(sorted(newest))
            kind: Kind = random.choice(FOLLOW_UPS)
        else:
            name, kind = f"story-{index}", "new"
        newest[name] = newest.get(name, 0) + 1
        drafts.append(make_draft(name, moment, version=newest[name], kind=kind, language=language))
    return drafts


def expect(drafts: Sequence[Draft], language: str) -> list[Delivery]:
    """What a subscription to stories in `language` (all where empty) gets: what follows a story reaches its holders."""
    had: dict[str, int] = {}
    deliveries: list[Delivery] = []
    for draft in drafts:
        assert draft.item is not None
        if draft.guid in had or not language or draft.item.language == language:
            version = had[draft.guid] = had.get(draft.guid, 0) + 1
            kind = "new" if version == 1 else draft.kind
            deliveries.append(Delivery(len(deliveries) + 1, draft.guid, kind, version))
    return deliveries


class Desk(Thread):
    """Releases `drafts` in order, each in a transaction of its own, as far as it is allowed to.

    `step` is called with the index of a release twice: while its transaction is open, and after its commit.
    """

    def __init__(self, dsn: str, drafts: Sequence[Draft], step: Callable[[int, str], None]) -> None:
        super().__init__(name="desk")
        self.stop = Event()
        self._dsn = dsn
        self._drafts = drafts
        self._step = step
        self._allowed = 0
        self.done = 0
        self.retried = 0
        self.failure: BaseException | None = None
        self._changed = Condition()
        self._connection: Connection[Any] | None = None

    def allow(self, count: int) -> None:
        """Lets it release up to `count` releases in all."""
        with self._changed:
            self._allowed = min(count, len(self._drafts))
            self._changed.notify_all()

    def wait_until_done(self) -> None:
        """Returns when all that was allowed is on the wire."""
        with self._changed:
            reached = self._changed.wait_for(lambda: self.done >= self._allowed or self.failure is not None, PATIENCE)
            assert self.failure is None, self.failure
            assert reached, f"the desk stands at {self.done} of {self._allowed}"

    def close(self) -> None:
        """Ends the thread, wherever it stands."""
        self.stop.set()
        self.allow(self._allowed)
        self.join(PATIENCE)

    def run(self) -> None:
        """The thread."""
        try:
            for index in range(len(self._drafts)):
                if not self._wait_for_leave(index):
                    return
                self._release(index)
                with self._changed:
                    self.done += 1
                    self._changed.notify_all()
        except BaseException as error:
            with self._changed:
                self.failure = error
                self._changed.notify_all()
        finally:
            self._disconnect()

    def _wait_for_leave(self, index: int) -> bool:
        """Whether release `index` may go out; False when the desk closes."""
        with self._changed:
            self._changed.wait_for(lambda: index < self._allowed or self.stop.is_set())
        return not self.stop.is_set()

    def _release(self, index: int) -> None:
        """Tries until the release is on the wire: after a failure it may be there already, so it looks first."""
        while not self.stop.is_set():
            try:
                self._try(index)
            except psycopg.errors.UniqueViolation:
                self.retried += 1  # the first try's commit came through behind our look
            except psycopg.OperationalError:
                self.retried += 1
                self._disconnect()
                self.stop.wait(RETRY_SECONDS)
                continue
            self._step(index, "released")
            return

    def _try(self, index: int) -> None:
        draft = self._drafts[index]
        if self._connection is None:
            self._connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=10)
        with self._connection.transaction(), self._connection.cursor() as cursor:
            if next_version(cursor, draft.guid) > draft.version:
                return
            do_append(cursor, draft)
            self._step(index, "open")

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
