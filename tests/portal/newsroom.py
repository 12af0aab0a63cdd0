"""People of organisations who look at what the test newsroom releases."""

from datetime import datetime, timedelta

import msgspec
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.item.kinds import Kind
from newswire.subscribers.models import Seat
from newswire.wire.append import do_append, next_version
from newswire.wire.release import Draft
from tests.newsroom import Newsroom
from tests.stories import make_guid

PASSWORD = "a long enough secret"
HOST = "127.0.0.1"


class Reader(msgspec.Struct, frozen=True):
    """A person with a seat, and the number of their organisation's subscription."""

    user: User
    number: int


def hire_editor(name: str = "desk") -> User:
    """Somebody at the agency, who has no seat anywhere."""
    return User.objects.create_user(name, password=PASSWORD, role=Role.EDITOR)


def seat_reader(newsroom: Newsroom, name: str, query: str = "*", *, ends_at: datetime | None = None) -> Reader:
    """An organisation called `name` with one person, and a subscription to what `query` matches, embargoes too."""
    starts_at = newsroom.now - timedelta(days=30)
    subscription = newsroom.subscribe(name, query, starts_at=starts_at, ends_at=ends_at, embargo_right=True)
    assert subscription.contract.subscriber is not None
    user = User.objects.create_user(name, password=PASSWORD, role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=subscription.contract.subscriber)
    return Reader(user, subscription.number)


def send_notice(newsroom: Newsroom, name: str, kind: Kind, reason: str) -> None:
    """Holds or kills the test story of that name, with the words subscribers get."""
    guid = make_guid(name)
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        version = next_version(cursor, guid)
        draft = Draft(
            kind=kind, guid=guid, version=version, item=None, released_at=newsroom.now, actor="editor", reason=reason
        )
        do_append(cursor, draft)
    newsroom.route()


def open_browser(user: User | None = None) -> Client:
    """A browser, signed in as `user` where there is one."""
    browser = Client(SERVER_NAME=HOST)
    if user is not None:
        browser.force_login(user)
    return browser


def read(browser: Client, path: str, status: int = 200) -> str:
    """The page at `path`, which must answer with `status`."""
    response = browser.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response.content.decode()
