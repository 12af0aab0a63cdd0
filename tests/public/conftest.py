"""The website on the public login: it can read the edition and nothing else, in tests too."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from newswire.media.public import folder_of
from newswire.project.postgres.roles import PUBLIC, do_create_roles
from tests.public.door import Door

PASSWORD = "only for tests"


@pytest.fixture
def public_dsn(dsn: str, connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """The test's database as the public role sees it."""
    do_create_roles(connection, PASSWORD)
    return make_conninfo(dsn, user=PUBLIC, password=PASSWORD)


@pytest.fixture
def door(public_dsn: str, home: Path, now: datetime) -> Iterator[Door]:
    """A website over an empty edition."""
    opened = Door(public_dsn, folder_of(home), now)
    yield opened
    opened.close()
