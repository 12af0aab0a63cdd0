"""Renditions in the background: one picture at a time, each once, around the focal point, the original unchanged."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import override_settings
from PIL import Image

from newswire.media import preparation
from newswire.media.description import Description
from newswire.media.embedded import read_embedded, write_embedded
from newswire.media.models import Picture
from newswire.media.picture import crop_around
from newswire.media.preparation import do_prepare_next, read_files, run_preparation
from newswire.media.public import do_publish_copy, folder_of
from newswire.media.renditions import do_describe, do_make_renditions
from newswire.media.segments import take_apart
from newswire.media.store import do_store, do_store_path, path_of, read_file
from tests.media.pictures import decode, draw, encode
from tests.media.test_embedded import SAID


@pytest.fixture
def own_home(dsn: str, home: Path) -> Iterator[Path]:  # noqa: ARG001 - the database must be there
    with override_settings(NEWSWIRE_HOME=home, MEDIA_ROOT=home / "desk-media"):
        yield home


def keep(content: bytes, **fields: object) -> Picture:
    return Picture.objects.create(title="A hill", file=ContentFile(content, "hill.jpg"), **fields)


def test_a_new_picture_is_prepared_once_and_its_original_unchanged(own_home: Path, now: datetime) -> None:
    content = encode(draw())
    picture = keep(content)
    assert do_prepare_next(own_home, now)
    assert not do_prepare_next(own_home, now)
    picture.refresh_from_db()
    assert picture.renditions_at == now
    files = {one.name: one for one in read_files(picture.files, own_home)}
    assert set(files) == {"thumbnail", "web", "full"}
    assert read_file(own_home, files["full"].sha256) == content
    with picture.open_file() as file:
        assert hashlib.sha256(file.read()).hexdigest() == hashlib.sha256(content).hexdigest()


def test_a_picture_another_worker_is_about_is_passed_over(own_home: Path, now: datetime) -> None:
    first, second = keep(encode(draw(60, 40))), keep(encode(draw(70, 40)))
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM media_picture WHERE id = %s FOR UPDATE", [first.pk])
            assert do_prepare_next(own_home, now)
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.renditions_at, second.renditions_at) == (None, now)


def test_a_picture_that_cannot_be_used_is_noted_and_does_not_come_again(own_home: Path, now: datetime) -> None:
    picture = keep(encode(draw(400, 300)))
    Path(picture.file.path).write_bytes(b"damaged on the disk")
    assert do_prepare_next(own_home, now)
    assert not do_prepare_next(own_home, now)
    [(metadata, files)] = Picture.objects.values_list("metadata", "files")
    assert metadata["renditions"].startswith("This is not a JPEG")
    assert files == []


def test_files_that_are_gone_from_the_store_count_as_not_made(own_home: Path, now: datetime) -> None:
    picture = keep(encode(draw(60, 40)))
    do_prepare_next(own_home, now)
    picture.refresh_from_db()
    files = read_files(picture.files, own_home)
    path_of(own_home, files[0].sha256).unlink()
    assert read_files(picture.files, own_home) == ()


def test_the_loop_works_until_it_is_stopped(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(encode(draw(60, 40)))
    keep(encode(draw(61, 40)))
    stop = Event()
    monkeypatch.setattr(preparation, "close_old_connections", lambda: None)
    monkeypatch.setattr(stop, "wait", lambda _seconds: stop.set())
    run_preparation(own_home, stop)
    assert not Picture.objects.filter(renditions_at=None).exists()


def test_the_thumbnail_shows_what_the_focal_point_points_at(home: Path) -> None:
    picture = Image.new("RGB", (3000, 2000), "white")
    picture.paste("red", (2600, 1600, 2900, 1900))
    thumbnail, web, full = do_make_renditions(home, encode(picture), (2750, 1750, 300, 300))
    seen = decode(read_file(home, thumbnail.sha256))
    red, green, _blue = seen.getpixel((seen.width // 2 + 60, seen.height // 2 + 30))  # type: ignore[misc]
    assert (red > 200, green < 60) == (True, True)
    assert (web.width, full.width) == (1280, 3000)
    assert thumbnail.width == 320


@pytest.mark.parametrize("focus", [(0, 0, 10, 10), (399, 299, 10, 10), (200, 150, 4000, 4000), (5000, 5000, 1, 1)])
def test_a_crop_never_leaves_the_picture(focus: tuple[int, int, int, int]) -> None:
    for size in ((400, 300), (30, 900), (900, 30)):
        cut = crop_around(draw(*size), focus)
        assert 0 < cut.width <= size[0]
        assert 0 < cut.height <= size[1]


def test_delivered_jpegs_carry_the_words_around_the_same_pixels(home: Path) -> None:
    bare = do_make_renditions(home, encode(draw()))
    described = do_describe(home, bare, SAID)
    for before, after in zip(bare, described, strict=True):
        content = read_file(home, after.sha256)
        assert read_embedded(content).best == SAID
        assert take_apart(content).scan == take_apart(read_file(home, before.sha256)).scan
        assert (after.name, after.width, after.size) == (before.name, before.width, len(content))
    assert do_describe(home, bare, SAID) == described


def test_what_is_no_jpeg_is_delivered_as_it_came(home: Path) -> None:
    bare = do_make_renditions(home, encode(draw(60, 40), "PNG"))
    described = do_describe(home, bare, SAID)
    assert described[2] == bare[2]
    assert read_embedded(read_file(home, described[0].sha256)).best == SAID


def test_a_public_copy_says_whose_picture_it_is_and_nothing_else(home: Path) -> None:
    sha256 = do_store(home, write_embedded(encode(draw(300, 200)), SAID))
    content = (folder_of(home) / do_publish_copy(home, sha256, "web", "story").name).read_bytes()
    said = read_embedded(content).best
    assert said == Description(credit=SAID.credit, copyright_notice=SAID.copyright_notice)
    for secret in (SAID.caption, SAID.guid, SAID.creator, SAID.city, SAID.alt["en"], SAID.guid[-32:]):
        assert secret.encode() not in content


def test_a_large_file_is_kept_under_its_hash_like_a_small_one(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "film"
    source.write_bytes(bytes(range(256)) * 10_000)
    sha256 = do_store_path(home, source)
    assert do_store(home, source.read_bytes()) == sha256
    assert read_file(home, sha256) == source.read_bytes()
