"""What lies in a server, counted: two counts that agree say that an upgrade lost nothing one could count."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg import sql

from newswire.project.postgres.places import PORT

# what comes with initdb, or is made anew with an extension of it
OURS = "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')"

DATABASES = "SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname"
ROLES = "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname"
TABLES = f"""
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND n.oid IN {OURS} ORDER BY 1, 2
"""
SEQUENCES = "SELECT schemaname, sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1, 2"
OTHERS = f"""
    SELECT 'valid indexes', count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indisvalid AND c.relnamespace IN {OURS}
    UNION ALL SELECT 'views', count(*) FROM pg_class WHERE relkind = 'v' AND relnamespace IN {OURS}
    UNION ALL SELECT 'functions', count(*) FROM pg_proc WHERE pronamespace IN {OURS}
    UNION ALL SELECT 'large objects', count(*) FROM pg_largeobject_metadata
"""


class Count(msgspec.Struct, frozen=True, order=True):
    """One number: `what` is a table or a sequence with its schema, or a sort of thing such as "views"."""

    database: str
    what: str
    number: int

    @property
    def place(self) -> str:
        """Where it was counted, for a person."""
        return f"{self.what} in {self.database}"


class Census(msgspec.Struct, frozen=True):
    """Rows of every table, last value of every sequence, how many things of other sorts; all roles."""

    tables: tuple[Count, ...]
    sequences: tuple[Count, ...]
    others: tuple[Count, ...]
    roles: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(table.number for table in self.tables)


def take_census(host: Path, superuser: str, tell: Callable[[int, int], None]) -> Census:
    """
    Counts in every database of the server whose socket is in `host`; reads every table once.

    `tell` hears how many tables of how many are counted in the database it is at.
    """
    tables: list[Count] = []
    sequences: list[Count] = []
    others: list[Count] = []
    with connect(host, superuser, "postgres") as connection:
        databases = [str(row[0]) for row in connection.execute(DATABASES)]
        roles = tuple(str(row[0]) for row in connection.execute(ROLES))
    for database in databases:
        with connect(host, superuser, database) as connection:
            names = connection.execute(TABLES).fetchall()
            for number, (schema, table) in enumerate(names):
                tell(number, len(names))
                query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
                row = connection.execute(query).fetchone()
                tables.append(Count(database, f"{schema}.{table}", int(row[0]) if row else 0))
            found = connection.execute(SEQUENCES).fetchall()
            sequences += [Count(database, f"{schema}.{name}", int(value)) for schema, name, value in found]
            others += [Count(database, str(what), int(number)) for what, number in connection.execute(OTHERS)]
    return Census(tuple(tables), tuple(sequences), tuple(others), roles)


def differences(before: Census, after: Census) -> list[str]:
    """One sentence for each thing that is not the same in both; empty when nothing was lost."""
    said = [f"the role {name} is missing" for name in before.roles if name not in after.roles]
    for old, new in (
        (before.tables, after.tables),
        (before.sequences, after.sequences),
        (before.others, after.others),
    ):
        numbers = {count.place: count.number for count in new}
        for count in old:
            if count.place not in numbers:
                said.append(f"{count.place} is missing")
            elif numbers[count.place] != count.number:
                said.append(f"{count.place}: {count.number} before, {numbers[count.place]} after")
    return said


def connect(host: Path, user: str, database: str) -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommitting connection without a password, to a server that asks for none."""
    patient = "-c statement_timeout=0"  # whatever the role or the database is set to
    return psycopg.connect(host=str(host), port=PORT, user=user, dbname=database, options=patient, autocommit=True)
