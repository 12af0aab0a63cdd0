"""A package: what is in it, what its list says of it, and how little of it stands in memory."""

import hashlib
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from newswire.item.item import Item, Media, Rendition
from newswire.item.release import Entry, LeftOut
from newswire.item.rights import Restriction
from newswire.media.store import do_end, do_store
from newswire.portal.taking import package
from newswire.portal.taking.package import (
    MANIFEST,
    Manifest,
    Missing,
    Plan,
    Text,
    pick_files,
    read_manifest,
    write_package,
)
from tests.stories import make_item


def make_picture(home: Path, name: str, content: bytes, **changes: Any) -> Media:
    files = (
        Rendition("web", do_store(home, b"small " + content), "image/jpeg", 10, 10, len(content) + 6),
        Rendition("full", do_store(home, content), "image/jpeg", 100, 80, len(content)),
    )
    return Media(name, "picture", renditions=files, **changes)


def make_entry(now: datetime, media: tuple[Media, ...], **changes: Any) -> tuple[Entry, Item]:
    item = make_item("a", now, media=media, copyright_notice="© Newswire", rights=Restriction(no_web=True))
    entry = Entry(n=1, kind="new", use="publish", until=None, guid=item.guid, version=3, released_at=now, item=item)
    return msgspec.structs.replace(entry, **changes), item


def pack(home: Path, now: datetime, entry: Entry, item: Item) -> tuple[zipfile.ZipFile, Manifest]:
    pictures, missing = pick_files(home, entry, item, "harbour-v3")
    plan = Plan(
        entry=entry,
        item=item,
        packed_at=now,
        usage=["Not for websites."],
        texts=[Text("harbour-v3.txt", "text/plain", "Köprü".encode())],
        pictures=pictures,
        missing=missing,
    )
    archive = zipfile.ZipFile(io.BytesIO(b"".join(write_package(home, plan))))
    assert archive.testzip() is None
    return archive, read_manifest(archive.read(MANIFEST))


def test_every_file_is_in_the_list_with_its_hash(tmp_path: Path, now: datetime) -> None:
    picture = make_picture(
        tmp_path, "p", b"pixels", caption="The quay", credit="Ada Lind", rights=Restriction(no_archive=True)
    )
    archive, manifest = pack(tmp_path, now, *make_entry(now, (picture,)))
    assert archive.namelist() == ["harbour-v3.txt", "pictures/harbour-v3-picture-1-full.jpg", MANIFEST]
    for file in manifest.files:
        content = archive.read(file.name)
        assert (file.sha256, file.bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    said = manifest.files[1]
    assert archive.read(said.name) == b"pixels"
    assert (said.media_id, said.caption, said.credit, said.restrictions) == ("p", "The quay", "Ada Lind", "NO ARCHIVE")
    assert (manifest.version, manifest.use, manifest.restrictions) == (3, "publish", "NO WEB")
    assert (manifest.copyright, manifest.provider, manifest.usage) == ("© Newswire", "Newswire", ["Not for websites."])


def test_what_is_left_out_is_named_with_the_reason(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MOST_BYTES", 20)
    killed, lost = make_picture(tmp_path, "killed", b"killed"), make_picture(tmp_path, "lost", b"lost")
    film = Media("film", "video", renditions=(Rendition("full", "f" * 64, "video/mp4"),))
    large = make_picture(tmp_path, "large", b"x" * 21)
    fits = make_picture(tmp_path, "fits", b"fits")
    do_end(tmp_path, killed.renditions[1].sha256)
    entry, item = make_entry(
        now, (killed, lost, film, large, fits), left_out=(LeftOut("refused", "picture", "JP OUT"),)
    )
    picked, missing = pick_files(tmp_path, entry, item, "s")
    assert [one.media.id for one in picked] == ["lost", "fits"]
    (
        tmp_path / "media" / lost.renditions[1].sha256[:2] / lost.renditions[1].sha256[2:4] / lost.renditions[1].sha256
    ).unlink()
    archive, manifest = pack(tmp_path, now, entry, item)
    assert manifest.not_included == [
        Missing("refused", "picture", "restricted"),
        Missing("killed", "picture", "withdrawn"),
        Missing("film", "video", "not-a-picture"),
        Missing("large", "picture", "too-large"),
        Missing("lost", "picture", "lost"),
    ]
    assert missing == manifest.not_included[:-1]
    assert [one for one in archive.namelist() if one.startswith("pictures/")] == [
        "pictures/harbour-v3-picture-5-full.jpg"
    ]


def test_a_package_is_written_piece_by_piece(tmp_path: Path, now: datetime) -> None:
    media = tuple(make_picture(tmp_path, f"p{at}", bytes([at]) * 100_000) for at in range(10))
    entry, item = make_entry(now, media)
    pictures, missing = pick_files(tmp_path, entry, item, "s")
    plan = Plan(entry=entry, item=item, packed_at=now, usage=[], texts=[], pictures=pictures, missing=missing)
    pieces = list(write_package(tmp_path, plan))
    assert len(pieces) == 11
    assert max(map(len, pieces)) < 101_000


def test_a_story_from_before_zip_was_invented_can_be_packed(tmp_path: Path, now: datetime) -> None:
    entry, item = make_entry(now, (), released_at=now.replace(year=1969))
    archive, _ = pack(tmp_path, now, entry, item)
    assert archive.infolist()[0].date_time[0] == 1980
