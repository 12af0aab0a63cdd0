"""A release's header covers all of it, its moment is exact, and both ways of chaining agree."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import Connection

from newswire.wire.append import do_append, do_append_many
from newswire.wire.checkpoint import EVERY, do_checkpoint, genesis_of, load_key, statement
from newswire.wire.follow import read_after, read_head
from newswire.wire.release import Header, make_header, next_link, to_microseconds
from newswire.wire.verify import verify
from tests.stories import make_draft

Db = Connection[tuple[object, ...]]
HEADER = Header(
    kind="new",
    guid="urn:a",
    version=1,
    released_at=1,
    actor="editor",
    reason="",
    archive=False,
    payload_sha256="00" * 32,
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001


def test_python_and_sql_compute_the_same_chain(connection: Db, now: datetime) -> None:
    head = read_head(connection)
    assert head.chain == head.genesis == genesis_of(head.epoch)
    with connection.transaction(), connection.cursor() as cursor:
        one_by_one = [do_append(cursor, make_draft(name, now)) for name in ("a", "ığüşöç", "ميناء")]
        do_append_many(cursor, [make_draft(name, now) for name in ("x", "y")])
    stored = read_after(connection, 0)
    assert stored[:3] == one_by_one
    chain = head.genesis
    for release in stored:
        expected = hashlib.sha256(chain + release.seq.to_bytes(8, "big") + release.header().digest()).digest()
        assert next_link(chain, release.seq, release.header().digest()) == release.chain == expected
        chain = release.chain
    assert read_head(connection).chain == chain


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "update"),
        ("guid", "urn:b"),
        ("version", 2),
        ("released_at", 2),
        ("actor", "Editor"),
        ("reason", " "),
        ("archive", True),
        ("payload_sha256", "00" * 31 + "01"),
    ],
)
def test_changing_any_field_changes_the_digest(field: str, value: Any) -> None:
    assert msgspec.structs.replace(HEADER, **{field: value}).digest() != HEADER.digest()


def test_the_header_has_every_field_of_a_release_but_its_number_and_its_hash(now: datetime) -> None:
    tried = {"kind", "guid", "version", "released_at", "actor", "reason", "archive", "payload_sha256"}
    assert {one.name for one in msgspec.structs.fields(HEADER)} == tried
    digest = bytes(range(32))
    header = make_header(make_draft("a", now), digest)
    assert (header.payload_sha256, header.released_at) == (digest.hex(), to_microseconds(now))


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**63 - 2))
def test_a_link_depends_on_the_number_and_on_the_link_before(chain: bytes, seq: int) -> None:
    link = next_link(chain, seq, HEADER.digest())
    assert link != next_link(chain, seq + 1, HEADER.digest())
    assert link != next_link(hashlib.sha256(chain).digest(), seq, HEADER.digest())


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_microseconds_are_exact_in_every_zone(moment: datetime, minutes: int) -> None:
    exact = (moment - EPOCH) // timedelta(microseconds=1)
    assert to_microseconds(moment) == exact
    assert to_microseconds(moment.astimezone(timezone(timedelta(minutes=minutes)))) == exact
    assert to_microseconds(moment + timedelta(microseconds=1)) == exact + 1


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_microseconds(datetime(2026, 11, 24))  # noqa: DTZ001


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 2, 0, 0, 0, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1987, 2, 26, 15, 1, 1, 790_001, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC),
    ],
)
def test_a_stored_moment_hashes_the_same_at_the_ends_of_time(connection: Db, moment: datetime) -> None:
    with connection.cursor() as cursor:
        appended = do_append(cursor, make_draft("a", moment))
    (stored,) = read_after(connection, 0)
    assert stored.released_at == moment
    assert stored.header().digest() == appended.header().digest()
    assert list(verify(connection))[-1].faults == ()


def test_a_checkpoint_is_written_when_it_is_due_and_only_then(connection: Db, now: datetime, home: Path) -> None:
    key = load_key(home)
    written: list[int] = []
    assert do_checkpoint(connection, key, now, every=0) == 0, "an empty wire has nothing to sign"
    for count in range(1, 8):
        with connection.cursor() as cursor:
            do_append(cursor, make_draft(str(count), now))
        written += [do_checkpoint(connection, key, now, every=3), do_checkpoint(connection, key, now, every=3)]
    assert [seq for seq in written if seq] == [3, 6]
    assert do_checkpoint(connection, key, now) == 0, f"{EVERY} have not come"
    assert [do_checkpoint(connection, key, now, every=1), do_checkpoint(connection, key, now, every=1)] == [7, 0]
    rows = connection.execute("SELECT seq, epoch, chain, signed_at, signature FROM wire_checkpoint ORDER BY seq")
    chains = {release.seq: release.chain for release in read_after(connection, 0)}
    for seq, epoch, chain, signed_at, signature in rows.fetchall():
        assert bytes(chain) == chains[seq]  # type: ignore[index, call-overload]
        said = statement(epoch, seq, bytes(chain), signed_at)  # type: ignore[arg-type, call-overload]
        key.public_key().verify(bytes(signature), said)  # type: ignore[call-overload]
