"""What a page may weigh: one style sheet, one small script, no large font, pictures in the size the reader needs."""

import re
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish
from newswire.public.bundle import SCRIPT, STYLE, read_site_assets
from tests.edition.contents import PICTURE, make_content
from tests.public.door import Door
from tests.public.pictures import make_picture

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
PATH = f"/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"
PAGES = ("/en/", "/ar/", "/en/economy/", PATH, "/en/nowhere")
FONTS = {".woff2", ".woff", ".ttf", ".otf"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_one_style_sheet_and_one_script(
    door: Door, connection: Connection, now: datetime, path: str
) -> None:
    do_publish(connection, GUID, make_content(), now)
    page = door.get(path).text
    assets = read_site_assets()
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [assets[STYLE].address]
    assert re.findall(r'<script [^>]*src="([^"]+)"', page) == [assets[SCRIPT].address]
    assert "<style" not in page


def test_the_one_sheet_holds_all_rules_and_the_one_script_all_scripts() -> None:
    assets = read_site_assets()
    for whole, suffix in ((STYLE, ".css"), (SCRIPT, ".js")):
        parts = [one for name, one in assets.items() if name.endswith(suffix) and name not in (STYLE, SCRIPT)]
        assert len(parts) > 1
        assert all(part.content.strip() in assets[whole].content for part in parts)
    sheet = assets[STYLE].content.decode()
    assert "@import" not in sheet
    # names that pages of different kinds share must be defined first
    assert sheet.startswith(assets["look/tokens.css"].content.decode().strip()[:100])


def test_scripts_are_at_most_ten_kilobytes() -> None:
    assert len(read_site_assets()[SCRIPT].content) <= 10_000


def test_no_font_is_larger_than_forty_kilobytes() -> None:
    source = Path(__file__).parents[2] / "src" / "newswire"
    fonts = [path for part in ("look", "public") for path in (source / part).rglob("*") if path.suffix in FONTS]
    assert [path.name for path in fonts if path.stat().st_size > 40_000] == []
    assert b"@font-face" not in read_site_assets()[STYLE].content or fonts


def test_pictures_come_in_several_sizes_and_say_their_own(
    door: Door, connection: Connection, now: datetime, home: Path
) -> None:
    picture = make_picture(home, "story")
    do_publish(connection, GUID, make_content(picture=picture), now)
    for path in ("/en/", "/en/economy/", PATH):
        page = door.get(path).text
        shown = re.findall(r"<picture>.*?</picture>", page, re.S)
        assert shown, path
        for one in shown:
            assert f'width="{picture.width}" height="{picture.height}"' in one
            for kind in ("jpg", "webp"):
                for size, width in (("thumbnail", 320), ("medium", 640), ("web", 800)):
                    assert re.search(rf"/media/[0-9a-f]{{40}}-{size}\.{kind} {width}w", one), one
            assert one.index("image/webp") < one.index("<img")
        for name in set(re.findall(r"/media/[\w.-]+", page)):
            answer = door.get(name)
            assert (answer.status, answer.headers["content-type"]) == (
                200,
                "image/webp" if name.endswith("webp") else "image/jpeg",
            )


def test_a_picture_of_one_file_is_shown_as_it_is(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    page = door.get(PATH).text
    assert f'<img src="/media/{PICTURE.src}" width="1280" height="853" alt="Ships outside a breakwater">' in page
    assert "srcset" not in page


def test_a_page_written_again_is_the_same_page_until_a_time_on_it_changes(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(), now)
    first = door.get(PATH).headers["etag"]
    door.wait(seconds=35)
    assert door.get(PATH).headers["etag"] == first
    assert door.get(PATH, if_none_match=first).status == 304


def test_menus_kept_for_one_page_are_right_on_every_other(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    for _time in range(2):
        for language, word in (("en", "Sections"), ("ar", 'lang="ar" dir="rtl"'), ("tr", 'href="/tr/world/"')):
            page = door.get(f"/{language}/").text
            assert word in page
            menu = page.split('<nav class="sections"')[1].split("</nav>")[0]
            assert "aria-current" not in menu
            menus = page.split('<nav class="languages"')[1].split("</nav>")[0]
            assert re.findall(r'lang="(\w+)"[^>]*aria-current="true"', menus) == [language]
        section = door.get("/en/economy/").text.split('<nav class="sections"')[1].split("</nav>")[0]
        assert re.findall(r'href="(/en/\w+/)" aria-current="page"', section) == ["/en/economy/"]
        story = door.get(PATH).text.split('<nav class="sections"')[1].split("</nav>")[0]
        assert re.findall(r'href="(/en/\w+/)" aria-current="true"', story) == ["/en/economy/"]
