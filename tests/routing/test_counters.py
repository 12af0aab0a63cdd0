"""Where subscriptions stand: one moment of the tables, also while the router finishes a block."""

from typing import Any

import psycopg

from newswire.routing.numbering import SIZE
from newswire.routing.router import read_counters
from newswire.wire.append import do_append_many
from tests.newsroom import Newsroom
from tests.stories import make_draft


class Interrupted:
    """A connection on which the world moves on once, after the query for routing's cursor."""

    def __init__(self, connection: psycopg.Connection[Any], newsroom: Newsroom) -> None:
        self._connection = connection
        self._newsroom = newsroom
        self.interrupted = False

    def transaction(self) -> Any:
        return self._connection.transaction()

    def execute(self, query: Any, params: Any = None) -> Any:
        answer = self._connection.execute(query, params)
        if "FROM routing_cursor" in str(query) and not self.interrupted:
            self.interrupted = True
            self._newsroom.release("the thousandth")
        return answer


def test_counters_are_those_of_one_moment_when_a_block_is_finished_meanwhile(newsroom: Newsroom, dsn: str) -> None:
    paper = newsroom.subscribe("paper")
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        do_append_many(cursor, [make_draft(str(count), newsroom.now) for count in range(SIZE - 1)])
    newsroom.route()
    with psycopg.connect(dsn, autocommit=True) as connection:
        reading: Any = Interrupted(connection, newsroom)
        cursor_then, counters = read_counters(reading)
    assert reading.interrupted
    assert (cursor_then, counters[paper.number]) == (SIZE - 1, SIZE - 1)
    cursor_now, counters = read_counters(newsroom.connection)
    assert (cursor_now, counters[paper.number]) == (SIZE, SIZE)
