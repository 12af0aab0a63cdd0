"""What people take in the portal: stories opened, files downloaded, and the month's quota."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client

from newswire.item.item import Media, Rendition
from newswire.media.renditions import do_make_renditions
from newswire.media.store import do_store
from newswire.subscribers.models import Contract, Seat, Usage
from newswire.subscribers.service import do_save_contract
from tests.media.pictures import draw, encode
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, read, send_notice
from tests.portal.test_story import story_path
from tests.stories import make_guid

FILM = bytes(range(256)) * 20


@pytest.fixture
def picture(settings_home: Path) -> Media:
    """A picture in three sizes."""
    return Media("p", "picture", renditions=do_make_renditions(settings_home, encode(draw(1600, 900))))


@pytest.fixture
def film(settings_home: Path) -> Media:
    """A film of 5 KB."""
    file = Rendition("full", do_store(settings_home, FILM), "video/mp4", 1280, 720, len(FILM))
    return Media("f", "video", renditions=(file,), seconds=74.6)


def file_path(reader: Reader, name: str, file: Rendition | None) -> str:
    assert file is not None
    return f"/portal/media/{reader.number}/{make_guid(name)}/{file.sha256}"


def used() -> list[tuple[Any, ...]]:
    return list(Usage.objects.order_by("pk").values_list("door", "action", "guid", "file", "count"))


def allow(reader: Reader, takes: int) -> None:
    """Changes the reader's contract."""
    contract = Contract.objects.get(subscriptions__number=reader.number)
    contract.takes_per_month = takes
    do_save_contract(contract)


def test_a_story_that_is_opened_is_counted_by_seat(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    read(browser, story_path(reader, "a"))
    read(browser, story_path(reader, "a") + "?pane=1")
    browser.head(story_path(reader, "a"))
    read(browser, story_path(reader, "never"), 404)
    read(browser, f"/portal/wire/{reader.number}/")
    assert used() == [("portal", "view", make_guid("a"), "", 2)]
    assert Usage.objects.get().seat == Seat.objects.get(user=reader.user).pk
    assert Usage.objects.get().number == reader.number


def test_a_notice_that_is_read_is_no_story_that_was_opened(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    send_notice(newsroom, "a", "kill", "Wrong.")
    read(browser, story_path(reader, "a"))
    assert used() == []


def test_what_the_page_shows_is_no_download_and_the_largest_size_is(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media
) -> None:
    newsroom.release("a", media=(picture,))
    web, full = picture.rendition("web"), picture.rendition("full")
    assert web is not None
    assert full is not None
    assert browser.get(file_path(reader, "a", web)).status_code == 200
    assert used() == []
    answer = browser.get(file_path(reader, "a", full))
    assert "Content-Disposition" not in answer.headers
    again = browser.get(file_path(reader, "a", full), headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304
    browser.head(file_path(reader, "a", full))
    assert used() == [("portal", "download", make_guid("a"), full.sha256, 1)]
    asked = browser.get(file_path(reader, "a", web) + "?download=1")
    name = "northaven-harbour-opens-again-a-v1-picture-1-web.jpg"
    assert asked.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert len(used()) == 2


def test_a_film_that_plays_is_no_download_and_its_link_is_one(
    newsroom: Newsroom, reader: Reader, browser: Client, film: Media
) -> None:
    newsroom.release("a", media=(film,))
    page = read(browser, story_path(reader, "a"))
    (link,) = re.findall(r'<a href="(/portal/media/[^"]+)" download', page)
    (source,) = re.findall(r'<source src="([^"]+)"', page)
    assert browser.get(source, headers={"range": "bytes=0-"}).status_code == 206
    assert [one[1] for one in used()] == ["view"]
    assert browser.get(link).content == FILM
    assert browser.get(link, headers={"range": "bytes=0-99"}).status_code == 206
    assert browser.get(link, headers={"range": "bytes=100-"}).status_code == 206
    assert browser.get(link, headers={"range": "bytes=999999-"}).status_code == 416
    assert [(one[1], one[4]) for one in used()] == [("view", 1), ("download", 2)]


def test_a_used_up_quota_refuses_downloads_calmly_and_reading_goes_on(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media, film: Media
) -> None:
    newsroom.release("a", media=(picture, film))
    allow(reader, 1)
    full, movie = picture.rendition("full"), film.rendition("full")
    assert browser.get(file_path(reader, "a", full)).status_code == 200
    refused = browser.get(file_path(reader, "a", movie) + "?download=1")
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "downloads open again on the first day of next month" in page
    assert 0 < int(refused.headers["Retry-After"]) <= timedelta(days=7).total_seconds()
    assert "Content-Disposition" not in refused.headers
    assert browser.get(file_path(reader, "a", full)).status_code == 200
    assert browser.get(file_path(reader, "a", movie)).content == FILM
    read(browser, story_path(reader, "a"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("tr", "önümüzdeki ayın ilk günü"),
        ("ar", "في أول يوم من الشهر المقبل"),
        ("ru", "первого числа следующего месяца"),
        ("fr", "le premier jour du mois prochain"),
        ("es", "el primer día del próximo mes"),
    ],
)
def test_the_refusal_is_in_the_readers_language(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media, film: Media, language: str, words: str
) -> None:
    newsroom.release("a", media=(picture, film))
    allow(reader, 1)
    browser.get(file_path(reader, "a", picture.rendition("full")))
    browser.cookies["django_language"] = language
    assert words in read(browser, file_path(reader, "a", film.rendition("full")) + "?download=1", 429)


def test_a_recalled_file_is_gone_whatever_was_taken(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media, film: Media
) -> None:
    newsroom.release("a", media=(picture, film))
    allow(reader, 1)
    browser.get(file_path(reader, "a", picture.rendition("full")))
    send_notice(newsroom, "a", "kill", "Wrong.")
    read(browser, file_path(reader, "a", film.rendition("full")) + "?download=1", 410)


def test_a_story_is_read_though_it_cannot_be_counted(
    newsroom: Newsroom, reader: Reader, browser: Client, connection: psycopg.Connection[Any], picture: Media
) -> None:
    newsroom.release("a", media=(picture,))
    connection.execute("ALTER TABLE subscribers_usage RENAME TO elsewhere")
    read(browser, story_path(reader, "a"))
    assert browser.get(file_path(reader, "a", picture.rendition("full"))).status_code == 200
