"""Fixtures of the organisation's pages: its people in each role."""

import pytest
from django.test import Client, override_settings

from newswire.accounts.models import Role, User
from newswire.subscribers.models import Seat, SeatRole, Subscription
from tests.newsroom import PEPPER
from tests.portal.newsroom import PASSWORD, Reader, open_browser


@pytest.fixture(autouse=True)
def pepper() -> object:
    """The portal's secret is the tests'."""
    with override_settings(SECRET_KEY=PEPPER, NEWSWIRE_BASE_URL="https://wire.example"):
        yield


@pytest.fixture
def owner(reader: Reader) -> Client:
    """The reader as the owner of their organisation."""
    Seat.objects.filter(user=reader.user).update(role=SeatRole.OWNER)
    User.objects.filter(pk=reader.user.pk).update(first_name="Ada", email="ada@harbour.example")
    return open_browser(reader.user)


def join(reader: Reader, role: str) -> Client:
    """A browser of a colleague of the reader's with that role."""
    client = Subscription.objects.get(pk=reader.number).contract.subscriber
    assert client is not None
    name = f"{role}-{Seat.objects.count()}"
    user = User.objects.create_user(name, f"{name}@harbour.example", PASSWORD, role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=client, role=role)
    return open_browser(user)
