"""What has changed on the public site, noted in the transaction that changes it, for the cache in front.

A story's addresses are always kept; that they changed is noted only while there is somebody to tell (`purge.py`).
"""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection

from newswire.delivery.website.addresses import Places

_NOTE = """
INSERT INTO delivery_website_purge AS old (path, change, takes_down, changed_at)
SELECT path, nextval('delivery_website_change'), %(takes_down)s, clock_timestamp()
FROM unnest(%(paths)s::text[]) AS path
WHERE EXISTS (SELECT FROM delivery_website_purger)
ON CONFLICT (path) DO UPDATE SET
  change = excluded.change, takes_down = old.takes_down OR excluded.takes_down, changed_at = excluded.changed_at
"""


def do_note_shown(connection: Connection[Any], guid: str, places: Places) -> None:
    """The story is shown at these addresses from now on: they changed, and so did those where it stood before."""
    before = read_places(connection, guid)
    own = tuple(dict.fromkeys((*before.own, *places.own)))
    connection.execute(
        "INSERT INTO delivery_website_addresses (guid, own, lists) VALUES (%(guid)s, %(own)s, %(lists)s)"
        " ON CONFLICT (guid) DO UPDATE SET own = excluded.own, lists = excluded.lists",
        {"guid": guid, "own": list(own), "lists": list(places.lists)},
    )
    _note(connection, (*own, *before.lists, *places.lists), takes_down=False)


def do_note_taken_down(connection: Connection[Any], guid: str) -> None:
    """The story is shown no more, wherever it stood."""
    places = read_places(connection, guid)
    _note(connection, (*places.own, *places.lists), takes_down=True)


def read_places(connection: Connection[Any], guid: str) -> Places:
    """Where the story stands, and all addresses that were ever its own; nowhere where it was never shown."""
    row = connection.execute("SELECT own, lists FROM delivery_website_addresses WHERE guid = %s", (guid,)).fetchone()
    return Places(tuple(row[0]), tuple(row[1])) if row else Places((), ())


def _note(connection: Connection[Any], paths: Iterable[str], *, takes_down: bool) -> None:
    # in one order always: two transactions that note the same addresses wait for one another and never for each other
    connection.execute(_NOTE, {"paths": sorted(set(paths)), "takes_down": takes_down})
