"""Verification finds whatever was tampered with, and tells an erasure from a loss."""

from datetime import datetime
from pathlib import Path

import pytest
from psycopg import Connection

from newswire.wire.append import do_append_many
from newswire.wire.checkpoint import do_checkpoint, load_key
from newswire.wire.verify import verify
from tests.stories import make_draft

Db = Connection[tuple[object, ...]]


@pytest.fixture
def wire(connection: Db, now: datetime, home: Path) -> Db:
    """Twelve releases with signed checkpoints after the fifth and the twelfth."""
    key = load_key(home)
    with connection.cursor() as cursor:
        do_append_many(cursor, [make_draft(str(one), now) for one in range(5)])
        assert do_checkpoint(connection, key, now, every=5) == 5
        do_append_many(cursor, [make_draft(str(one), now) for one in range(5, 12)])
        assert do_checkpoint(connection, key, now, every=5) == 12
        assert do_checkpoint(connection, key, now, every=1) == 0
    connection.execute("ALTER TABLE wire_release DISABLE TRIGGER ALL")
    return connection


def faults(connection: Db, *, batch: int = 4) -> list[tuple[int, str]]:
    return [(fault.seq, fault.what) for fault in list(verify(connection, batch=batch))[-1].faults]


def test_an_untouched_wire_holds_in_any_batch_size(wire: Db) -> None:
    for batch in (1, 4, 5, 12, 1000):
        assert faults(wire, batch=batch) == []
    assert list(verify(wire))[-1].checkpoints == 2


def test_an_empty_wire_holds(connection: Db) -> None:
    assert faults(connection) == []


@pytest.mark.parametrize(
    ("tampering", "seq", "what"),
    [
        ("UPDATE wire_release SET reason = 'other' WHERE seq = 3", 3, "chain hash"),
        ("UPDATE wire_release SET actor = 'other' WHERE seq = 3", 3, "chain hash"),
        ("UPDATE wire_release SET released_at = released_at + interval '1 us' WHERE seq = 3", 3, "chain hash"),
        ("UPDATE wire_release SET archive = true WHERE seq = 3", 3, "chain hash"),
        ("UPDATE wire_payload SET content = '{}' WHERE seq = 4", 4, "not the one that was released"),
        ("DELETE FROM wire_payload WHERE seq = 4", 4, "not the one that was released"),
        ("DELETE FROM wire_release WHERE seq = 7", 8, "numbers 7 to 7 are missing"),
        ("DELETE FROM wire_release WHERE seq = 12", 12, "the log ends at 11"),
        ("UPDATE wire_head SET seq = 13", 13, "the log ends at 12"),
        ("UPDATE wire_checkpoint SET signature = decode(repeat('00', 64), 'hex') WHERE seq = 5", 5, "signature"),
        ("UPDATE wire_checkpoint SET signed_at = signed_at + interval '1 s' WHERE seq = 5", 5, "signature"),
        ("UPDATE wire_checkpoint SET chain = decode(repeat('00', 32), 'hex') WHERE seq = 5", 5, "another chain hash"),
    ],
)
def test_whatever_is_tampered_with_is_found_at_its_number(wire: Db, tampering: str, seq: int, what: str) -> None:
    wire.execute(tampering.encode())
    assert any(where == seq and what in said for where, said in faults(wire))


def test_a_lawful_erasure_is_reported_and_not_a_fault(wire: Db, now: datetime) -> None:
    wire.execute("INSERT INTO wire_erasure (seq, erased_at, reason) VALUES (6, %s, 'court order')", (now,))
    wire.execute("DELETE FROM wire_payload WHERE seq = 6")
    report = list(verify(wire))[-1]
    assert report.erased == (6,)
    assert report.faults == ()


def test_the_signing_key_is_made_once_and_only_its_owner_may_read_it(home: Path) -> None:
    first, second = load_key(home), load_key(home)
    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert (home / "keys" / "wire.ed25519").stat().st_mode & 0o777 == 0o600


def test_a_checkpoint_by_another_key_is_noticed(wire: Db, now: datetime, tmp_path: Path) -> None:
    with wire.cursor() as cursor:
        do_append_many(cursor, [make_draft("later", now)])
    do_checkpoint(wire, load_key(tmp_path / "other"), now, every=1)
    assert faults(wire) == [(0, "checkpoints are signed by several keys")]
