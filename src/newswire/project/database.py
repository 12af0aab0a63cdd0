"""The database of an installation: embedded or one's own, migrated, with its two roles."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from newswire.kit.secret_file import read_or_make
from newswire.project.environment import ConfigurationError, Environment, read_environment
from newswire.project.postgres.failures import RolesError
from newswire.project.postgres.postmaster import read_postmaster
from newswire.project.postgres.roles import OWNER, PUBLIC, Login, do_create_roles, sql_for_roles
from newswire.project.postgres.server import ensure_running, running


@contextmanager
def database() -> Iterator[str]:
    """The installation's database for the length of a block; yields its address and sets it for child processes.

    Without `DATABASE_URL` the embedded server of `NEWSWIRE_HOME` runs for as long as somebody is in such a block.
    """
    environment = read_environment(os.environ)
    environment.home.mkdir(parents=True, exist_ok=True)
    if environment.database_url:
        _publish(environment.database_url, environment.public_database_url, environment.home)
        yield environment.database_url
        return
    with running(environment.home) as server:
        _publish(server.dsn, "", environment.home)
        yield server.dsn


def do_keep_running(home: Path) -> None:
    """Starts the embedded server again where it died under its users; 0.1 ms while it lives.

    Its address stays what it was. Raises what `ensure_running` raises.
    """
    if read_postmaster((home / "postgres" / "data").resolve()) is None:
        ensure_running(home)


def do_migrate(dsn: str, home: Path) -> None:
    """Brings the tables up to date and mends both roles; does nothing to a database that is up to date already."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if os.environ["PUBLIC_DATABASE_URL"] == public_address(dsn, home):
        try:
            with psycopg.connect(dsn) as connection:
                do_create_roles(connection, read_public_password(home))
        except RolesError:
            if not _public_login_works():  # on a server of one's own its administrator made the roles
                raise


def read_own_environment() -> Environment:
    """The environment of this process."""
    return read_environment(os.environ)


def print_role_sql(dsn: str, home: Path) -> list[str]:
    """The statements an administrator runs on a server of one's own, so that both logins exist with their passwords."""
    parts = conninfo_to_dict(dsn)
    owner = Login(str(parts.get("user") or OWNER), str(parts.get("password") or ""))
    public = Login(PUBLIC, read_public_password(home))
    return sql_for_roles(database=str(parts.get("dbname") or "newswire"), owner=owner, public=public)


def public_address(dsn: str, home: Path) -> str:
    """The address of the same database for the public website's login."""
    return make_conninfo(dsn, user=PUBLIC, password=read_public_password(home))


def read_public_password(home: Path) -> str:
    """The public login's password: made on first use, kept in `home/keys/public-database` (mode 0600)."""
    return read_or_make(home / "keys" / "public-database", lambda: secrets.token_urlsafe(24).encode()).decode()


def _public_login_works() -> bool:
    try:
        with psycopg.connect(os.environ["PUBLIC_DATABASE_URL"]) as reader:
            reader.execute("SELECT 1 FROM edition.story LIMIT 1")
    except psycopg.Error:
        return False
    return True


def _publish(dsn: str, public: str, home: Path) -> None:
    try:
        conninfo_to_dict(dsn)
    except psycopg.ProgrammingError as error:
        raise ConfigurationError(f"DATABASE_URL cannot be read: {error}") from error
    os.environ["DATABASE_URL"] = dsn
    os.environ["PUBLIC_DATABASE_URL"] = public or public_address(dsn, home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newswire.project.settings"
