"""The website as files: complete, whole, and without what was taken back."""

import os
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.media.public import do_end_copies
from newswire.public.all_paths import read_all_paths
from newswire.public.bundle import read_site_assets
from newswire.public.export import MARK, Exported, ExportFolderError, export_site, file_of
from tests.edition.contents import make_content
from tests.public.door import Door
from tests.public.pictures import make_picture

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
STORY = f"en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}/index.html"


def _paths(door: Door) -> list[str]:
    async def read() -> list[str]:
        async with await psycopg.AsyncConnection.connect(door.dsn, autocommit=True) as connection:
            return [path async for path in read_all_paths(connection, read_site_assets())]

    return door.run(read())


def _export(door: Door, folder: Path) -> Exported:
    door.wait(seconds=1)
    return door.run(export_site(door.site, _paths(door), "en", folder))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MARK}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/en/", "en/index.html"),
        ("/en/world/slug/abc", "en/world/slug/abc/index.html"),
        ("/ru/world/%D0%BF%D0%BE%D1%80%D1%82/abc", "ru/world/порт/abc/index.html"),
        ("/en/world/at-3.5-per-cent/abc", "en/world/at-3.5-per-cent/abc/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/en/feed.json", "en/feed.json"),
        ("/static/public/newswire.css", "static/public/newswire.css"),
        ("/media/abc-web.webp", "media/abc-web.webp"),
    ],
)
def test_every_address_has_a_file_that_servers_find(path: str, name: str) -> None:
    assert file_of(path) == name


def test_the_export_has_every_page_and_file_as_it_is_served(
    door: Door, connection: Connection, now: datetime, home: Path, tmp_path: Path
) -> None:
    picture = make_picture(home, "story")
    do_publish(connection, GUID, make_content(picture=picture), now)
    do_publish(connection, f"{GUID}:ru", make_content(language="ru", slug="порт", picture=None), now)
    folder = tmp_path / "site"
    done = _export(door, folder)
    files = _files(folder)
    assert done == Exported(written=len(files))
    assert {f"{language}/index.html" for language in EDITIONS} < files
    assert {f"{language}/{section}/index.html" for language in EDITIONS for section in SECTIONS} < files
    assert {f"media/{name}" for name in picture.names} < files
    assert {f"static/{name}" for name in read_site_assets()} < files
    assert {STORY, "robots.txt", "favicon.ico", "index.html", "404.html"} < files
    assert f"ru/economy/порт/{public_id_of(f'{GUID}:ru')}/index.html" in files
    served = {file_of(path): unquote(path) for path in _paths(door)}
    assert served.keys() == files - {"index.html", "404.html"}
    for name, path in served.items():
        assert (folder / name).read_bytes() == door.get(path).body, name
    assert (folder / "index.html").read_bytes() == door.get("/en/").body
    assert "There is no page at this address." in (folder / "404.html").read_text()


@pytest.mark.parametrize("take_back", ["hold", "withdraw"])
def test_what_is_taken_back_is_removed_with_its_pictures(
    door: Door, connection: Connection, now: datetime, home: Path, tmp_path: Path, take_back: str
) -> None:
    picture = make_picture(home, "story")
    do_publish(connection, GUID, make_content(picture=picture), now)
    folder = tmp_path / "site"
    _export(door, folder)
    assert STORY in _files(folder)
    do_end_copies(home, picture.names)
    if take_back == "hold":
        do_hold(connection, GUID)
    else:
        do_withdraw(connection, GUID, now)
    before = _files(folder)
    done = _export(door, folder)
    assert done.removed == len(before - _files(folder))
    assert before - _files(folder) >= {STORY, *(f"media/{name}" for name in picture.names)}
    assert STORY not in _files(folder)
    assert not (folder / STORY).parents[1].exists()
    everything = b"".join((folder / name).read_bytes() for name in _files(folder))
    assert b"harbour opens" not in everything
    assert not any(name.encode() in everything or name in str(_files(folder)) for name in picture.names)


def test_a_file_that_did_not_change_keeps_its_time(
    door: Door, connection: Connection, now: datetime, tmp_path: Path
) -> None:
    do_publish(connection, GUID, make_content(picture=None), now)
    folder = tmp_path / "site"
    _export(door, folder)
    for name in _files(folder):
        os.utime(folder / name, (1, 1))
    do_publish(connection, GUID, make_content(picture=None, headline="Changed", slug="changed"), now)
    done = _export(door, folder)
    written = {name for name in _files(folder) if (folder / name).stat().st_mtime != 1}
    assert done.removed == 1
    assert done.written == len(written)
    assert done.unchanged == len(_files(folder)) - len(written)
    assert "en/index.html" in written
    assert not {"tr/index.html", "robots.txt", "static/public/newswire.css"} & written
    assert not [name for name in _files(folder) if name.endswith(".new")]


def test_a_story_taken_back_while_the_export_runs_is_not_in_it(
    door: Door, connection: Connection, now: datetime, tmp_path: Path
) -> None:
    do_publish(connection, GUID, make_content(picture=None), now)
    folder = tmp_path / "site"
    _export(door, folder)
    paths = _paths(door)
    do_withdraw(connection, GUID, now)
    door.wait(seconds=1)
    before = _files(folder)
    done = door.run(export_site(door.site, paths, "en", folder))
    assert done.removed == len(before - _files(folder))
    assert STORY not in _files(folder)


def test_a_folder_of_somebody_else_is_left_alone(door: Door, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear")
    for folder in (tmp_path / "letters", tmp_path / "letters" / "one.txt"):
        with pytest.raises(ExportFolderError, match="Name a new folder"):
            _export(door, folder)
    assert (tmp_path / "letters" / "one.txt").read_text() == "dear"


def test_all_addresses_are_encoded_and_each_stands_once(
    door: Door, connection: Connection, now: datetime, home: Path
) -> None:
    do_publish(connection, GUID, make_content(picture=make_picture(home, "story")), now)
    do_publish(connection, f"{GUID}:ru", make_content(language="ru", slug="порт", picture=None), now)
    do_publish(connection, f"{GUID}:held", make_content(picture=None), now)
    do_hold(connection, f"{GUID}:held")
    paths = _paths(door)
    assert len(paths) == len(set(paths))
    assert all(path.isascii() and path.startswith("/") for path in paths)
    assert (
        len([path for path in paths if unquote(path).endswith((public_id_of(GUID), public_id_of(f"{GUID}:ru")))]) == 2
    )
    assert not [path for path in paths if public_id_of(f"{GUID}:held") in path]
    assert all(door.get(unquote(path)).status == 200 for path in paths)
