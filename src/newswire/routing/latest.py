"""Stories rather than events: of each story only what stands now, for pages that fold the versions of one."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from newswire.item.release import Entry
from newswire.routing.entitlement import Reader, Story, make_entry
from newswire.routing.feed import MOST, find_releases, read_block_end, read_stories, read_tail, snapshot
from newswire.routing.numbering import COUNTER, WIDTH, block_of, read_bits


def read_standing(connection: Connection[Any], reader: Reader, below: int, limit: int = MOST) -> list[Entry]:
    """Of the subscription's entries `below - limit` to `below - 1`, newest first, those that are their story's newest.

    A story that was killed, held or changed since stands where its newest entry does: fewer than `limit` come back. As
    many queries as for one entry.
    """
    with snapshot(connection):
        after = max(0, below - 1 - min(limit, MOST))
        seqs = find_releases(connection, reader.number, after, below - 1 - after)
        stories, items = read_stories(connection, seqs)
        standing = [
            make_entry(stories[seq], seq, reader, n, items.get(seq))
            for n, seq in zip(range(after + 1, below), seqs, strict=False)
            if _find_newest(stories[seq], reader.number) == seq
        ]
    standing.reverse()
    return standing


def count_before(connection: Connection[Any], number: int, moment: datetime) -> int:
    """How many entries the subscription had of what was released before that moment: the `n` of the last of them."""
    with snapshot(connection):
        row = connection.execute(
            "SELECT seq FROM wire_release WHERE released_at < %s ORDER BY released_at DESC, seq DESC LIMIT 1", (moment,)
        ).fetchone()
        return 0 if row is None else _count_until(connection, number, int(row[0]))


def _count_until(connection: Connection[Any], number: int, seq: int) -> int:
    row = connection.execute(
        "SELECT block, substring(counters FROM %s FOR %s), substring(bits FROM %s FOR %s) FROM routing_block"
        " WHERE block <= %s ORDER BY block DESC LIMIT 1",
        (number * COUNTER + 1, COUNTER, number * WIDTH + 1, WIDTH, block_of(seq)),
    ).fetchone()
    count = 0
    if row is not None:
        inside = read_bits(row[0], bytes(row[2]))
        count = int.from_bytes(bytes(row[1]), "big") + sum(one <= seq for one in inside)
        if row[0] == block_of(seq):
            return count
    start, _ = read_block_end(connection, number)
    return count + sum(one <= seq for one in read_tail(connection, number, start))


def _find_newest(story: Story, number: int) -> int | None:
    """The newest release of the story that the subscription got under a number of its own."""
    mine = [event.seq for event in story.events if number in event.audience.members]
    return mine[-1] if mine else None
