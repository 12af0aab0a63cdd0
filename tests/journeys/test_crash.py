"""`kill -9` at random points of a day's releases: the wire keeps every one, and every client gets each exactly once."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from random import Random
from threading import Event

import msgspec
import psycopg
import pytest

from tests.journeys.desk import Delivery, Desk, expect, plan_day
from tests.journeys.reader import Reader
from tests.journeys.service import TARGETS, Service, Target
from tests.project.postgres_homes import temporary_home
from tests.waiting import wait_until

QUERIES = (("everything", ""), ("english", "lang:en"))
LANGUAGES = {"everything": "", "english": "en"}


class Kill(msgspec.Struct, frozen=True):
    """One `kill -9`: what it hits, at which release, and whether inside its transaction or right after its commit.

    `outage` releases follow while the service is down. `settle` says what to wait for before the next blow: until all
    clients have caught up (so that it hits a live stream), or only until the service answers (it hits the replay).
    """

    target: Target
    at: int
    moment: str
    outage: int
    settle: str


def plan_kills(count: int, releases: int, random: Random) -> list[Kill]:
    """`count` kills spread over the releases; every target has its turn before one comes again."""
    targets: list[Target] = []
    while len(targets) < count:
        targets += random.sample(TARGETS, len(TARGETS))
    room = releases // (count + 1)
    return [
        Kill(
            target=target,
            at=room * (number + 1) + random.randrange(room // 2),
            moment=random.choice(("open", "released")),
            outage=random.randrange(1, room // 2),
            settle=random.choice(("caught up", "answering")),
        )
        for number, target in enumerate(targets[:count])
    ]


class Day:
    """A running service, the desk that releases through it and the clients that listen, with blows in between."""

    def __init__(self, service: Service, keys: dict[str, str], releases: int, random: Random) -> None:
        self.service = service
        self.drafts = plan_day(releases, random)
        self.expected = {name: expect(self.drafts, language) for name, language in LANGUAGES.items()}
        self.desk = Desk(service.dsn, self.drafts, self._step)
        self.readers = [
            (name, Reader(service.address, keys[name], hang_up_after=hang_up))
            for name, hang_up in [
                ("everything", 0),
                ("english", 0),
                ("everything", 0),
                ("english", 17),
                ("everything", 41),
            ]
        ]
        self._next: Kill | None = None
        self._struck = Event()
        self._dead = Event()

    def strike(self, kill: Kill) -> None:
        """Lets the desk release up to the blow and on into the outage, strikes, and brings the service back."""
        self._next = kill
        self._struck.clear()
        self._dead.clear()
        self.desk.allow(kill.at + kill.outage)
        assert self._struck.wait(60), self.desk.failure or f"the desk stands at {self.desk.done}"
        self.service.kill(kill.target)
        self._dead.set()
        self.service.recover(kill.target)
        if kill.settle == "caught up":
            self.desk.wait_until_done()
            self.wait_for_readers(self.desk.done)

    def finish(self) -> None:
        """The rest of the day, until every client has all that is its own."""
        self.desk.allow(len(self.drafts))
        self.desk.wait_until_done()
        self.wait_for_readers(len(self.drafts))

    def wait_for_readers(self, released: int) -> None:
        """Returns when every client has what it must have of the first `released` releases."""
        due = {name: len(expect(self.drafts[:released], language)) for name, language in LANGUAGES.items()}
        for name, reader in self.readers:
            reader.wait_for(due[name])

    def _step(self, index: int, moment: str) -> None:
        """The desk's thread: inside a transaction it waits for the blow, after a commit it goes on regardless."""
        kill = self._next
        if kill is not None and (index, moment) == (kill.at, kill.moment) and not self._struck.is_set():
            self._struck.set()
            if moment == "open":
                assert self._dead.wait(60), "the blow did not come"


@contextmanager
def running_day(releases: int, random: Random) -> Iterator[Day]:
    """A service in an empty home with its desk and clients; everything is ended afterwards."""
    with temporary_home() as home:
        service = Service(home)
        keys = service.set_up(QUERIES)
        service.start()
        service.kill("web")  # before it has opened its port
        day = Day(service, keys, releases, random)
        threads: list[Desk | Reader] = [day.desk, *(reader for _, reader in day.readers)]
        try:
            service.wait_until_ready()
            for thread in threads:
                thread.start()
            yield day
        finally:
            if service.is_running():
                service.kill("everything")  # streams end at once, so no client waits for a heartbeat
            for thread in threads:
                if thread.is_alive():
                    thread.close()


def service_log(day: Day) -> str:
    return day.service.log.read_text()


def read_wire(dsn: str) -> list[tuple[int, str, int]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT seq, guid, version FROM wire_release ORDER BY seq").fetchall()


def read_website(dsn: str) -> tuple[int, int]:
    """The website's newest number, and how many stories it shows."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT (SELECT n FROM delivery_cursor WHERE channel = 'website'),"
            " (SELECT count(*) FROM edition.story WHERE state = 'live')"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def survive(kills: int, releases: int, seed: int) -> None:
    """The promise itself, for any number of kills and releases."""
    random = Random(seed)
    plan = plan_kills(kills, releases, random)
    with running_day(releases, random) as day:
        for kill in plan:
            day.strike(kill)
        day.finish()
        on_the_wire = [(index + 1, draft.guid, draft.version) for index, draft in enumerate(day.drafts)]
        assert read_wire(day.service.dsn) == on_the_wire
        for name, reader in day.readers:
            assert reader.received == day.expected[name]
        stories = len({draft.guid for draft in day.drafts})
        wait_until(lambda: read_website(day.service.dsn) == (releases, stories), "the website has every story")
        verified = day.service.run("wire", "verify", "--json")
        report = json.loads(verified.stdout)
        assert (verified.returncode, report["releases"], report["faults"]) == (0, releases, [])
        assert all(reader.connections > 1 for _, reader in day.readers)
        before = service_log(day)
        assert day.service.stop() == 0
        assert service_log(day) == before, "open streams end without a word"


def test_nothing_is_lost_or_repeated_when_the_service_is_killed_during_500_releases() -> None:
    survive(kills=7, releases=500, seed=20261124)


@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("NEWSWIRE_SOAK"), reason="takes four minutes: NEWSWIRE_SOAK=1")
def test_nothing_is_lost_or_repeated_when_the_service_is_killed_60_times_during_5000_releases() -> None:
    survive(kills=60, releases=5000, seed=5000)


def test_the_plan_of_kills_hits_every_target_in_turn_at_rising_releases() -> None:
    plan = plan_kills(7, 500, Random(1))
    assert {kill.target for kill in plan} == set(TARGETS)
    assert [kill.at for kill in plan] == sorted(kill.at for kill in plan)
    assert all(before.at + before.outage < after.at for before, after in pairwise(plan))


def test_a_subscription_is_expected_to_get_what_follows_a_story_it_had() -> None:
    drafts = plan_day(40, Random(2))
    english = expect(drafts, "en")
    had: set[str] = set()
    for delivery in english:
        assert (delivery.kind == "new") == (delivery.guid not in had)
        had.add(delivery.guid)
    assert expect(drafts, "") == [
        Delivery(number, draft.guid, draft.kind, draft.version) for number, draft in enumerate(drafts, 1)
    ]
    assert 0 < len(english) < len(drafts)
