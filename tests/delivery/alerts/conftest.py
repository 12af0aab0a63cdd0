"""Fixtures of the alerts' tests."""

import pytest

from tests.delivery.alerts.people import Room
from tests.newsroom import Newsroom


@pytest.fixture
def room(newsroom: Newsroom) -> Room:
    """A newsroom whose releases people are told of."""
    return Room(newsroom)
