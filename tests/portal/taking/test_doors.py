"""The doors at which a story is handed over: to whom, in which forms, how often, and never after a kill."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.item.body import read_texts
from newswire.item.item import Media
from newswire.item.rights import Restriction
from newswire.media.description import Description
from newswire.media.embedded import read_embedded
from newswire.media.renditions import do_describe, do_make_renditions
from newswire.media.store import do_end
from newswire.portal.taking.package import MANIFEST, read_manifest
from newswire.routing.models import Holding
from newswire.subscribers.models import Seat, Usage
from newswire.subscribers.service import do_save_product
from tests.media.pictures import draw, encode
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.portal.test_story import story_path
from tests.portal.test_usage import allow
from tests.portal.test_wire import text
from tests.stories import BODY, make_guid

Ask = Callable[[Client, int, str], Any]


def path(kind: str, number: int, name: str = "a", form: str = "") -> str:
    return f"/portal/{kind}/{number}/{form}{make_guid(name)}"


DOORS: dict[str, Ask] = {
    "copy": lambda browser, number, name: browser.post(path("copy", number, name), {"form": "text"}),
    "text": lambda browser, number, name: browser.get(path("download", number, name, "text/")),
    "ninjs": lambda browser, number, name: browser.get(path("download", number, name, "ninjs/")),
    "package": lambda browser, number, name: browser.get(path("package", number, name)),
    "mail": lambda browser, number, name: browser.get(path("mail", number, name)),
}
TAKING = [name for name in DOORS if name != "mail"]
every_door = pytest.mark.parametrize("door", DOORS)


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def taken() -> list[tuple[str, str, int]]:
    rows = Usage.objects.exclude(action="view").order_by("pk")
    return list(rows.values_list("action", "file", "count"))


@pytest.fixture
def picture(settings_home: Path) -> Media:
    """A picture with the words of its story in its files, as the desk delivers them."""
    bare = do_make_renditions(settings_home, encode(draw(1600, 900)))
    said = Description(caption="The quay", credit="Ada Lind", copyright_notice="© Newswire", guid=make_guid("a"))
    return Media("p", "picture", "The quay", "Ada Lind", renditions=do_describe(settings_home, bare, said))


def test_the_text_that_is_copied_is_the_text_that_was_counted(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    answer = browser.post(path("copy", reader.number), headers={"accept": "application/json"})
    given = answer.json()
    assert set(given) == {"text", "html"}
    for one in read_texts(BODY):
        assert one in given["text"]
        assert one in given["html"]
    assert taken() == [("copy", "", 1)]
    assert Usage.objects.get(action="copy").seat == Seat.objects.get(user=reader.user).pk
    assert browser.get(path("copy", reader.number)).status_code == 405


@pytest.mark.parametrize(("form", "ending", "mime"), [("text", "txt", "text/plain"), ("html", "html", "text/html")])
def test_without_a_script_what_would_be_copied_comes_as_a_file(
    newsroom: Newsroom, reader: Reader, browser: Client, form: str, ending: str, mime: str
) -> None:
    newsroom.release("a")
    answer = browser.post(path("copy", reader.number), {"form": form})
    assert answer.headers["Content-Type"] == f"{mime}; charset=utf-8"
    name = f"northaven-harbour-opens-again-a-v1.{ending}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert taken() == [("copy", "", 1)]


def test_copying_needs_the_token_of_the_page(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.release("a")
    browser = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    browser.force_login(reader.user)
    assert browser.post(path("copy", reader.number)).status_code == 403
    assert taken() == []


def test_formats_are_those_that_the_product_comes_in(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    answer = browser.get(f"/portal/download/{reader.number}/ninjs/{make_guid('a')}")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["uri"] == make_guid("a")
    assert "-v1-ninjs.json" in answer.headers["Content-Disposition"]
    assert "/ninjs/" in read(browser, story_path(reader, "a"))
    do_save_product("harbour", "Harbour", "*", formats=["newsml-g2"])
    newsroom.release("b")
    assert "/ninjs/" not in read(browser, story_path(reader, "b"))
    never = read(browser, f"/portal/download/{reader.number}/never/{make_guid('b')}", 404)
    for name in ("ninjs", "newsml-g2", "reuters21578", "webpage"):
        assert read(browser, f"/portal/download/{reader.number}/{name}/{make_guid('b')}", 404) == never
    assert taken() == [("download", "", 1)]
    with zipfile.ZipFile(io.BytesIO(body_of(browser.get(path("package", reader.number, "b"))))) as archive:
        assert [one.rpartition(".")[2] for one in archive.namelist()] == ["txt", "html", "json"]
        assert archive.namelist()[-1] == MANIFEST


def test_a_short_form_stays_short_whatever_way_it_is_taken(newsroom: Newsroom, settings_home: Path) -> None:
    assert settings_home
    subscription = newsroom.subscribe("short", form="headlines")
    assert subscription.contract.subscriber is not None
    user = User.objects.create_user("short", role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=subscription.contract.subscriber)
    newsroom.release("a")
    browser = open_browser(user)
    for door in TAKING:
        content = body_of(DOORS[door](browser, subscription.number, "a"))
        if door == "package":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Northaven harbour opens again" in content
        assert b"Ida Brandt" not in content, door


def test_a_package_holds_text_formats_and_pictures_with_their_words(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media
) -> None:
    newsroom.release("a", media=(picture,), headline="Köprü açıldı")
    answer = browser.get(path("package", reader.number))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kopru-acildi-v1.zip"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as archive:
        stem = "kopru-acildi-v1"
        assert archive.namelist() == [
            f"{stem}.txt", f"{stem}.html", f"{stem}-ninjs.json", f"pictures/{stem}-picture-1-full.jpg", MANIFEST
        ]  # fmt: skip
        assert f'src="pictures/{stem}-picture-1-full.jpg"' in archive.read(f"{stem}.html").decode()
        said = read_embedded(archive.read(f"pictures/{stem}-picture-1-full.jpg")).best
        assert (said.caption, said.credit, said.guid) == ("The quay", "Ada Lind", make_guid("a"))
        manifest = read_manifest(archive.read(MANIFEST))
    full = picture.rendition("full")
    assert full is not None
    assert [one.sha256 for one in manifest.files][-1] == full.sha256
    assert "Use by AI: Not at all." in manifest.usage
    assert taken() == [("package", "", 1), ("package", full.sha256, 1)]
    assert browser.head(path("package", reader.number)).content == b""
    assert len(taken()) == 2


def test_a_rendition_is_handed_over_with_its_words_under_a_name(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media
) -> None:
    newsroom.release("a", media=(picture,))
    page = read(browser, story_path(reader, "a"))
    for rendition in picture.renditions:
        href = f"/portal/media/{reader.number}/{make_guid('a')}/{rendition.sha256}?download=1"
        assert f'href="{href}"' in page
        answer = browser.get(href)
        assert f'-picture-1-{rendition.name}.jpg"' in answer.headers["Content-Disposition"]
        assert read_embedded(answer.content).best.credit == "Ada Lind"
    assert [one[0] for one in taken()] == ["download"] * 3
    assert "Largest 1600 × 900" in text(page)


def test_a_refused_and_a_killed_picture_are_not_in_the_package(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media, settings_home: Path
) -> None:
    files = do_make_renditions(settings_home, encode(draw(640, 400)))
    other = Media("q", "picture", renditions=files, rights=Restriction(countries_only=("JP",)))
    newsroom.release("a", media=(picture, other))
    full = picture.rendition("full")
    assert full is not None
    do_end(settings_home, full.sha256)
    with zipfile.ZipFile(io.BytesIO(body_of(browser.get(path("package", reader.number))))) as archive:
        manifest = read_manifest(archive.read(MANIFEST))
        assert not any(one.startswith("pictures/") for one in archive.namelist())
    assert {(one.media_id, one.reason) for one in manifest.not_included} == {("q", "restricted"), ("p", "withdrawn")}


@every_door
def test_who_did_not_get_the_story_finds_what_is_nowhere(
    newsroom: Newsroom, reader: Reader, browser: Client, stranger: Reader, settings_home: Path, door: str
) -> None:
    assert settings_home
    newsroom.release("a")
    outside = open_browser(stranger.user)
    never = DOORS[door](outside, stranger.number, "never")
    assert never.status_code == 404
    for number in (stranger.number, reader.number, 999):
        answer = DOORS[door](outside, number, "a")
        assert (answer.status_code, answer.content) == (404, never.content)
    signed_out = DOORS[door](open_browser(), reader.number, "a")
    assert signed_out.status_code == 302
    assert signed_out.headers["Location"].startswith("/portal/login/")
    assert taken() == []
    assert DOORS[door](browser, reader.number, "a").status_code == 200


@every_door
def test_after_a_kill_every_door_answers_as_killed(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media, door: str
) -> None:
    newsroom.release("a", media=(picture,), headline="Minister resigns")
    assert DOORS[door](browser, reader.number, "a").status_code == 200
    send_notice(newsroom, "a", "kill", "The ministry denies it.")
    before = taken()
    answer = DOORS[door](browser, reader.number, "a")
    assert answer.status_code == 410
    page = text(answer.content.decode())
    assert "Killed Do not use this story. Remove it wherever it was published. The ministry denies it." in page
    assert "Minister resigns" not in page
    assert taken() == before


@every_door
def test_a_held_story_is_not_there_until_it_is_lifted(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path, door: str
) -> None:
    assert settings_home
    newsroom.release("a")
    send_notice(newsroom, "a", "hold", "Being checked.")
    assert DOORS[door](browser, reader.number, "a").status_code == 404
    newsroom.release("a", "lift")
    assert DOORS[door](browser, reader.number, "a").status_code == 200


@pytest.mark.parametrize("door", TAKING)
def test_a_used_up_quota_refuses_what_is_new_and_gives_again_what_was_taken(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path, door: str
) -> None:
    assert settings_home
    newsroom.release("a")
    newsroom.release("b")
    allow(reader, 1)
    assert DOORS[door](browser, reader.number, "a").status_code == 200
    refused = DOORS[door](browser, reader.number, "b")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= timedelta(days=7).total_seconds()
    assert "downloads open again" in refused.content.decode()
    for other in TAKING:
        assert DOORS[other](browser, reader.number, "a").status_code == 200


def test_a_package_that_is_too_much_for_the_quota_is_not_given_in_part(
    newsroom: Newsroom, reader: Reader, browser: Client, picture: Media
) -> None:
    newsroom.release("a", media=(picture,))
    allow(reader, 1)
    assert DOORS["package"](browser, reader.number, "a").status_code == 429
    assert taken() == []
    assert DOORS["text"](browser, reader.number, "a").status_code == 200


def test_who_took_a_story_holds_it(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    """Everybody to whom a story can be shown here had it by a number of their own: nothing is noted twice."""
    newsroom.release("a")
    assert DOORS["copy"](browser, reader.number, "a").status_code == 200
    assert not Holding.objects.exists()
    send_notice(newsroom, "a", "kill", "Wrong.")
    assert "Killed" in read(browser, f"/portal/wire/{reader.number}/")


def test_guids_of_any_shape_can_be_taken(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    assert settings_home
    for name in ("with space", "q?a=b&c", "per%cent", "tag/with/slashes", "سفينة"):
        newsroom.release(name)
        (href,) = re.findall(r'class="row-link" href="([^"]+)"', read(browser, f"/portal/wire/{reader.number}/"))[:1]
        page = read(browser, href.replace("&amp;", "&"))
        links = re.findall(r'href="(/portal/(?:download|package|mail)/[^"]+)"', page)
        assert len(links) == 5
        for link in links:
            assert browser.get(link.replace("&amp;", "&")).status_code == 200, link
