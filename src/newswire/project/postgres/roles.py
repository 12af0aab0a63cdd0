"""
The two database roles: `newswire` owns the tables, `newswire_public` may log in and read the schema `edition`.

The public website logs in as the second: a `SET ROLE` inside the owner's session would be undone by `RESET ROLE`.
What SQL cannot take from a role that may connect: reading the system catalogues, NOTIFY, advisory locks.
"""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from newswire.project.postgres.failures import RolesError

OWNER = "newswire"
PUBLIC = "newswire_public"
SCHEMA = "edition"

CONNECTIONS = 40
TIMEOUT = "5s"  # a page of the public site is cached; a query of seconds is an attack or a fault

ROLE_IF_MISSING = """DO $newswire$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {text}) THEN CREATE ROLE {role}; END IF;
END $newswire$"""

# only a superuser may name these attributes, even to take them away: so only where there is something to take
NO_POWERS = """DO $newswire$ BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {text} AND (rolsuper OR rolreplication OR rolbypassrls))
    THEN ALTER ROLE {role} NOSUPERUSER NOREPLICATION NOBYPASSRLS; END IF;
END $newswire$"""

NO_MEMBERSHIPS = """DO $newswire$ DECLARE granted name; BEGIN
    FOR granted IN SELECT roleid::pg_catalog.regrole::text FROM pg_catalog.pg_auth_members
        WHERE member = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = {text})
    LOOP EXECUTE 'REVOKE ' || granted || {suffix}; END LOOP;
END $newswire$"""

# schemas first: without USAGE nothing in them can be named; then what somebody may have granted one by one
NOTHING_ELSE = """DO $newswire$ DECLARE named text; BEGIN
    FOR named IN SELECT oid::pg_catalog.regnamespace::text FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', {schema})
            AND pg_catalog.pg_has_role(nspowner, 'USAGE')
    LOOP EXECUTE 'REVOKE ALL ON SCHEMA ' || named || {suffix}; END LOOP;
    FOR named IN SELECT c.oid::pg_catalog.regclass::text FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    LOOP EXECUTE 'REVOKE ALL ON ' || named || {suffix}; END LOOP;
    FOR named IN SELECT p.oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
    LOOP EXECUTE 'REVOKE ALL ON ROUTINE ' || named || {suffix}; END LOOP;
END $newswire$"""

# anybody may make large objects and so fill the disk; taking that away takes a superuser
NO_LARGE_OBJECTS = """DO $newswire$ DECLARE named text; BEGIN
    IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
        FOR named IN SELECT oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
                AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open', 'lo_put', 'lowrite')
        LOOP EXECUTE 'REVOKE ALL ON FUNCTION ' || named || {suffix}; END LOOP;
    END IF;
END $newswire$"""

OWNER_STATEMENTS = (
    "ALTER ROLE {owner} WITH LOGIN PASSWORD {owner_password}",
    "ALTER DATABASE {database} OWNER TO {owner}",
    "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}",
)

PUBLIC_STATEMENTS = (
    "ALTER ROLE {role} WITH LOGIN NOCREATEDB NOCREATEROLE NOINHERIT CONNECTION LIMIT {connections} PASSWORD {password}",
    "ALTER ROLE {role} SET default_transaction_read_only = on",
    "ALTER ROLE {role} SET statement_timeout = {timeout}",
    "ALTER ROLE {role} SET idle_in_transaction_session_timeout = {timeout}",
    "ALTER ROLE {role} SET search_path = {schema}",
    "CREATE SCHEMA IF NOT EXISTS {schema}",
    "REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}",
    "REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON TABLES FROM PUBLIC, {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON ROUTINES FROM PUBLIC, {role}",
)

GRANTS = (
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} REVOKE ALL ON TABLES FROM PUBLIC, {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}",
)


@dataclass(frozen=True)
class Login:
    """A role and its password, in the clear or as a SCRAM verifier."""

    name: str
    password: str = field(repr=False)


def sql_for_roles(*, database: str, owner: Login, public: Login) -> list[str]:
    """
    For the administrator of a server of one's own: SQL that makes both roles, to be run in `database` as superuser.

    Each text is one statement without its semicolon; all may run in one transaction and any number of times
    (PostgreSQL 15 to 18).
    """
    names = {
        "owner": sql.Identifier(owner.name),
        "owner_password": sql.Literal(owner.password),
        "database": sql.Identifier(database),
        "schema": sql.Identifier(SCHEMA),
    }
    made = sql.SQL(ROLE_IF_MISSING).format(text=sql.Literal(owner.name), role=names["owner"])
    statements = [made, *(sql.SQL(text).format(**names) for text in OWNER_STATEMENTS)]
    return [each.as_string(None) for each in [*statements, *_public_statements(database, owner.name, public)]]


def do_create_roles(connection: psycopg.Connection[Any], public_password: str) -> None:
    """
    Makes or mends the public role in the connection's database, whose tables the connection's role owns.

    One transaction: a public website that is running sees either all or nothing of it. To be run after the migrations
    too, since it also takes back what was granted meanwhile. The password travels as a SCRAM verifier, so that no log
    of the server can hold it. Raises `RolesError` when the connection's role may not create roles.
    """
    verifier = connection.pgconn.encrypt_password(public_password.encode(), PUBLIC.encode(), b"scram-sha-256")
    try:
        with connection.transaction():
            # GRANT updates rows of the catalogue in place: two at once would fail with "tuple concurrently updated"
            connection.execute("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('newswire db roles'))")
            row = connection.execute("SELECT current_database(), current_user").fetchone()
            database, owner = row or ("", "")
            for statement in _public_statements(str(database), str(owner), Login(PUBLIC, verifier.decode())):
                connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RolesError(
            f"This login may not set up the role {PUBLIC}: {error.diag.message_primary}. "
            "Have the server's administrator run the SQL that this prints: newswire db roles"
        ) from error


def _public_statements(database: str, owner: str, public: Login) -> list[sql.Composed]:
    role = sql.Identifier(public.name)
    names = {
        "role": role,
        "text": sql.Literal(public.name),
        "password": sql.Literal(public.password),
        "owner": sql.Identifier(owner),
        "database": sql.Identifier(database),
        "schema": sql.Identifier(SCHEMA),
        "timeout": sql.Literal(TIMEOUT),
        "connections": sql.Literal(CONNECTIONS),
    }
    from_member = sql.Literal(f" FROM {role.as_string(None)}")
    from_both = sql.Literal(f" FROM PUBLIC, {role.as_string(None)}")
    schema = sql.Literal(SCHEMA)
    return [
        sql.SQL(ROLE_IF_MISSING).format(**names),
        sql.SQL(NO_POWERS).format(**names),
        *(sql.SQL(text).format(**names) for text in PUBLIC_STATEMENTS[:1]),
        sql.SQL(NO_MEMBERSHIPS).format(text=names["text"], suffix=from_member),
        *(sql.SQL(text).format(**names) for text in PUBLIC_STATEMENTS[1:]),
        sql.SQL(NOTHING_ELSE).format(schema=schema, suffix=from_both),
        sql.SQL(NO_LARGE_OBJECTS).format(suffix=from_both),
        *(sql.SQL(text).format(**names) for text in GRANTS),
    ]
