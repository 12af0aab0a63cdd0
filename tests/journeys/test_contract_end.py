"""A contract ends while a portal tab and a stream are open: both end, and a kill still arrives by every other way."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, expect

from newswire.accounts.models import Mail
from newswire.delivery.recall.follow import do_tell
from newswire.portal import page as portal_page
from newswire.subscribers.models import Subscriber, Subscription
from newswire.subscribers.service import do_end_contract
from tests.api.conftest import bearer, read_releases, read_stream
from tests.journeys.doors import Doors
from tests.newsroom import PEPPER, Newsroom
from tests.portal.newsroom import Reader, open_browser, seat_reader, send_notice
from tests.portal.screens import opening, row
from tests.serving import serve
from tests.stories import make_guid

PROMISED = 5
"""Seconds within which whatever is open ends."""
REASON = "The harbour never closed."


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    """A person of an organisation whose duty desk has an address."""
    seated = seat_reader(newsroom, "paper")
    Subscriber.objects.update(contact_email="duty@paper.example")
    return seated


@pytest.fixture
def address(dsn: str, tmp_path: Path, now: datetime, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """People's and machines' doors on one port."""
    assert reader.number == 0
    monkeypatch.setattr(portal_page, "clock", lambda: now)
    with serve(Doors(dsn, tmp_path, now)) as base, override_settings(SECRET_KEY=PEPPER, NEWSWIRE_BASE_URL=base):
        yield base


def test_tab_and_stream_end_and_the_kill_comes_by_mail_feed_new_stream_and_new_tab(
    chromium: Browser, address: str, newsroom: Newsroom, reader: Reader
) -> None:
    paper = Subscription.objects.get(number=reader.number)
    headers = bearer(newsroom.key(paper))
    newsroom.release("harbour", headline="The harbour is closed")
    with (
        opening(chromium, address, open_browser(reader.user)) as open_page,
        httpx.Client(base_url=address, headers=headers, timeout=20) as machine,
    ):
        page = open_page()
        expect(page.locator(row("harbour"))).to_be_visible()
        with machine.stream("GET", "/v1/stream") as answer:
            events = read_stream(answer)
            assert next(events).name == "heartbeat"
            do_end_contract(paper.contract_id, newsroom.now)
            ended = time.monotonic()
            left = [(event.name, event.data) for event in events if event.name != "heartbeat"]
            expect(page.locator(".line")).to_contain_text("The contract has ended.", timeout=PROMISED * 1000)
            assert time.monotonic() - ended < PROMISED
        assert left == [("ended", {"code": "contract-ended"})]

        newsroom.release("ferry", headline="The ferry sails")
        send_notice(newsroom, "harbour", "kill", REASON)

        assert do_tell(now=newsroom.now) == 1
        (mail,) = Mail.objects.all()
        assert mail.to == "duty@paper.example"
        assert REASON in mail.text
        assert make_guid("harbour") in mail.text

        (kill,) = machine.get("/v1/feed", params={"after": 1}).json()["items"]
        assert (kill["kind"], kill["use"], kill["guid"]) == ("kill", "recall", make_guid("harbour"))
        with machine.stream("GET", "/v1/stream", params={"after": 1}) as answer:
            (event,) = read_releases(answer, 1)
        assert (event.data["n"], event.data["kind"]) == (kill["n"], "kill")

        page.reload()
        expect(page.locator(".row").first).to_contain_text(REASON)
        expect(page.locator(".rows")).not_to_contain_text("The ferry sails")
