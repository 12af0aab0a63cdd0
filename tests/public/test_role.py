"""The website's login on the real, migrated database: every table outside the edition is refused."""

import psycopg
import pytest
from psycopg import sql

RELATIONS = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""


def test_every_table_outside_the_edition_is_refused(
    public_dsn: str, connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    relations = connection.execute(RELATIONS).fetchall()
    outside = [(schema, name) for schema, name in relations if schema != "edition"]
    inside = [name for schema, name in relations if schema == "edition"]
    assert len(outside) > 30
    assert {"wire_release", "wire_payload", "routing_audience", "subscribers_key"} <= {name for _, name in outside}
    assert "story" in inside
    with psycopg.connect(public_dsn, autocommit=True) as reader:
        for schema, name in outside:
            for attempt in ("SELECT * FROM {}", "INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}"):
                with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
                    reader.execute(sql.SQL(attempt).format(sql.Identifier(str(schema), str(name))))
        reader.execute("SET default_transaction_read_only = off")
        for schema, name in outside:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(str(schema), str(name))))
        for name in inside:
            reader.execute(sql.SQL("SELECT 1 FROM edition.{}").format(sql.Identifier(str(name))))
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(sql.SQL("DELETE FROM edition.{}").format(sql.Identifier(str(name))))


def test_the_edition_holds_no_column_for_a_full_text(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    columns = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'edition'"
    ).fetchall()
    assert not {"body", "content", "text", "guid", "editor_note", "sources"} & {str(name) for (name,) in columns}
