"""Signed checkpoints: where the chain stood, under an Ed25519 key, so that a rewritten past is noticed."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import Connection

from newswire.kit.canonical import digest, encode_canonical
from newswire.kit.secret_file import read_or_make
from newswire.wire.release import to_microseconds

EVERY = 1000
"""A checkpoint is due after this many releases; the loop also writes one when the wire has been quiet."""


def genesis_of(epoch: UUID) -> bytes:
    """The chain hash before the first release of a wire that began with this epoch: SHA-256 of its 16 bytes."""
    return digest(epoch.bytes)


def statement(epoch: UUID, seq: int, chain: bytes, signed_at: datetime) -> bytes:
    """The bytes that are signed: canonical JSON of epoch, number, chain hash (hex) and time (microseconds)."""
    return encode_canonical(
        {"epoch": str(epoch), "seq": seq, "chain": chain.hex(), "signed_at": to_microseconds(signed_at)}
    )


def load_key(home: Path) -> Ed25519PrivateKey:
    """The wire's signing key: made on first use, kept in `home/keys/wire.ed25519` (32 raw bytes, mode 0600)."""
    path = home / "keys" / "wire.ed25519"
    return Ed25519PrivateKey.from_private_bytes(
        read_or_make(path, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    )


def do_checkpoint(connection: Connection[Any], key: Ed25519PrivateKey, now: datetime, *, every: int = EVERY) -> int:
    """Signs the wire's head where at least `every` releases came since the last checkpoint; returns its number or 0."""
    with connection.transaction():
        row = connection.execute(
            "SELECT epoch, seq, chain, (SELECT coalesce(max(seq), 0) FROM wire_checkpoint) FROM wire_head WHERE id = 1"
        ).fetchone()
        assert row is not None
        epoch, seq, chain, last = row[0], row[1], bytes(row[2]), row[3]
        if seq - last < every or seq == last:
            return 0
        connection.execute(
            "INSERT INTO wire_checkpoint (seq, epoch, chain, signed_at, public_key, signature)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (seq) DO NOTHING",
            (
                seq,
                epoch,
                chain,
                now,
                key.public_key().public_bytes_raw(),
                key.sign(statement(epoch, seq, chain, now)),
            ),
        )
    return int(seq)
