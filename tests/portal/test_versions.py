"""Versions of a story: those the subscription got and no others, and what changed from one to the next."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from newswire.item.body import Paragraph
from newswire.item.item import Correction, Media, Rendition
from newswire.portal.compare import compare_items
from newswire.subscribers.models import Contract, Usage
from newswire.subscribers.service import do_save_contract
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, seat_reader, send_notice
from tests.portal.test_wire import counting, text
from tests.stories import BODY, make_guid, make_item

MORE = Paragraph("A tug brought the last ship in at noon.")


def path(reader: Reader, name: str, query: str = "") -> str:
    return f"/portal/versions/{reader.number}/{make_guid(name)}{query}"


def changed(html: str) -> tuple[list[str], list[str]]:
    """What the text marks as added and as removed, without the words for those who cannot see the marks."""
    start = html.index('class="compared-text"')
    found = html[start : html.index("versions-list")]
    marked = {one: re.findall(rf"<{one}>(.*?)</{one}>", found) for one in ("ins", "del")}
    for one, word in (("ins", "Added:"), ("del", "Removed:")):
        assert all(f">{word} </span>" in piece for piece in marked[one]), "words, not only colour"
    added, removed = (
        [re.sub(r"<span.*?</span>", "", piece).strip() for piece in marked[one]] for one in ("ins", "del")
    )
    return added, removed


@pytest.fixture
def developing(newsroom: Newsroom, reader: Reader) -> None:
    """A story in three versions."""
    assert reader.number == 0
    newsroom.release("a", headline="Forty ships wait")
    newsroom.release("a", "update", headline="Fifty ships wait", body=(*BODY, MORE))
    newsroom.release(
        "a", "correction", headline="Fifty ships waited", body=(*BODY, MORE), correction=Correction("wait", "waited")
    )


@pytest.mark.usefixtures("developing")
def test_the_newest_is_held_against_the_one_before_it(reader: Reader, browser: Client) -> None:
    html = read(browser, path(reader, "a"))
    assert "What changed from version 2 to version 3" in html
    assert changed(html) == (["waited"], ["wait"])
    assert "Words added: 1 Words removed: 1" in text(html)
    assert "We wrote wait Correct is waited" in text(html)


@pytest.mark.usefixtures("developing")
def test_any_two_versions_can_be_compared(reader: Reader, browser: Client) -> None:
    html = read(browser, path(reader, "a", "?from=1&to=2"))
    assert changed(html) == (["Fifty", MORE.text], ["Forty"])
    html = read(browser, path(reader, "a", "?from=1"))
    assert "from version 1 to version 3" in html
    assert changed(html) == (["Fifty", "waited", MORE.text], ["Forty", "wait"])
    assert "?from=1&amp;to=2" in html
    assert "?from=2&amp;to=3" in html


@pytest.mark.usefixtures("developing")
@pytest.mark.parametrize("query", ["?from=2&to=1", "?to=1", "?from=0", "?from=9", "?to=x", "?to=٢", "?to=99999999999"])
def test_versions_that_cannot_be_compared_are_not_found(reader: Reader, browser: Client, query: str) -> None:
    read(browser, path(reader, "a", query), 404)


@pytest.mark.usefixtures("developing")
def test_the_list_takes_the_older_versions_newest_first(reader: Reader, browser: Client) -> None:
    older = read(browser, path(reader, "a", "?rows=1"))
    assert "<html" not in older
    assert re.findall(r"Version (\d)", older) == ["2", "1"]
    assert f'href="{path(reader, "a", "?from=2")}"' in older
    assert not Usage.objects.exists(), "headlines that stood in the list are no view"


@pytest.mark.usefixtures("developing")
def test_a_comparison_is_a_view_and_reads_the_story(reader: Reader, browser: Client) -> None:
    pane = read(browser, path(reader, "a", "?pane=1"))
    assert "<html" not in pane
    assert [(one.action, one.guid) for one in Usage.objects.all()] == [("view", make_guid("a"))]
    assert "is-unread" not in read(browser, f"/portal/wire/{reader.number}/")


def test_a_version_that_never_came_leaves_no_trace(newsroom: Newsroom) -> None:
    reader = seat_reader(newsroom, "inland", "lang:tr")
    browser = open_browser(reader.user)
    newsroom.release("a", headline="Only in English")
    newsroom.release("a", "update", language="tr", headline="Kırk gemi")
    newsroom.release("a", "update", language="tr", headline="Elli gemi")
    html = read(browser, path(reader, "a"))
    assert "Only in English" not in html
    assert re.findall(r"<span>Version (\d)", html) == ["2", "1"]
    assert changed(html) == (["Elli"], ["Kırk"])
    read(browser, path(reader, "a", "?from=3"), 404)


def test_another_organisations_story_and_none_at_all_look_the_same(
    newsroom: Newsroom, stranger: Reader, reader: Reader
) -> None:
    newsroom.release("a")
    newsroom.release("a", "update")
    browser = open_browser(stranger.user)
    pages = [
        read(browser, path(one, name, query), 404)
        for one, name in ((stranger, "a"), (stranger, "never"), (reader, "a"))
        for query in ("", "?rows=1", "?pane=1")
    ]
    assert len({re.sub(r'value="[^"]*"', "", one) for one in pages}) == 1


@pytest.mark.usefixtures("developing")
@pytest.mark.parametrize("kind", ["kill", "hold"])
def test_of_a_killed_or_held_story_nothing_is_compared(
    newsroom: Newsroom, reader: Reader, browser: Client, kind: Any
) -> None:
    send_notice(newsroom, "a", kind, "One source has withdrawn.")
    for query in ("", "?pane=1", "?rows=1"):
        html = read(browser, path(reader, "a", query))
        assert "ships" not in html
    assert {"kill": "Killed", "hold": "Hold"}[kind] in html
    read(browser, path(reader, "a", "?from=1&to=2"), 404)


def test_a_story_in_one_version_has_nothing_to_compare(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    assert "There are no two versions with a text to compare." in read(browser, path(reader, "a"))
    assert not Usage.objects.exists()


def test_what_is_older_than_the_archive_is_not_compared(newsroom: Newsroom, now: datetime) -> None:
    reader = seat_reader(newsroom, "short")
    contract = Contract.objects.get(subscriptions__number=reader.number)
    contract.archive_days = 1
    do_save_contract(contract)
    newsroom.now = now - timedelta(days=2)
    newsroom.release("a", headline="Forty ships")
    newsroom.now = now
    newsroom.release("a", "update", headline="Fifty ships")
    html = read(open_browser(reader.user), path(reader, "a"))
    assert "Forty" not in html
    assert "There are no two versions with a text to compare." in html


def test_twelve_versions_take_as_many_queries_as_three(
    newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, count in (("few", 3), ("many", 12)):
        for number in range(count):
            newsroom.append(name, "update" if number else "new", headline=f"Version {number}")
    newsroom.route()
    read(browser, path(reader, "few"))
    counts = []
    for name in ("few", "many"):
        with counting(monkeypatch) as statements:
            read(browser, path(reader, name))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_pictures_that_came_or_went_are_counted(now: Any) -> None:
    picture = Media("p", "picture", renditions=(Rendition("web", "0" * 64, "image/jpeg"),))
    plain, with_picture = make_item("a", now), make_item("a", now, media=(picture,))
    found = compare_items(plain, with_picture)
    assert (found.added_media, found.removed_media, found.added) == (1, 0, 0)
    assert not found.is_same
    assert compare_items(plain, plain).is_same
