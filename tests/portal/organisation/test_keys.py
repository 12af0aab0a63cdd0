"""The organisation's keys: made and shown once, rotated with an overlap, revoked; and examples that run."""

import html
import logging
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg_pool import ConnectionPool

from newswire.accounts.models import Act, Role, User
from newswire.api.app import Api
from newswire.delivery.stream.hub import Hub
from newswire.delivery.stream.source import DatabaseSource
from newswire.kit.errors import UnauthenticatedError
from newswire.search.index import Archive
from newswire.subscribers.keys import check_key
from newswire.subscribers.models import Key, Seat, Subscriber, Subscription
from tests.newsroom import PEPPER, Newsroom
from tests.portal.newsroom import PASSWORD, Reader, open_browser, read
from tests.portal.organisation.conftest import join
from tests.serving import serve

PATH = "/portal/organisation/keys/"
START = "/portal/organisation/start/"


def make(browser: Client, number: int, **said: object) -> str:
    """Makes a key; the secret that the page shows."""
    answer = browser.post(PATH, {"do": "make", "subscription": number, "label": "archive robot", **said})
    assert answer.status_code == 200, answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    return secret_of(answer.content.decode())


def secret_of(page: str) -> str:
    found = re.search(r'id="key">(nw_live_[\w-]+)<', page)
    assert found is not None
    return found[1]


def opens(newsroom: Newsroom, secret: str, at: datetime | None = None) -> set[str] | None:
    """What the key opens then; None where it is not good."""
    try:
        access = check_key(newsroom.connection, f"Bearer {secret}", pepper=PEPPER, now=at or newsroom.now)
    except UnauthenticatedError:
        return None
    return set(access.scopes)


def test_a_key_is_shown_once_and_works(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    secret = make(owner, reader.number)
    assert opens(newsroom, secret) == set()
    shown = read(owner, PATH)
    assert secret not in shown
    assert f"{secret[:12]}…" in shown
    assert "archive robot" in shown
    assert "never used" in shown or "last used" in shown
    deed = Act.objects.get(action="key-made")
    assert (deed.actor, deed.name) == (reader.user.username, str(reader.number))
    assert secret not in str(deed.detail)


def test_a_key_opens_what_was_chosen_until_its_last_day(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    secret = make(owner, reader.number, scopes=["read", "sample"], last_day="2026-12-24")
    assert opens(newsroom, secret) == {"read", "sample"}
    assert opens(newsroom, secret, datetime.fromisoformat("2026-12-24T23:59:59+00:00")) is not None
    assert opens(newsroom, secret, datetime.fromisoformat("2026-12-25T00:00:00+00:00")) is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"scopes": ["all"]}, 422),
        ({"last_day": "soon"}, 422),
        ({"last_day": "2026-11-01"}, 409),
        ({"subscription": "x"}, 422),
    ],
)
def test_a_key_that_cannot_be_is_refused(owner: Client, said: dict[str, object], status: int) -> None:
    answer = owner.post(PATH, {"do": "make", "subscription": "0", **said})
    assert answer.status_code == status
    assert not Key.objects.exists()


def test_a_rotated_key_goes_on_for_the_overlap_that_was_chosen(
    owner: Client, newsroom: Newsroom, reader: Reader
) -> None:
    old = make(owner, reader.number, scopes=["read"])
    answer = owner.post(PATH, {"do": "rotate", "key": str(Key.objects.get().pk), "overlap": "1"})
    new = secret_of(answer.content.decode())
    assert opens(newsroom, old) == opens(newsroom, new) == {"read"}
    later = newsroom.now + timedelta(days=1, seconds=1)
    assert (opens(newsroom, old, later), opens(newsroom, new, later)) == (None, {"read"})
    again = owner.post(PATH, {"do": "rotate", "key": str(Key.objects.order_by("pk")[0].pk), "overlap": "1"})
    assert again.status_code == 404, "it was rotated already"


def test_a_revoked_key_is_not_good_any_more(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    secret = make(owner, reader.number)
    assert owner.post(PATH, {"do": "revoke", "key": str(Key.objects.get().pk)}).status_code == 303
    assert opens(newsroom, secret) is None
    assert "revoked" in read(owner, PATH)


def test_a_developer_does_all_of_it(newsroom: Newsroom, reader: Reader) -> None:
    browser = join(reader, "developer")
    assert opens(newsroom, make(browser, reader.number)) is not None
    assert browser.post(PATH, {"do": "revoke", "key": str(Key.objects.get().pk)}).status_code == 303


def test_another_organisations_keys_and_subscriptions_are_not_there(
    owner: Client, newsroom: Newsroom, stranger: Reader
) -> None:
    theirs = newsroom.key(Subscription.objects.get(pk=stranger.number), label="theirs alone")
    pk = str(Key.objects.get().pk)
    assert "theirs alone" not in read(owner, PATH)
    assert owner.post(PATH, {"do": "make", "subscription": stranger.number}).status_code == 422
    for do in ("rotate", "revoke"):
        assert owner.post(PATH, {"do": do, "key": pk}).status_code == 404
    assert owner.get(f"{START}?subscription={stranger.number}").status_code == 404
    assert opens(newsroom, theirs) is not None
    assert Key.objects.count() == 1


def test_the_quick_start_has_the_host_the_subscription_and_a_place_for_the_key(owner: Client, reader: Reader) -> None:
    shown = html.unescape(read(owner, START))
    assert "https://wire.example/v1/feed?after=0&limit=1" in shown
    assert shown.count("nw_live_YOUR_KEY") >= 5
    assert f"subscription {reader.number}" in shown


def test_a_new_key_stands_in_every_example(owner: Client, reader: Reader) -> None:
    shown = owner.post(PATH, {"do": "make", "subscription": reader.number}).content.decode()
    assert shown.count(secret_of(shown)) == 6
    assert "YOUR_KEY" not in shown


def test_the_python_example_reads_every_story_of_the_feed(
    dsn: str, owner: Client, newsroom: Newsroom, reader: Reader, tmp_path: Path
) -> None:
    for name in ("a", "b", "c"):
        newsroom.release(name)
    shown = owner.post(PATH, {"do": "make", "subscription": reader.number}).content.decode()
    example = re.search(r'<code id="python">(.*?)</code>', shown, re.S)
    assert example is not None
    with ConnectionPool(dsn, kwargs={"autocommit": True}, open=True) as pool:
        hub = Hub(DatabaseSource(dsn))
        with serve(Alive(Api(pool, hub, Archive(tmp_path), pepper=PEPPER, clock=lambda: newsroom.now), hub)) as address:
            code = html.unescape(example[1]).replace("https://wire.example", address)
            ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert [line.split()[:3] for line in ran.stdout.splitlines()] == [[n, "new", "publish"] for n in "123"]


class Alive:
    """The API with its hub, from start-up to shutdown."""

    def __init__(self, api: object, hub: object) -> None:
        self.api, self.hub = api, hub

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        if scope["type"] != "lifespan":
            await self.api(scope, receive, send)  # type: ignore[operator]
            return
        await receive()  # type: ignore[operator]
        await self.hub.start()  # type: ignore[attr-defined]
        await send({"type": "lifespan.startup.complete"})  # type: ignore[operator]
        await receive()  # type: ignore[operator]
        await self.hub.stop()  # type: ignore[attr-defined]
        await send({"type": "lifespan.shutdown.complete"})  # type: ignore[operator]


def test_no_key_stands_in_a_log(owner: Client, reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = make(owner, reader.number)
    owner.post(PATH, {"do": "make", "subscription": "x", "label": secret})
    assert secret not in caplog.text


def test_a_subscription_has_only_so_many_keys(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    for _ in range(50):
        newsroom.key(Subscription.objects.get(pk=reader.number))
    answer = owner.post(PATH, {"do": "make", "subscription": reader.number})
    assert (answer.status_code, Key.objects.count()) == (409, 50)


def test_without_a_subscription_the_page_says_so(dsn: str) -> None:
    assert dsn
    user = User.objects.create_user("early", password=PASSWORD, role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=Subscriber.objects.create(name="Early bird"), role="owner")
    assert "Your organisation has no subscription." in read(open_browser(user), START)


def test_the_page_takes_as_many_queries_for_twelve_keys_as_for_three(
    owner: Client, newsroom: Newsroom, reader: Reader
) -> None:
    def count(keys: int) -> int:
        while Key.objects.count() < keys:
            newsroom.key(Subscription.objects.get(pk=reader.number))
        with CaptureQueriesContext(django_connection) as queries:
            assert read(owner, PATH).count("never used") == keys
        return len(queries)

    assert count(3) == count(12)
