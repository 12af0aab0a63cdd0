"""The pieces of the flash's benchmark: its headlines, its moments, what it prints. No test takes the time."""

import json
import time

import msgspec
import psycopg
import pytest
from benchmarks.flash_to_stream import (
    FLASHES,
    LENGTH,
    PARTS,
    WARM_UP,
    Sample,
    headline,
    on_the_wall,
    released_at,
    report,
    wait_for_commit,
)

from newswire.editing.flash import count_characters
from newswire.wire.append import HINT
from newswire.wire.follow import listen
from tests.newsroom import Newsroom

SAMPLE = Sample(shortcut=100.0, open=100.5, typed=106.5, shown=107.0, begun=107.1, committed=107.2, arrived=107.25)


def test_each_headline_has_forty_characters_and_no_two_are_alike() -> None:
    headlines = [headline(number) for number in range(WARM_UP + FLASHES)]
    assert {count_characters(one) for one in headlines} == {LENGTH}
    assert len(set(headlines)) == len(headlines)


def test_at_least_twenty_releases_are_measured() -> None:
    assert FLASHES >= 20


def test_the_parts_in_between_add_up_to_the_whole_way() -> None:
    found = {name: round(part(SAMPLE), 3) for name, part in PARTS.items()}
    assert found["release_to_stream"] == 0.05
    assert found["second_keystroke_to_stream"] == 0.25
    assert found["shortcut_to_stream"] == 7.25
    whole = {"second_keystroke_to_stream", "shortcut_to_stream"}
    assert sum(took for name, took in found.items() if name not in whole) == pytest.approx(7.25)


def test_the_commit_is_heard_and_the_moment_is_read_from_the_wire(dsn: str, newsroom: Newsroom) -> None:
    with listen(dsn, HINT) as hints:
        newsroom.append("storm")
        before = time.time()
        assert wait_for_commit(hints) >= before
        assert released_at(hints) == newsroom.now.timestamp()


def test_a_moment_of_the_steady_clock_is_put_on_the_wall() -> None:
    assert on_the_wall(time.perf_counter() - 5) < time.time()
    assert on_the_wall(time.perf_counter() + 5) > time.time()


def test_the_report_gives_the_whole_way_in_seconds_and_the_release_in_milliseconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    slow = Sample(**{name: value + (name == "arrived") for name, value in msgspec.structs.asdict(SAMPLE).items()})
    report([SAMPLE] * 24 + [slow])
    *table, last = capsys.readouterr().out.splitlines()
    metrics = json.loads(last)["metrics"]
    assert (metrics["flashes"], metrics["characters"], metrics["key_ms"]) == (25, 40, 100)
    assert (metrics["shortcut_to_stream_s"], metrics["shortcut_to_stream_p99_s"]) == (7.25, 8.25)
    assert (metrics["release_to_stream_ms"], metrics["release_to_stream_p99_ms"]) == (50, 1050)
    assert len(table) == 2 + len(PARTS)


def test_nothing_on_the_wire_is_no_moment(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    with pytest.raises(AssertionError):
        released_at(connection)
