"""A subscriber's program: reads the stream and, whenever it breaks off, resumes by number as the manual says."""

import json
from collections.abc import Iterator
from contextlib import suppress
from threading import Condition, Event, Thread

import httpx

from tests.journeys.desk import Delivery
from tests.waiting import PATIENCE

PAUSE_SECONDS = 0.05
SILENCE_SECONDS = 30.0
"""Twice the heartbeat: a stream that says nothing for that long is dead."""


class Reader(Thread):
    """Keeps every release it got, in the order in which they came; `hang_up_after` > 0 makes it break off itself."""

    def __init__(self, address: str, key: str, *, hang_up_after: int = 0) -> None:
        super().__init__(name="reader")
        self._address = address
        self._headers = {"Authorization": f"Bearer {key}"}
        self._hang_up_after = hang_up_after
        self._last_id = ""
        self._ended = Event()
        self._changed = Condition()
        self.received: list[Delivery] = []
        self.connections = 0
        self.refusals: list[str] = []

    def wait_for(self, count: int) -> None:
        """Returns when at least `count` releases came."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.received) >= count or bool(self.refusals), PATIENCE)
        assert not self.refusals, self.refusals
        assert came, f"{len(self.received)} of {count} releases came"

    def close(self) -> None:
        """Ends the thread after the event it waits for."""
        self._ended.set()
        self.join(PATIENCE)

    def run(self) -> None:
        """The thread: until closed, or refused in a way that no later try would mend."""
        with httpx.Client(base_url=self._address, headers=self._headers, timeout=SILENCE_SECONDS) as client:
            while not self._ended.is_set() and not self.refusals:
                with suppress(httpx.TransportError):
                    self._read(client)
                self._ended.wait(PAUSE_SECONDS)

    def _read(self, client: httpx.Client) -> None:
        resume = {"Last-Event-ID": self._last_id} if self._last_id else {}
        with client.stream("GET", "/v1/stream", params={"after": "0"}, headers=resume) as answer:
            if answer.status_code != 200:
                self._note(answer.status_code, answer.read())
                return
            self.connections += 1
            taken = 0
            for event_id, data in _read_events(answer):
                if self._ended.is_set() or (self._hang_up_after and taken >= self._hang_up_after):
                    return
                if event_id:
                    entry = json.loads(data)
                    self._take(event_id, Delivery(entry["n"], entry["guid"], entry["kind"], entry["version"]))
                    taken += 1

    def _take(self, event_id: str, delivery: Delivery) -> None:
        with self._changed:
            self.received.append(delivery)
            self._last_id = event_id
            self._changed.notify_all()

    def _note(self, status: int, body: bytes) -> None:
        """A service that is coming up may say 503; any other refusal is a fault of the service."""
        if status != 503:
            with self._changed:
                self.refusals.append(f"{status} after {self._last_id or 'nothing'}: {body.decode(errors='replace')}")
                self._changed.notify_all()


def _read_events(answer: httpx.Response) -> Iterator[tuple[str, str]]:
    """Whole events as (id, data); one that broke off in the middle is not an event (WHATWG HTML, section 9.2.6)."""
    event_id = data = ""
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if name == "id":
            event_id = value
        elif name == "data":
            data = value
        elif not line:
            yield event_id, data
            event_id = data = ""
