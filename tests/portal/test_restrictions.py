"""Restrictions in the portal: the text without the picture, and an address that answers as one that never was."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from newswire.item.item import Media
from newswire.item.rights import Restriction
from newswire.media.renditions import do_make_renditions
from newswire.portal import page
from newswire.subscribers.models import Subscriber
from newswire.subscribers.service import do_save_subscriber
from tests.media.pictures import draw, encode
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, seat_reader
from tests.portal.test_story import story_path
from tests.portal.test_wire import text
from tests.restrictions import CASES, HOUSES, make_restriction
from tests.stories import BODY, make_guid


def seat_houses(newsroom: Newsroom) -> dict[str, Reader]:
    """A person in each house of the matrix."""
    readers = {}
    for house in HOUSES:
        readers[house.name] = seat_reader(newsroom, house.name)
        subscriber = Subscriber.objects.get(name=house.name)
        subscriber.country, subscriber.outlet = house.country, house.outlet
        do_save_subscriber(subscriber)
    return readers


def make_picture(home: Path, rights: Restriction | None, **changes: object) -> Media:
    files = do_make_renditions(home, encode(draw(640, 400)))
    return Media("p1", "picture", "The quay", alt={"en": "Ships"}, renditions=files, rights=rights, **changes)  # type: ignore[arg-type]


def media_path(reader: Reader, name: str, sha256: str) -> str:
    return f"/portal/media/{reader.number}/{make_guid(name)}/{sha256}"


@pytest.mark.parametrize("line", [line for line in CASES if line != "NAMED CLIENTS ONLY"])
def test_a_refused_picture_is_named_and_its_address_is_one_that_never_was(
    newsroom: Newsroom, settings_home: Path, line: str
) -> None:
    readers = seat_houses(newsroom)
    picture = make_picture(settings_home, make_restriction(line, {}))
    newsroom.release("a", media=(picture,))
    sha256 = picture.renditions[0].sha256
    for name, reader in readers.items():
        browser = open_browser(reader.user)
        shown = text(read(browser, story_path(reader, "a")))
        assert all(block.text in shown for block in BODY)
        if name in CASES[line][1]:
            assert "The quay" not in shown
            assert "Not included" in shown
            never = read(browser, media_path(reader, "a", "f" * 64), 404)
            assert read(browser, media_path(reader, "a", sha256), 404) == never
        else:
            assert "The quay" in shown
            assert "Not included" not in shown
            assert browser.get(media_path(reader, "a", sha256)).status_code == 200


@pytest.mark.parametrize("line", [line for line in CASES if line != "NAMED CLIENTS ONLY"])
def test_a_refused_story_is_one_that_never_was(newsroom: Newsroom, settings_home: Path, line: str) -> None:
    readers = seat_houses(newsroom)
    picture = make_picture(settings_home, None)
    newsroom.release("a", media=(picture,), rights=make_restriction(line, {}))
    for name, reader in readers.items():
        browser = open_browser(reader.user)
        if name in CASES[line][1]:
            never = read(browser, story_path(reader, "z"), 404)
            assert read(browser, story_path(reader, "a"), 404) == never
            assert read(browser, media_path(reader, "a", picture.renditions[0].sha256), 404) == never
            assert make_guid("a") not in read(browser, f"/portal/wire/{reader.number}/")
        else:
            assert line in text(read(browser, story_path(reader, "a"))), "whoever has it is told what is not allowed"


def test_an_expired_picture_and_an_expired_story_are_not_shown(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = timedelta(hours=1)
    picture = make_picture(settings_home, None, expires=newsroom.now + hour)
    newsroom.release("a", media=(picture,))
    newsroom.release("b", expires=newsroom.now + hour)
    sha256 = picture.renditions[0].sha256
    assert browser.get(media_path(reader, "a", sha256)).status_code == 200
    assert BODY[0].text in text(read(browser, story_path(reader, "b")))
    monkeypatch.setattr(page, "clock", lambda: newsroom.now + hour)
    assert browser.get(media_path(reader, "a", sha256)).status_code == 404
    shown = text(read(browser, story_path(reader, "a")))
    assert "The quay" not in shown
    assert "EXPIRED" in shown
    assert BODY[0].text in shown
    assert BODY[0].text not in text(read(browser, story_path(reader, "b")))
