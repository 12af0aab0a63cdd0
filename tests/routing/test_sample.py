"""A sample shows what a client with the same products would have had all day: histories by chance, seen from both."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.item.rights import Restriction
from newswire.routing.feed import read_entries
from newswire.routing.holdings import do_note_holding, do_note_holdings
from newswire.routing.sample import do_read_sample
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Subscription
from tests.newsroom import Newsroom
from tests.stories import make_guid

NAMES = tuple("abcdefgh")


def write_history(newsroom: Newsroom, chance: Random) -> None:
    """Sixty releases in the last day: each story goes only where a newsroom would let it go."""
    present = newsroom.now
    state: dict[str, str] = {}
    for step in range(60):
        name = chance.choice(NAMES)
        newsroom.now = present - timedelta(minutes=20 * (60 - step))
        steps: tuple[Kind, ...]
        match state.get(name, "none"):
            case "none":
                steps = ("new",)
            case "held":
                steps = ("lift", "lift", "kill")
            case "killed":
                continue
            case _:
                steps = ("update", "update", "correction", "refile", "hold", "kill")
        kind = chance.choice(steps)
        changes: dict[str, Any] = {} if kind in ("hold", "kill") else {"headline": f"{name} at step {step}"}
        if changes and chance.random() < 0.15:
            changes["expires"] = present - timedelta(minutes=1)
        newsroom.release(name, kind, **changes)
        state[name] = {"hold": "held", "kill": "killed"}.get(kind, "open")
    newsroom.now = present


def read_by_feed(newsroom: Newsroom, number: int) -> dict[str, Item]:
    """What stands in the feed now: the newest content of each story that may be published."""
    standing: dict[str, Item] = {}
    for entry in read_entries(newsroom.connection, newsroom.reader(number), 0):
        standing.pop(entry.guid, None)
        if entry.item is not None and entry.use == "publish":
            standing[entry.guid] = entry.item
    return standing


def read_by_sample(newsroom: Newsroom, subscription: Subscription) -> dict[str, Item]:
    terms = read_access(newsroom.connection, subscription.number).terms
    entries = do_read_sample(newsroom.connection, newsroom.reader(subscription.number), terms)
    assert {(entry.kind, entry.version, entry.n) for entry in entries} <= {("new", 1, 0), ("update", 1, 0)}
    return {entry.guid: entry.item for entry in entries if entry.item is not None}


@pytest.mark.parametrize("seed", range(4))
def test_the_sample_is_what_a_client_who_was_there_all_day_may_publish(newsroom: Newsroom, seed: int) -> None:
    always = newsroom.subscribe("always", form="summary")
    write_history(newsroom, Random(seed))
    late = newsroom.subscribe("late", form="summary", starts_at=newsroom.now)
    by_feed, by_sample = read_by_feed(newsroom, always.number), read_by_sample(newsroom, late)
    assert set(by_sample) == set(by_feed)
    for guid, item in by_sample.items():
        assert (item.headline, item.body, item.standfirst) == (
            by_feed[guid].headline,
            by_feed[guid].body,
            by_feed[guid].standfirst,
        )
        assert (item.correction, item.update_line) == (None, "")


@pytest.mark.parametrize("seed", range(4))
def test_after_the_sample_both_are_told_of_the_same(newsroom: Newsroom, seed: int) -> None:
    always = newsroom.subscribe("always")
    chance = Random(seed)
    write_history(newsroom, chance)
    late = newsroom.subscribe("late", starts_at=newsroom.now)
    had = sorted(read_by_sample(newsroom, late))
    before = len(read_entries(newsroom.connection, newsroom.reader(always.number), 0))
    for guid in had:
        kind: Kind = chance.choice(("update", "hold", "kill"))
        newsroom.release(guid.rpartition(":")[2], kind)
    told = [
        [(entry.guid, entry.kind, entry.use) for entry in read_entries(newsroom.connection, reader, after)]
        for reader, after in ((newsroom.reader(always.number), before), (newsroom.reader(late.number), 0))
    ]
    assert told[0] == told[1]
    assert len(told[1]) == len(had)


def test_a_trial_that_may_not_have_a_story_holds_nothing_of_it(newsroom: Newsroom) -> None:
    newsroom.release("a", rights=Restriction(countries_out=("JP",)))
    trial = newsroom.subscribe("trial", country="JP")
    assert read_by_sample(newsroom, trial) == {}
    newsroom.release("a", "kill")
    assert read_entries(newsroom.connection, newsroom.reader(trial.number), 0) == []
    assert newsroom.connection.execute("SELECT count(*) FROM routing_holding").fetchone() == (0,)


def test_many_holdings_are_noted_as_each_alone_would_be(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:tr")
    for name in NAMES:
        newsroom.append(name)
    newsroom.route()
    do_note_holding(newsroom.connection, paper.number, make_guid("a"), "portal", now=newsroom.now)
    do_note_holdings(newsroom.connection, paper.number, [make_guid(name) for name in NAMES], "sample", now=newsroom.now)
    rows = newsroom.connection.execute("SELECT guid, door, after_seq FROM routing_holding ORDER BY guid").fetchall()
    assert rows == [(make_guid(name), "portal" if name == "a" else "sample", 8) for name in NAMES]
    do_note_holdings(newsroom.connection, paper.number, [], "sample", now=newsroom.now)
