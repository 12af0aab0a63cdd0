"""Stories kept for later: each person's own list, never more than they may read, and the state of each story now."""

import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.subscribers.models import Mark, Seat
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.portal.test_wire import ROW, counting, numbers, rows, text
from tests.stories import make_guid


def keep(browser: Client, reader: Reader, name: str, saved: str = "1", status: int = 303) -> None:
    response = browser.post(f"/portal/save/{reader.number}/{make_guid(name)}", {"saved": saved})
    assert response.status_code == status


def test_what_is_kept_stands_in_the_list_newest_first(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    for name in "abc":
        newsroom.release(name)
    assert "Nothing is saved." in read(browser, "/portal/saved/")
    for name in "cab":
        keep(browser, reader, name)
    assert numbers(ROW.findall(read(browser, "/portal/saved/"))) == [2, 1, 3]
    assert "Saved No. 2" in text(rows(browser, reader)[1])
    keep(browser, reader, "b", "0")
    assert numbers(ROW.findall(read(browser, "/portal/saved/"))) == [1, 3]
    assert "Saved" not in text(rows(browser, reader)[1])


def test_it_shows_each_story_as_it_stands_now(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a", headline="Minister resigns")
    keep(browser, reader, "a")
    newsroom.release("a", "update", headline="Minister resigns at noon")
    (row,) = ROW.findall(read(browser, "/portal/saved/"))
    assert "Minister resigns at noon" in row
    assert "2 versions" in row
    send_notice(newsroom, "a", "kill", "KILL: one source has withdrawn.")
    (row,) = ROW.findall(read(browser, "/portal/saved/"))
    assert "Minister" not in row
    assert "Killed" in row


def test_the_list_is_each_persons_own(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    keep(browser, reader, "a")
    user = User.objects.create_user("ada", role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=reader.user.seat.subscriber)
    assert "Nothing is saved." in read(open_browser(user), "/portal/saved/")


def test_what_is_not_theirs_cannot_be_kept(
    newsroom: Newsroom, reader: Reader, stranger: Reader, browser: Client
) -> None:
    newsroom.release("a")
    other = open_browser(stranger.user)
    keep(other, stranger, "a", status=404)
    keep(other, reader, "a", status=404)
    keep(browser, reader, "never", status=404)
    keep(open_browser(), reader, "a", status=302)
    assert not Mark.objects.exists()


def test_a_mark_on_what_is_no_longer_theirs_shows_nothing(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    Mark.objects.create(seat=reader.user.seat, number=4711, guid=make_guid("a"), saved_at=newsroom.now)
    Mark.objects.create(seat=reader.user.seat, number=reader.number, guid=make_guid("never"), saved_at=newsroom.now)
    assert "Nothing is saved." in read(browser, "/portal/saved/")


def test_it_is_kept_by_a_form_and_not_by_a_link(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.release("a")
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    strict.force_login(reader.user)
    address = f"/portal/save/{reader.number}/{make_guid('a')}"
    assert strict.get(address).status_code == 405
    assert strict.post(address, {"saved": "1"}).status_code == 403
    assert not Mark.objects.exists()


def test_twelve_stories_take_as_many_queries_as_three(
    newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        newsroom.append(f"s{number}")
    newsroom.route()
    counts = []
    kept = 0
    for many in (3, 12):
        for number in range(kept, many):
            keep(browser, reader, f"s{number}")
        kept = many
        with counting(monkeypatch) as statements:
            assert len(ROW.findall(read(browser, "/portal/saved/"))) == many
        counts.append(len(statements))
    assert counts[0] == counts[1]
