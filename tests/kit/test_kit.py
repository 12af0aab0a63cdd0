"""Clock, canonical JSON, ids, secrets in files, errors: small promises that everything else rests on."""

import stat
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from newswire.kit.canonical import digest, encode_canonical
from newswire.kit.clock import format_utc, read_day, to_utc, utc_now
from newswire.kit.errors import FormatError, NewswireError, NotFoundError
from newswire.kit.ids import new_guid, new_secret, new_short_id
from newswire.kit.secret_file import read_or_make


def test_the_clock_knows_its_zone_and_refuses_moments_without_one() -> None:
    assert utc_now().tzinfo is UTC
    there = timezone(timedelta(hours=3))
    assert to_utc(datetime(2026, 11, 24, 12, tzinfo=there)) == datetime(2026, 11, 24, 9, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        to_utc(datetime(2026, 11, 24, 12))  # noqa: DTZ001


def test_moments_are_written_as_rfc_3339_with_z() -> None:
    assert format_utc(datetime(2026, 11, 24, 9, 30, tzinfo=UTC)) == "2026-11-24T09:30:00Z"
    assert format_utc(datetime(2026, 11, 24, 9, 30, 0, 1500, tzinfo=UTC)) == "2026-11-24T09:30:00.001500Z"


class Pair(msgspec.Struct):
    b: int
    a: str


def test_canonical_json_is_one_byte_sequence_per_value() -> None:
    assert encode_canonical(Pair(1, "ü")) == '{"a":"ü","b":1}'.encode()
    assert encode_canonical({"b": 1, "a": "ü"}) == encode_canonical(Pair(1, "ü"))
    assert digest(b"").hex().startswith("e3b0c44298fc1c14")


def test_ids_are_unique_and_say_what_they_are() -> None:
    guids = {new_guid("agency.example", "20261124") for _ in range(100)}
    assert len(guids) == 100
    assert all(guid.startswith("urn:newsml:agency.example:20261124:") for guid in guids)
    assert len({new_short_id() for _ in range(100)}) == 100
    assert not set("01lo") & set(new_short_id(500))
    assert new_secret("nw_live_").startswith("nw_live_")
    assert len(new_secret("nw_live_")) > 50


def test_a_secret_is_made_once_by_whoever_comes_first_and_belongs_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    found: list[bytes] = []

    def add(number: int) -> None:
        found.append(read_or_make(path, lambda: b"%d" % number))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret"]


def test_an_error_becomes_problem_details() -> None:
    problem = NotFoundError("There is no such story.").problem()
    assert msgspec.to_builtins(problem) == {
        "type": "/docs/errors#not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no such story.",
        "code": "not-found",
    }
    assert str(FormatError("no headline", 7)) == "line 7: no headline"
    assert str(FormatError("no headline")) == "no headline"
    assert issubclass(FormatError, NewswireError)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "24.11.2026", "1969-12-31", "3000-01-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_day_is_read_as_it_is_written() -> None:
    assert read_day("2026-11-24") == date(2026, 11, 24)
