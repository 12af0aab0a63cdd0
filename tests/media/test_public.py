"""Public copies carry pixels only and cannot be traced back to the original."""

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from newswire.kit.errors import NotFoundError
from newswire.media.description import Description
from newswire.media.embedded import read_embedded, write_embedded
from newswire.media.public import (
    do_end_copies,
    do_end_story,
    do_hold_copies,
    do_publish_copies,
    do_publish_copy,
    folder_of,
)
from newswire.media.store import do_store
from tests.media.pictures import decode, draw, encode

SECRET = "planted secret 7f3a"


def _photograph_with_secrets() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET  # description
    exif[0x013B] = SECRET  # artist
    gps = exif.get_ifd(0x8825)
    gps[29] = SECRET
    iptc = b"\xff\xed" + (len(SECRET) + 2 + 14).to_bytes(2, "big") + b"Photoshop 3.0\0" + SECRET.encode()
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    content = encode(draw(1600, 1000), exif=exif, comment=SECRET.encode(), xmp=xmp)
    return content[:2] + iptc + content[2:]


def test_no_metadata_survives_in_a_public_copy(home: Path) -> None:
    original = _photograph_with_secrets()
    assert original.count(SECRET.encode()) >= 5
    copy = do_publish_copy(home, do_store(home, original), "web", "story")
    content = (folder_of(home) / copy.name).read_bytes()
    assert SECRET.encode() not in content
    assert b"Exif" not in content
    public = decode(content)
    assert not public.getexif()
    assert set(public.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert (copy.width, copy.height) == public.size == (1280, 800)


def test_every_size_comes_as_jpeg_and_as_a_smaller_webp_without_what_the_file_said(home: Path) -> None:
    copies = do_publish_copies(home, do_store(home, _photograph_with_secrets()), "story")
    assert [(copy.width, copy.height, copy.mime) for copy in copies] == [
        (320, 200, "image/jpeg"),
        (640, 400, "image/jpeg"),
        (1280, 800, "image/jpeg"),
        (320, 200, "image/webp"),
        (640, 400, "image/webp"),
        (1280, 800, "image/webp"),
    ]
    contents = {copy.name: (folder_of(home) / copy.name).read_bytes() for copy in copies}
    for copy in copies:
        public = decode(contents[copy.name])
        assert public.size == (copy.width, copy.height)
        assert public.format == copy.mime.removeprefix("image/").upper()
        assert SECRET.encode() not in contents[copy.name]
        assert not public.getexif()
        assert not {"exif", "icc_profile", "comment"} & set(public.info)
    assert len({copy.name.split("-")[0] for copy in copies}) == 1
    for jpeg, webp in zip(copies[:3], copies[3:], strict=True):
        assert len(contents[webp.name]) < len(contents[jpeg.name])


def test_whose_picture_it_is_stands_in_both_kinds(home: Path) -> None:
    jpeg = write_embedded(encode(draw(300, 200)), Description(credit="Ada Lind", caption=SECRET))
    for copy in do_publish_copies(home, do_store(home, jpeg), "story"):
        content = (folder_of(home) / copy.name).read_bytes()
        assert read_embedded(content).best == Description(credit="Ada Lind")
        assert SECRET.encode() not in content


def test_a_small_picture_is_not_kept_twice(home: Path) -> None:
    copies = do_publish_copies(home, do_store(home, encode(draw(300, 200))), "story")
    assert [(copy.width, copy.mime) for copy in copies] == [(300, "image/jpeg"), (300, "image/webp")]
    assert sorted(one.name for one in folder_of(home).iterdir()) == sorted(copy.name for copy in copies)
    assert do_publish_copies(home, do_store(home, encode(draw(300, 200))), "story") == copies


def test_text_chunks_of_a_png_are_dropped(home: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET)
    copy = do_publish_copy(home, do_store(home, encode(draw(300, 200), "PNG", pnginfo=notes)), "web", "story")
    assert SECRET.encode() not in (folder_of(home) / copy.name).read_bytes()


def test_the_public_name_says_nothing_of_the_original_and_is_each_storys_own(home: Path) -> None:
    sha256 = do_store(home, encode(draw(300, 200)))
    one = do_publish_copy(home, sha256, "web", "one")
    other = do_publish_copy(home, sha256, "web", "other")
    thumbnail = do_publish_copy(home, sha256, "thumbnail", "one")
    assert len({one.name, other.name, thumbnail.name}) == 3
    assert sha256[:16] not in one.name
    do_end_copies(home, [one.name])
    assert sorted(path.name for path in folder_of(home).glob("*.jpg")) == sorted([other.name, thumbnail.name])


def test_publishing_and_removing_again_change_nothing(home: Path) -> None:
    sha256 = do_store(home, encode(draw(300, 200)))
    first = do_publish_copy(home, sha256, "web", "one")
    assert do_publish_copy(home, sha256, "web", "one") == first
    for _time in range(2):
        do_end_copies(home, [first.name])
        assert [one.name for one in folder_of(home).iterdir()] == [f"{first.name}.ended"]
    assert do_publish_copy(home, sha256, "web", "one") == first
    assert [one.name for one in folder_of(home).iterdir()] == [first.name]


def test_what_was_held_is_gone_once_the_story_is(home: Path) -> None:
    sha256 = do_store(home, encode(draw(300, 200)))
    names = [do_publish_copy(home, sha256, size, "one").name for size in ("web", "thumbnail")]
    other = do_publish_copy(home, sha256, "web", "other").name
    for _time in range(2):
        do_hold_copies(home, names, "one")
    assert [one.name for one in folder_of(home).glob("*.jpg*")] == [other]
    do_end_story(home, [], "one")
    left = sorted([other, *(f"{name}.ended" for name in names)])
    assert sorted(one.name for one in folder_of(home).iterdir()) == left


def test_removing_reaches_no_file_outside_the_folder(home: Path) -> None:
    sha256 = do_store(home, encode(draw(30, 20)))
    outside = f"../media/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    do_hold_copies(home, [outside], "../one")
    do_end_copies(home, [outside])
    assert (home / "media" / sha256[:2] / sha256[2:4] / sha256).exists()


def test_a_picture_the_store_does_not_have_cannot_be_published(home: Path) -> None:
    with pytest.raises(NotFoundError):
        do_publish_copy(home, "0" * 64, "web", "story")
