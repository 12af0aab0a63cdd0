"""A day of the website for each test that asks for one."""

from pathlib import Path

import pytest

from tests.delivery.website.clock import Clock
from tests.newsroom import Newsroom


@pytest.fixture
def clock(newsroom: Newsroom, home: Path) -> Clock:
    """A newsroom whose website is not open yet."""
    return Clock(newsroom, home)
