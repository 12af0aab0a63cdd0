"""The website on the public login: it can read the edition and nothing else, in tests too."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from newswire.media.public import folder_of
from tests.public.door import Door


@pytest.fixture
def door(public_dsn: str, home: Path, now: datetime) -> Iterator[Door]:
    """A website over an empty edition."""
    opened = Door(public_dsn, folder_of(home), now)
    yield opened
    opened.close()
