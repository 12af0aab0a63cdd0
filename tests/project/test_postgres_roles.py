"""The public role reads the schema `edition` and nothing else, tried by logging in as it, on PostgreSQL 18 and 15."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, QueryCanceled, ReadOnlySqlTransaction

from newswire.project.postgres.failures import RolesError
from newswire.project.postgres.roles import PUBLIC, TIMEOUT, Login, do_create_roles, sql_for_roles
from newswire.project.postgres.server import running
from tests.project.postgres_homes import QUICK, other_server, require_system_server, temporary_home

PASSWORD = "it's a \\ password"

# what an application makes: tables of all kinds, and grants somebody made in a hurry
TABLES = """
    CREATE TABLE public.story (id int PRIMARY KEY, body text);
    INSERT INTO public.story VALUES (1, 'The whole text');
    CREATE TABLE public."release log" (seq bigint GENERATED ALWAYS AS IDENTITY, day date) PARTITION BY RANGE (day);
    CREATE TABLE public.release_2026 PARTITION OF public."release log" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE VIEW public.recent AS SELECT * FROM public.story;
    CREATE MATERIALIZED VIEW public.counted AS SELECT count(*) FROM public.story;
    CREATE SCHEMA "Desk";
    CREATE TABLE "Desk".draft (id int, body text);
    CREATE FUNCTION public.whole_text() RETURNS text LANGUAGE sql SECURITY DEFINER
        AS 'SELECT body FROM public.story';
    CREATE SCHEMA IF NOT EXISTS edition;
    CREATE TABLE edition.story (id int PRIMARY KEY, headline text);
    INSERT INTO edition.story VALUES (1, 'Ferry back in service');
    CREATE FUNCTION edition.whole_text() RETURNS text LANGUAGE sql SECURITY DEFINER
        AS 'SELECT body FROM public.story';
"""
HASTY_GRANTS = f"""
    GRANT ALL ON SCHEMA public TO PUBLIC;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
    GRANT USAGE ON SCHEMA "Desk" TO {PUBLIC};
    GRANT ALL ON "Desk".draft TO {PUBLIC};
    GRANT SELECT (body) ON public.story TO {PUBLIC};
    GRANT ALL ON SCHEMA edition TO PUBLIC;
    GRANT ALL ON edition.story TO PUBLIC;
    GRANT pg_read_all_data TO {PUBLIC};
    ALTER ROLE {PUBLIC} SUPERUSER CREATEDB BYPASSRLS;
"""
RELATIONS = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 't')
        AND n.nspname NOT IN ('edition', 'pg_catalog', 'information_schema')
        AND c.oid >= 16384  -- FirstNormalObjectId: a catalogue's own TOAST table is part of the catalogue
"""


@dataclass(frozen=True)
class Logins:
    """URLs for one server: its superuser, the owner of the tables, the public role."""

    admin: str
    owner: str
    public: str


def execute(connection: psycopg.Connection[Any], script: str) -> None:
    connection.execute(script.encode())


@pytest.fixture(scope="module")
def embedded() -> Iterator[Logins]:
    with temporary_home() as home, running(home, settings=QUICK) as server:
        yield Logins(server.dsn, server.dsn, server.dsn_for(user=PUBLIC, password=PASSWORD))


@pytest.fixture(scope="module")
def debian() -> Iterator[Logins]:
    with other_server(require_system_server()) as folder:
        where = f"host={folder} port=5432"
        yield Logins(
            f"{where} user=postgres dbname=newswire",
            f"{where} user=newswire dbname=newswire",
            f"{where} user={PUBLIC} dbname=newswire",
        )


@pytest.fixture(params=["embedded", "debian"])
def logins(request: pytest.FixtureRequest) -> Logins:
    """A database full of tables, roles set up the way that server's owner would, after somebody granted too much."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Logins)
    make_database(found)
    set_up_roles(found)
    with psycopg.connect(found.owner) as owner:
        execute(owner, TABLES)
    with psycopg.connect(found.admin) as admin:
        execute(admin, HASTY_GRANTS)
    set_up_roles(found)
    return found


def make_database(logins: Logins) -> None:
    apart = psycopg.conninfo.make_conninfo(logins.admin, dbname="template1")
    with psycopg.connect(apart, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS newswire WITH (FORCE)")
        admin.execute("CREATE DATABASE newswire")


def set_up_roles(logins: Logins) -> None:
    if logins.admin != logins.owner:
        run_printed(logins)
        return
    with psycopg.connect(logins.admin) as admin:
        do_create_roles(admin, PASSWORD)


def run_printed(logins: Logins) -> None:
    script = sql_for_roles(database="newswire", owner=Login("newswire", "x"), public=Login(PUBLIC, PASSWORD))
    with psycopg.connect(logins.admin) as admin:
        execute(admin, ";\n".join(script))


@pytest.fixture
def public(logins: Logins) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(logins.public, autocommit=True) as connection:
        yield connection


def relations(logins: Logins) -> list[tuple[str, str]]:
    with psycopg.connect(logins.owner) as owner:
        return [(str(schema), str(name)) for schema, name in owner.execute(RELATIONS)]


def test_every_table_outside_the_edition_is_refused(logins: Logins, public: psycopg.Connection[Any]) -> None:
    found = relations(logins)
    assert {("public", "story"), ("public", "release log"), ("public", "recent"), ("Desk", "draft")} <= set(found)
    assert any(schema == "pg_toast" for schema, _ in found)
    for schema, name in found:
        with pytest.raises(InsufficientPrivilege):
            public.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, name)))
        row = public.execute(
            "SELECT has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(c.oid, 'DELETE')"
            " FROM pg_class c WHERE relname = %s AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = %s)"
            " AND relkind NOT IN ('S', 't')",
            [name, schema],
        ).fetchone()
        assert row in (None, (False,)), name


def test_the_edition_can_be_read_also_in_tables_made_later(logins: Logins, public: psycopg.Connection[Any]) -> None:
    with psycopg.connect(logins.owner) as owner:
        execute(owner, "CREATE TABLE edition.picture AS SELECT 7 AS width; CREATE TABLE public.later AS SELECT 1 AS id")
    assert public.execute("SELECT headline FROM story").fetchone() == ("Ferry back in service",)
    assert public.execute("SELECT width FROM edition.picture").fetchone() == (7,)
    with pytest.raises(InsufficientPrivilege):
        public.execute("SELECT * FROM public.later")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO edition.story VALUES (2, 'Forged')",
        "UPDATE edition.story SET headline = 'Forged'",
        "DELETE FROM edition.story",
        "TRUNCATE edition.story",
        "CREATE TABLE edition.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "DROP TABLE edition.story",
        "COPY edition.story TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_nothing_can_be_written(public: psycopg.Connection[Any], statement: str) -> None:
    if not statement.startswith(("COPY", "SELECT")):
        with pytest.raises((ReadOnlySqlTransaction, InsufficientPrivilege)):
            public.execute(statement.encode())
    public.execute("SET default_transaction_read_only = off")  # a default is not a guard: the grants are
    with pytest.raises(InsufficientPrivilege):
        public.execute(statement.encode())


def test_no_other_role_can_be_taken(logins: Logins, public: psycopg.Connection[Any]) -> None:
    with psycopg.connect(logins.owner) as owner:
        roles = [str(name) for (name,) in owner.execute("SELECT rolname FROM pg_roles")]
    for role in set(roles) - {PUBLIC}:
        for verb in ("SET ROLE {}", "SET SESSION AUTHORIZATION {}"):
            with pytest.raises(InsufficientPrivilege):
                public.execute(sql.SQL(verb).format(sql.Identifier(role)))
    public.execute("RESET ROLE")
    public.execute("RESET SESSION AUTHORIZATION")
    assert public.execute("SELECT current_user, session_user").fetchone() == (PUBLIC, PUBLIC)
    with pytest.raises(InsufficientPrivilege):
        public.execute("SELECT * FROM public.story")


def test_powers_and_memberships_given_meanwhile_are_taken_back(public: psycopg.Connection[Any]) -> None:
    row = public.execute(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolinherit, rolcanlogin, "
        "EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) FROM pg_roles r WHERE rolname = current_user"
    ).fetchone()
    assert row == (False, False, False, False, False, False, True, False)


def test_functions_that_run_with_the_owners_rights_are_refused(public: psycopg.Connection[Any]) -> None:
    for name in ("public", "edition"):
        with pytest.raises(InsufficientPrivilege):
            public.execute(sql.SQL("SELECT {}()").format(sql.Identifier(name, "whole_text")))


def test_large_objects_cannot_be_made(public: psycopg.Connection[Any]) -> None:
    public.execute("SET default_transaction_read_only = off")
    with pytest.raises(InsufficientPrivilege):
        public.execute("SELECT lo_from_bytea(0, 'x')")


def test_a_query_that_takes_too_long_is_cancelled(public: psycopg.Connection[Any]) -> None:
    assert public.execute("SHOW statement_timeout").fetchone() == (TIMEOUT,)
    public.execute("SET statement_timeout = '1ms'")
    with pytest.raises(QueryCanceled):
        public.execute("SELECT count(*) FROM generate_series(1, 100000000)")


def test_the_embedded_server_lets_the_public_role_into_one_database_only(embedded: Logins) -> None:
    set_up_roles(embedded)
    for database in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(psycopg.conninfo.make_conninfo(embedded.public, dbname=database))


def test_an_owner_who_may_not_create_roles_is_told_what_to_do(debian: Logins) -> None:
    make_database(debian)
    run_printed(debian)
    with psycopg.connect(debian.owner) as owner, pytest.raises(RolesError, match="newswire db roles") as caught:
        do_create_roles(owner, PASSWORD)
    assert caught.value.code == "postgres-roles"


def test_a_password_is_never_sent_in_the_clear(embedded: Logins) -> None:
    with psycopg.connect(embedded.owner) as admin:
        do_create_roles(admin, PASSWORD)
        row = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [PUBLIC]).fetchone()
    assert row
    assert row[0].startswith("SCRAM-SHA-256$")
    assert PASSWORD not in repr(Login(PUBLIC, PASSWORD))


def test_printed_names_and_passwords_are_quoted() -> None:
    odd = Login('ne"ws', "pass'word")
    script = sql_for_roles(database='da"ta', owner=odd, public=Login(PUBLIC, "x"))
    assert 'ALTER DATABASE "da""ta" OWNER TO "ne""ws"' in script
    assert "ALTER ROLE \"ne\"\"ws\" WITH LOGIN PASSWORD 'pass''word'" in script
