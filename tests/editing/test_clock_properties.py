"""Any history of plans, embargoes, ends of rights, holds and kills, with clocks at any moment: each thing happens once,
never early, never after a kill."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newswire.accounts.models import Act, Role, User
from newswire.editing import service, timing
from newswire.editing.clock import do_due
from newswire.editing.models import Scheduled, Story
from newswire.item.item import Item
from newswire.kit.errors import RuleError
from newswire.wire.follow import read_history, read_items
from newswire.wire.release import Release
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")
MINUTE = timedelta(minutes=1)
CHANGES = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin goes forward
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin goes back
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York goes back
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe goes forward by half an hour
    datetime(2026, 6, 1, tzinfo=UTC),  # nobody does
)
ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")]
VERBS = (
    "schedule",
    "unschedule",
    "release",
    "move",
    "early",
    "hold",
    "lift",
    "kill",
    "extend",
    "clock",
    "clocks",
    "crash",
)
STEP = st.tuples(st.sampled_from(VERBS), st.integers(0, 90), st.integers(1, 180))
"""A verb, the minutes that pass before it, and how many minutes ahead the time lies that it names."""


class CrashError(Exception):
    """The process died before its commit."""


class World:
    """One story, the time, and what it is expected to do."""

    def __init__(self, chief: User, start: datetime, zone: ZoneInfo, embargo: int | None, end: int | None) -> None:
        self.chief, self.now, self.zone = chief, start, zone
        until = self.local(embargo) if embargo else None
        expires = self.local(end) if end else None
        self.pk = make_story(chief, start, embargo_until=until, expires=expires).pk

    def local(self, minutes: int) -> datetime:
        """A moment to come, as a form in this world's zone hands it in."""
        return (self.now + minutes * MINUTE).astimezone(self.zone)

    def history(self) -> list[Release]:
        """What the wire has of the story."""
        connection.ensure_connection()
        return read_history(connection.connection, Story.objects.get(pk=self.pk).guid)

    def take(self, verb: str, ahead: int) -> None:
        """One step; what the rules refuse changes nothing and is passed over."""
        who: dict[str, Any] = {"actor": self.chief, "now": self.now}
        steps: dict[str, Callable[[], object]] = {
            "schedule": lambda: timing.do_schedule(self.pk, at=self.local(ahead), **who),
            "unschedule": lambda: timing.do_unschedule(self.pk, **who),
            "release": lambda: service.do_release(self.pk, **who),
            "move": lambda: timing.do_move_embargo(self.pk, until=self.local(ahead), reason="asked", **who),
            "early": lambda: timing.do_move_embargo(self.pk, until=None, reason="out", **who),
            "hold": lambda: service.do_hold(self.pk, reason="checking", **who),
            "lift": lambda: service.do_lift(self.pk, **who),
            "extend": lambda: self.extend(ahead),
            "kill": lambda: service.do_kill(self.pk, reason="wrong", wording="Do not use.", **who),
            "clock": lambda: do_due(self.now),
            "clocks": lambda: run_clocks(self.now),
            "crash": lambda: crash(self.now),
        }
        try:
            steps[verb]()
        except RuleError:
            assert verb not in ("clock", "clocks", "crash")

    def extend(self, ahead: int) -> None:
        """Moves the end of the right, and tells those who have the story."""
        edit(Story.objects.get(pk=self.pk), self.chief, self.now, expires=self.local(ahead))
        service.do_refile(self.pk, actor=self.chief, now=self.now)


def crash(now: datetime) -> None:
    """A clock that does everything and dies before its commit."""
    with suppress(CrashError), transaction.atomic():
        do_due(now)
        raise CrashError


def run_clocks(now: datetime) -> None:
    """Three clocks at one moment."""

    def tick(_number: int) -> None:
        try:
            do_due(now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(tick, range(3)))


def promised(world: World) -> dict[str, datetime | None]:
    """When the clock must next act for the story, by what it would do."""
    story = Story.objects.get(pk=world.pk)
    plan = Scheduled.objects.filter(story=story).first() if not story.version else None
    return {
        "lift": story.lift_at if story.stage == "released" else None,
        "release": plan.at if plan else None,
        "end": story.rights_end_at if story.stage in ("released", "held") else None,
    }


def check_clock(world: World, before: list[Release], due: dict[str, datetime | None]) -> None:
    """After a clock: what was due has happened once, and nothing else has."""
    new = world.history()[len(before) :]
    is_due = {what: bool(at and at <= world.now) for what, at in due.items()}
    lift, end = due["lift"], due["end"]
    is_over = is_due["end"] and lift is not None and end is not None and end < lift
    expected = Counter(
        {
            "new": int(is_due["release"]),
            "lift": int(is_due["lift"] and not is_over),
            "kill": int(is_due["end"]),
        }
    )
    if is_due["release"] and not new:
        expired = Story.objects.get(pk=world.pk).revisions.filter(content__expires__isnull=False).exists()
        assert expired, "only what may not be used any more does not leave"
        expected = Counter()
    assert Counter(one.kind for one in new) == +expected or (
        # released late, when its embargo had ended too: free at once, nothing to lift
        is_due["release"] and [one.kind for one in new] == ["new"]
    )
    assert all(one.released_at == world.now for one in new)
    assert not any(at and at <= world.now for at in promised(world).values()), "nothing due is left"


def check_history(world: World) -> None:
    """What holds of every history, however it came about."""
    releases = world.history()
    kinds = [one.kind for one in releases]
    assert kinds.count("new") <= 1
    assert kinds.count("kill") <= 1
    assert "kill" not in kinds[:-1], "nothing follows a kill"
    assert [one.version for one in releases] == list(range(1, len(releases) + 1))
    items = read_items(connection.connection, [one.seq for one in releases])
    check_embargo(releases, items)
    guid = Story.objects.get(pk=world.pk).guid
    acts = Act.objects.filter(about="story", name=guid, seq__isnull=False).count()
    assert acts == len(releases), "every release has its deed, none has two"


def check_embargo(releases: list[Release], items: dict[int, Item]) -> None:
    """The clock lifts an embargo at or after its end, and once; it takes back at or after the end of the right."""
    standing: datetime | None = None
    ends: datetime | None = None
    held = False
    for release in releases:
        if (release.actor, release.kind) == ("clock", "kill"):
            assert ends is not None
            assert release.released_at >= ends, "never early"
        elif release.actor == "clock":
            assert (release.kind, held) == ("lift", False)
            assert standing is not None
            assert release.released_at >= standing, "never early"
        held = release.kind == "hold" or (held and release.kind != "lift")
        item = items.get(release.seq)
        standing = item.embargo_until if item else standing
        ends = item.expires if item else ends


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(CHANGES),
    before=st.integers(0, 240),
    zone=st.sampled_from(ZONES),
    embargo=st.none() | st.integers(1, 240),
    end=st.none() | st.integers(1, 240),
    steps=st.lists(STEP, min_size=1, max_size=12),
)
def test_whatever_happens_each_thing_happens_once_and_never_early(
    dsn: str,  # noqa: ARG001 - one database for all examples: each has a story of its own
    start: datetime,
    before: int,
    zone: ZoneInfo,
    embargo: int | None,
    end: int | None,
    steps: list[tuple[str, int, int]],
) -> None:
    Scheduled.objects.all().delete()
    Story.objects.update(lift_at=None, rights_end_at=None)
    chief = User.objects.filter(username="a-duty-chief").first() or make_user(Role.DUTY_CHIEF)
    world = World(chief, start - before * MINUTE, zone, embargo, end)
    for verb, passing, ahead in steps:
        world.now += passing * MINUTE
        history, due = world.history(), promised(world)
        world.take(verb, ahead)
        if verb in ("clock", "clocks"):
            check_clock(world, history, due)
        if verb == "crash":
            assert world.history() == history
            assert promised(world) == due
        check_history(world)
    world.now += timedelta(days=2)
    history, due = world.history(), promised(world)
    do_due(world.now)
    check_clock(world, history, due)
    check_history(world)
    assert do_due(world.now + timedelta(days=1)) == []
