"""Which stories nobody may be given any more, whoever had them: for what still waits to leave."""

from collections.abc import Collection
from typing import Any

from psycopg import Connection

from newswire.routing.audience import current_use
from newswire.routing.audience_rows import read_events


def find_withdrawn(connection: Connection[Any], guids: Collection[str]) -> set[str]:
    """Those of the stories that are killed, or held until further word. Two queries."""
    found = set()
    for guid, events in read_events(connection, sorted(guids)).items():
        use, until = current_use(events, events[-1].seq)
        if use == "recall" or (use == "hold" and until is None):
            found.add(guid)
    return found
