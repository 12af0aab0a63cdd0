"""The list: newest first, fifty a page, older pages by number, and the state of each story in words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.item.item import Correction, Media, Rendition
from newswire.portal import page
from newswire.portal.reading import PAGE, read_page
from newswire.subscribers.models import Seat
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, seat_reader, send_notice
from tests.stories import make_guid, make_item

ROW = re.compile(r'<li class="row.*?</li>', re.DOTALL)


def rows(browser: Client, reader: Reader, query: str = "") -> list[str]:
    """The rows of the reader's list as HTML, in the order of the page."""
    return ROW.findall(read(browser, f"/portal/wire/{reader.number}/{query}"))


def numbers(found: list[str]) -> list[int]:
    """The numbers of the rows."""
    return [int(match[1]) for row in found if (match := re.search(r'data-n="(\d+)"', row))]


def text(html: str) -> str:
    """What a reader sees of the HTML, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every statement that psycopg is asked to run in the block, Django's and our own alike."""
    statements: list[Any] = []
    execute = psycopg.Cursor.execute

    def count(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        statements.append(query)
        return execute(self, query, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", count)
        yield statements


def test_the_newest_stands_first_and_leads_to_the_story(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("first")
    newsroom.release("second", slugline="HARBOUR/REOPENS")
    found = rows(browser, reader)
    assert numbers(found) == [2, 1]
    assert f'href="/portal/story/{reader.number}/{make_guid("second")}"' in found[0]
    assert text(found[0]) == (
        "1 min Unread Northaven harbour opens again (second) HARBOUR/REOPENS Northaven Economy English No. 2"
    )


def test_the_front_of_the_portal_leads_to_the_first_subscription(browser: Client, reader: Reader) -> None:
    response = browser.get("/portal/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/portal/wire/{reader.number}/")


def test_an_empty_list_says_what_will_come(browser: Client, reader: Reader) -> None:
    html = read(browser, f"/portal/wire/{reader.number}/")
    assert 'class="rows-empty">Nothing has come yet.' in html
    assert 'data-cursor="0"' in html


def test_older_pages_follow_by_number_without_gap_or_repeat(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    for number in range(2 * PAGE + 3):
        newsroom.append(f"story-{number}")
    newsroom.route()
    seen: list[int] = []
    query = ""
    while True:
        html = read(browser, f"/portal/wire/{reader.number}/{query}")
        seen += numbers(ROW.findall(html))
        assert 'data-newest="103"' in html, "kills of what is shown further down arrive too"
        older = re.search(r'<nav class="pages"[^>]*?(hidden)?><a rel="next" href="(\?before=\d+)"', html)
        assert older is not None
        if older[1]:
            break
        query = older[2]
    assert seen == list(range(2 * PAGE + 3, 0, -1))


def test_only_the_newest_page_takes_new_rows_at_its_top(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("first")
    newsroom.release("second")
    assert "data-top" in read(browser, f"/portal/wire/{reader.number}/")
    older = read(browser, f"/portal/wire/{reader.number}/?before=2")
    assert "data-top" not in older
    assert "To the newest stories" in older


@pytest.mark.parametrize("before", ["0", "-1", "two", "1" * 30, "١"])
def test_a_page_that_cannot_be_is_not_found(reader: Reader, browser: Client, before: str) -> None:
    read(browser, f"/portal/wire/{reader.number}/?before={before}", 404)


def test_pages_beyond_either_end_are_the_first_and_an_empty_one(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.release("only")
    assert [entry.n for entry in read_page(reader.number, 999).entries] == [1]
    assert read_page(reader.number, 1).entries == []
    assert read_page(reader.number, 1).older is None


def test_what_happened_to_a_story_stands_there_in_words(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    said: Any = {
        "update": {"update_line": "Adds the depth of the berths"},
        "correction": {"correction": Correction("forty ships", "fifty ships", "The harbour office had counted again.")},
        "refile": {},
    }
    words = []
    newsroom.release("a")
    for kind, changes in said.items():
        newsroom.release("a", kind, **changes)
        (row,) = rows(browser, reader)
        words.append(text(row))
    newsroom.release("note", "advisory", type="advisory")
    assert text(rows(browser, reader)[0]).startswith("1 min Unread Advisory Northaven")
    assert words[0].startswith("1 min Unread Updated Northaven")
    assert "What is new Adds the depth of the berths" in words[0]
    assert words[1].startswith("1 min Unread Correction Northaven")
    assert "We wrote forty ships Correct is fifty ships The harbour office had counted again." in words[1]
    assert words[2].startswith("1 min Unread Refiled Northaven")
    assert words[2].endswith("Version 4 No. 4 4 versions")


def test_a_story_has_one_line_with_the_number_of_its_versions(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    newsroom.release("b")
    newsroom.release("a", "update")
    found = rows(browser, reader)
    assert numbers(found) == [3, 2]
    address = f"/portal/versions/{reader.number}/{make_guid('a')}"
    assert f'<a href="{address}" title="Older versions (v)">2 versions</a>' in found[0]
    assert "version" not in text(found[1])


def test_an_older_version_does_not_come_back_on_an_older_page(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    newsroom.release("b")
    newsroom.release("a", "update")
    assert numbers(rows(browser, reader, "?before=3")) == [2]


def test_a_version_that_never_came_is_not_counted(newsroom: Newsroom) -> None:
    turkish = seat_reader(newsroom, "inland", "lang:tr")
    newsroom.release("a")
    newsroom.release("a", "update", language="tr")
    (row,) = rows(open_browser(turkish.user), turkish)
    assert "version" not in text(row).lower()


def test_a_killed_story_shows_neither_headline_nor_text_any_more(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("wrong", headline="Minister resigns", slugline="MINISTER")
    send_notice(newsroom, "wrong", "kill", "Kill the story on the minister: one source has withdrawn.")
    (row,) = rows(browser, reader)
    older = read(browser, f"/portal/versions/{reader.number}/{make_guid('wrong')}?rows=1")
    assert "Minister resigns" not in row + older
    assert "MINISTER" not in row + older
    assert 'data-use="recall"' in row
    assert '<strong class="tag tag-kill">Killed</strong>' in row, "the word, not only a colour"
    assert text(row) == (
        "1 min Unread Killed Do not use this story. Remove it wherever it was published. "
        "Kill the story on the minister: one source has withdrawn. Version 2 No. 2 2 versions"
    )
    assert text(older) == "1 min Killed Story withdrawn Version 1 No. 1"


def test_a_held_story_is_marked_and_comes_back_with_the_lift(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("doubt", headline="Rate stays at 3.25 percent")
    send_notice(newsroom, "doubt", "hold", "The figure is being checked.")
    (held,) = rows(browser, reader)
    assert text(held).startswith(
        "1 min Unread Hold Do not use this story until further word. The figure is being checked."
    )
    newsroom.release("doubt", "lift", headline="Rate stays at 3.25 percent")
    (lifted,) = rows(browser, reader)
    assert text(lifted).startswith("1 min Unread Free to publish Rate stays at 3.25 percent")
    older = text(read(browser, f"/portal/versions/{reader.number}/{make_guid('doubt')}?rows=1"))
    assert "Hold This hold has ended. Version 2" in older
    assert older.endswith("Rate stays at 3.25 percent Version 1 No. 1")


def test_what_was_opened_is_read_until_a_newer_version_comes(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    story = f"/portal/story/{reader.number}/{make_guid('a')}"
    assert "is-unread" in rows(browser, reader)[0]
    browser.head(story)
    assert "is-unread" in rows(browser, reader)[0]
    read(browser, story + "?pane=1")
    assert "Unread" not in rows(browser, reader)[0]
    newsroom.release("a", "update")
    assert "is-unread" in rows(browser, reader)[0]


def test_colleagues_who_opened_it_are_named(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    for name in ("ada", "ben", "cem"):
        user = User.objects.create_user(name, first_name=name.title(), role=Role.SUBSCRIBER)
        Seat.objects.create(user=user, subscriber=reader.user.seat.subscriber)
        read(open_browser(user), f"/portal/story/{reader.number}/{make_guid('a')}")
    assert "Seen by Ada , Ben +1" in text(rows(browser, reader)[0])
    pane = text(read(browser, f"/portal/story/{reader.number}/{make_guid('a')}?pane=1"))
    assert "Seen by Ada , Ben , Cem On a page" in pane, "and the visitor is not among them"


def test_an_embargo_shows_when_it_ends_and_counts_down(
    newsroom: Newsroom, reader: Reader, browser: Client, now: datetime
) -> None:
    until = now + timedelta(hours=2)
    newsroom.release("study", embargo_until=until)
    (row,) = rows(browser, reader)
    assert "Embargo Northaven harbour opens again (study) Hold until 24 November 2026, 11:30 UTC" in text(row)
    assert '<time datetime="2026-11-24T11:30:00Z"' in row
    assert f'<span class="countdown" data-until="{until.isoformat()}"></span>' in row


@pytest.mark.parametrize("mark", [{"urgency": 1}, {"type": "alert"}])
def test_a_flash_stands_out_for_ten_minutes_and_keeps_its_mark(
    newsroom: Newsroom, reader: Reader, browser: Client, now: datetime, monkeypatch: pytest.MonkeyPatch, mark: Any
) -> None:
    newsroom.release("flash", **mark)
    (row,) = rows(browser, reader)
    assert "is-fresh" in row
    assert f'data-fresh-until="{(now + timedelta(minutes=10)).isoformat()}"' in row
    monkeypatch.setattr(page, "clock", lambda: now + timedelta(minutes=10))
    (row,) = rows(browser, reader)
    assert "fresh" not in row
    assert '<strong class="tag tag-flash">Flash</strong>' in row


@pytest.mark.parametrize(("urgency", "is_urgent"), [(2, True), (3, True), (4, False)])
def test_an_urgent_story_says_so(
    newsroom: Newsroom, reader: Reader, browser: Client, urgency: int, is_urgent: bool
) -> None:
    newsroom.release("a", urgency=urgency)
    (row,) = rows(browser, reader)
    assert ("is-urgent" in row, "Urgent" in text(row)) == (is_urgent, is_urgent)


def test_headlines_of_other_languages_say_which_and_run_their_own_way(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("ar", language="ar", headline="أربعون سفينة تنتظر خارج حاجز الأمواج")
    (row,) = rows(browser, reader)
    assert '<bdi class="row-headline" lang="ar">أربعون' in row
    assert '<span lang="ar">العربية</span>' in row


def test_texts_of_a_story_are_never_markup(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("bad", headline="<script>alert(1)</script>", slugline="<b>S")
    (row,) = rows(browser, reader)
    assert "&lt;script&gt;" in row
    assert "<script" not in row
    assert "<b>" not in row


def test_a_page_of_fifty_takes_as_many_queries_as_one_of_five(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = seat_reader(newsroom, "few", "headline:early")
    many = seat_reader(newsroom, "many")
    picture = Media("p", "picture", renditions=(Rendition("web", "0" * 64, "image/jpeg"),))
    for number in range(PAGE + 10):
        headline = "early" if number < 5 else "late"
        newsroom.append(f"story-{number}", headline=headline, media=(picture,), sections=("world", "sports"))
    newsroom.route()
    counts = []
    for reader, shown in ((few, 5), (many, PAGE)):
        browser = open_browser(reader.user)
        browser.get("/portal/login/")
        with counting(monkeypatch) as statements:
            assert len(rows(browser, reader)) == shown
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_a_story_takes_as_many_queries_however_much_is_in_it(
    newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    long = make_item("x", now).body * 30
    pictures = tuple(
        Media(f"p{one}", "picture", renditions=(Rendition("web", f"{one:064x}", "image/jpeg"),)) for one in range(20)
    )
    newsroom.release("short")
    newsroom.release("long", body=long, media=pictures)
    counts = []
    for name in ("short", "long"):
        with counting(monkeypatch) as statements:
            read(browser, f"/portal/story/{reader.number}/{make_guid(name)}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 24
