"""Proving the wire: every number there, every hash right, every checkpoint signed; erasures reported, not hidden."""

from collections.abc import Iterator
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import Connection

from newswire.kit.canonical import digest
from newswire.wire.checkpoint import statement
from newswire.wire.follow import read_after, read_head
from newswire.wire.release import Release, next_link


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong, at which number."""

    seq: int
    what: str


class Report(msgspec.Struct, frozen=True):
    """What a verification found. The wire holds where `faults` is empty; erasures are lawful and listed apart."""

    releases: int
    checkpoints: int
    erased: tuple[int, ...]
    faults: tuple[Fault, ...]


def verify(connection: Connection[Any], *, batch: int = 1000) -> Iterator[Report]:
    """Walks the whole wire and yields the report so far after each batch; the last one is the result."""
    head = read_head(connection)
    checkpoints = _read_checkpoints(connection)
    trusted = {bytes(row[3]) for row in checkpoints.values()}
    erased: list[int] = []
    faults: list[Fault] = [Fault(0, "checkpoints are signed by several keys")] if len(trusted) > 1 else []
    chain, seq = head.genesis, 0
    while releases := read_after(connection, seq, batch):
        contents = _read_contents(connection, releases)
        for release in releases:
            if release.seq != seq + 1:
                faults.append(Fault(release.seq, f"numbers {seq + 1} to {release.seq - 1} are missing"))
            seq = release.seq
            chain = next_link(chain, seq, release.header().digest())
            if chain != release.chain:
                faults.append(Fault(seq, "the chain hash does not follow from the release before"))
                chain = release.chain
            content, was_erased = contents[seq]
            if was_erased:
                erased.append(seq)
            elif digest(content) != release.payload_digest:
                faults.append(Fault(seq, "the content is not the one that was released"))
            if seq in checkpoints and (what := _check(checkpoints[seq], release)):
                faults.append(Fault(seq, what))
        yield Report(seq, sum(1 for one in checkpoints if one <= seq), tuple(erased), tuple(faults))
    faults += [Fault(one, "a checkpoint lies beyond the end of the wire") for one in checkpoints if one > seq]
    if (head.seq, head.chain) != (seq, chain):
        faults.append(Fault(head.seq, f"the head says {head.seq}, the log ends at {seq}"))
    yield Report(seq, len(checkpoints), tuple(erased), tuple(faults))


def _read_contents(connection: Connection[Any], releases: list[Release]) -> dict[int, tuple[bytes, bool]]:
    rows = connection.execute(
        "SELECT r.seq, p.content, e.seq IS NOT NULL FROM wire_release r"
        " LEFT JOIN wire_payload p USING (seq) LEFT JOIN wire_erasure e USING (seq)"
        " WHERE r.seq BETWEEN %s AND %s",
        (releases[0].seq, releases[-1].seq),
    ).fetchall()
    return {row[0]: (bytes(row[1] or b""), row[1] is None and row[2]) for row in rows}


def _read_checkpoints(connection: Connection[Any]) -> dict[int, Any]:
    rows = connection.execute(
        "SELECT seq, epoch, chain, public_key, signature, signed_at FROM wire_checkpoint ORDER BY seq"
    ).fetchall()
    return {row[0]: row for row in rows}


def _check(row: Any, release: Release) -> str:
    seq, epoch, chain, public_key, signature, signed_at = row
    if bytes(chain) != release.chain:
        return "the signed checkpoint names another chain hash"
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes(public_key))
        key.verify(bytes(signature), statement(epoch, seq, bytes(chain), signed_at))
    except InvalidSignature:
        return "the checkpoint's signature is not valid"
    return ""
