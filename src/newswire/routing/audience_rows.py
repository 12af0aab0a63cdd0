"""Audiences and holdings as they are stored: plain SQL, the only place that knows the columns."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from psycopg import Connection
from pyroaring import BitMap

from newswire.routing.audience import NOBODY, Audience, Event
from newswire.routing.book import Share


class _Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who gets less than all of a release: serialized bitmaps, absent where nobody does."""

    summary: bytes = b""
    headlines: bytes = b""
    notices: bytes = b""
    refused: dict[str, bytes] = {}
    formats: dict[str, tuple[bytes, bytes, bytes]] = {}


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Limits).decode
_NONE = _encode(_Limits())


def do_write_audience(connection: Connection[Any], seq: int, guid: str, embargo_until: Any, audience: Audience) -> None:
    """Keeps who gets release `seq`; an audience of nobody has no row."""
    if not audience.members:
        return
    connection.execute(
        "INSERT INTO routing_audience (seq, guid, embargo_until, members, limits, products)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (seq, guid, embargo_until, audience.members.serialize(), _write_limits(audience), list(audience.products)),
    )


def do_write_links(connection: Connection[Any], seq: int, guid: str, targets: Sequence[str]) -> None:
    """Keeps which stories release `seq` of the story `guid` names."""
    connection.execute(
        "INSERT INTO routing_link (seq, guid, target) SELECT %s, %s, unnest(%s::text[])", (seq, guid, list(targets))
    )


def find_naming(connection: Connection[Any], targets: Sequence[str], limit: int) -> list[str]:
    """The stories that name one of these, the newest first, whoever may know of it. One query."""
    rows = connection.execute(
        "SELECT guid FROM routing_link WHERE target = ANY(%s) GROUP BY guid ORDER BY max(seq) DESC LIMIT %s",
        (list(targets), limit),
    )
    return [guid for (guid,) in rows]


def read_audiences(connection: Connection[Any], first: int, last: int) -> Iterator[tuple[int, BitMap]]:
    """The members of the releases `first` to `last`, in order; those that nobody got are left out."""
    rows = connection.execute(
        "SELECT seq, members FROM routing_audience WHERE seq BETWEEN %s AND %s ORDER BY seq", (first, last)
    )
    for seq, members in rows:
        yield seq, BitMap.deserialize(bytes(members))


def read_routed(connection: Connection[Any], after: int, last: int, limit: int) -> list[tuple[int, str]]:
    """The first `limit` releases above `after` up to `last` that anybody got, in order, each with its story."""
    return connection.execute(
        "SELECT seq, guid FROM routing_audience WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT %s",
        (after, last, limit),
    ).fetchall()


def read_products(connection: Connection[Any], seqs: Sequence[int]) -> dict[int, frozenset[str]]:
    """The codes of the products whose query held each release."""
    rows = connection.execute("SELECT seq, products FROM routing_audience WHERE seq = ANY(%s)", (list(seqs),))
    return {seq: frozenset(products) for seq, products in rows}


def read_events(connection: Connection[Any], guids: Sequence[str], before: int | None = None) -> dict[str, list[Event]]:
    """The releases of each story so far (below `before`), oldest first. Read from the wire itself: a kill counts before
    it is routed.

    A lift counts only once it is routed: before that nobody knows whether an embargo still stands on it. (The router
    asks with `before`, below which everything is routed, though its cursor moves once a batch.) Two queries.
    """
    rows = connection.execute(
        "SELECT r.guid, r.seq, r.kind, r.version, r.released_at, r.reason, a.embargo_until, a.members, a.limits"
        " FROM wire_release r LEFT JOIN routing_audience a USING (seq)"
        " WHERE r.guid = ANY(%(guids)s) AND (%(before)s::bigint IS NULL OR r.seq < %(before)s)"
        " AND (r.kind <> 'lift' OR r.seq < %(before)s OR r.seq <= (SELECT seq FROM routing_cursor WHERE id = 1))"
        " ORDER BY r.seq",
        {"guids": list(guids), "before": before},
    ).fetchall()
    stories: dict[str, list[Event]] = {}
    for guid, seq, kind, version, released_at, reason, embargo_until, members, limits in rows:
        stories.setdefault(guid, []).append(
            Event(
                seq=seq,
                kind=kind,
                version=version,
                released_at=released_at,
                reason=reason,
                embargo_until=embargo_until,
                audience=_read_audience(members, limits),
            )
        )
    _add_holdings(connection, stories, before)
    return stories


def read_members_by_story(connection: Connection[Any], guids: Sequence[str]) -> dict[str, list[tuple[int, BitMap]]]:
    """For each story who had it from which release on, holdings included. Two queries; none without stories."""
    found: dict[str, list[tuple[int, BitMap]]] = {}
    if not guids:
        return found
    audiences = connection.execute(
        "SELECT guid, seq, members FROM routing_audience WHERE guid = ANY(%s)", (list(guids),)
    )
    for guid, seq, members in audiences:
        found.setdefault(guid, []).append((seq, BitMap.deserialize(bytes(members))))
    for guid, number, after_seq in _read_holdings(connection, guids, None):
        found.setdefault(guid, []).append((after_seq, BitMap([number])))
    return found


def _read_holdings(connection: Connection[Any], guids: Sequence[str], before: int | None) -> list[tuple[str, int, int]]:
    return connection.execute(
        "SELECT guid, number, after_seq FROM routing_holding"
        " WHERE guid = ANY(%(guids)s) AND (%(before)s::bigint IS NULL OR after_seq < %(before)s)",
        {"guids": list(guids), "before": before},
    ).fetchall()


def _add_holdings(connection: Connection[Any], stories: dict[str, list[Event]], before: int | None) -> None:
    """Notes on the newest version that stood on the wire then who took it."""
    for guid, number, after_seq in _read_holdings(connection, list(stories), before):
        events = stories[guid]
        at = max((index for index, event in enumerate(events) if event.seq <= after_seq), default=None)
        if at is not None:
            events[at] = msgspec.structs.replace(events[at], taken=events[at].taken | BitMap([number]))


def _write_limits(audience: Audience) -> bytes:
    content = _encode(
        _Limits(
            summary=_write(audience.summary),
            headlines=_write(audience.headlines),
            notices=_write(audience.notices),
            refused={media: members.serialize() for media, members in sorted(audience.refused.items()) if members},
            formats={
                name: (_write(one.full), _write(one.summary), _write(one.headlines))
                for name, one in sorted(audience.formats.items())
            },
        )
    )
    return b"" if content == _NONE else content


def _read_audience(members: bytes | None, limits: bytes | None) -> Audience:
    if members is None:
        return Audience(members=NOBODY)
    if not limits:
        return Audience(members=_read(members))
    found = _decode(limits)
    return Audience(
        members=_read(members),
        summary=_read(found.summary),
        headlines=_read(found.headlines),
        notices=_read(found.notices),
        refused={media: _read(refused) for media, refused in found.refused.items()},
        formats={name: Share(*map(_read, parts)) for name, parts in found.formats.items()},
    )


def _write(numbers: BitMap) -> bytes:
    return numbers.serialize() if numbers else b""


def _read(content: bytes) -> BitMap:
    return BitMap.deserialize(bytes(content)) if content else NOBODY
