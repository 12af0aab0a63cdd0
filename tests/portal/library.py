"""The archive's index below the portal's home: what the indexer does, done at once."""

from pathlib import Path
from typing import Any

from psycopg import Connection

from newswire.search.index import do_catch_up, open_index, root_of


def index_all(connection: Connection[Any], home: Path) -> None:
    """Takes in whatever waits."""
    root_of(home).mkdir(parents=True, exist_ok=True)
    with open_index(home) as index:
        while do_catch_up(connection, index):
            pass
