"""A release: one immutable, numbered event on the wire, and what is handed in to make one."""

from datetime import datetime
from uuid import UUID

import msgspec

from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.kit.canonical import digest, encode_canonical
from newswire.kit.clock import to_utc


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be released: the item snapshot, who releases it, why and when.

    `item` is None for kinds that carry no content (hold, kill). `version` counts the releases of one guid from 1.
    An archived release is searchable and nothing else: never routed, streamed, pushed or made public.
    """

    kind: Kind
    guid: str
    version: int
    item: Item | None
    released_at: datetime
    actor: str
    reason: str = ""
    archive: bool = False

    def payload(self) -> bytes:
        """The item as canonical JSON; empty for a release without content."""
        return b"" if self.item is None else encode_canonical(self.item)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a release that the chain hashes: everything but the number and the content, whose digest it cites.

    `released_at` is in whole microseconds since 1970, as PostgreSQL keeps it, so that a stored release hashes the same.
    """

    kind: str
    guid: str
    version: int
    released_at: int
    actor: str
    reason: str
    archive: bool
    payload_sha256: str

    def digest(self) -> bytes:
        """SHA-256 over the header's canonical JSON, 32 bytes."""
        return digest(encode_canonical(self))


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release as it stands on the wire. `seq` is gapless and never shown to subscribers; hashes are 32 bytes."""

    seq: int
    kind: Kind
    guid: str
    version: int
    released_at: datetime
    actor: str
    reason: str
    archive: bool
    payload_digest: bytes
    chain: bytes

    def header(self) -> Header:
        """The header that was hashed when this was appended."""
        return make_header(self, self.payload_digest)


class Head(msgspec.Struct, frozen=True):
    """Where the wire ends: its epoch (renewed by a restore), the newest number (0 when empty), the chain hash there.

    `genesis` is the chain hash before the first release.
    """

    epoch: UUID
    seq: int
    chain: bytes
    genesis: bytes


def make_header(source: Draft | Release, payload_digest: bytes) -> Header:
    """The header of a draft or release whose content has that digest."""
    return Header(
        kind=source.kind,
        guid=source.guid,
        version=source.version,
        released_at=to_microseconds(source.released_at),
        actor=source.actor,
        reason=source.reason,
        archive=source.archive,
        payload_sha256=payload_digest.hex(),
    )


def to_microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970-01-01 UTC (exact: no floating point)."""
    utc = to_utc(moment)
    whole = int(utc.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + utc.microsecond


def next_link(chain: bytes, seq: int, header_digest: bytes) -> bytes:
    """The chain hash after `seq`: SHA-256(previous ‖ seq as 8 bytes, big-endian ‖ header digest).

    The append statement computes the same in SQL, so that the lock on the head is held for one round trip only.
    """
    return digest(chain + seq.to_bytes(8, "big") + header_digest)
