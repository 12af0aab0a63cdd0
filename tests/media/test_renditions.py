"""Renditions: the sizes are right, the original is untouched, bad pictures are refused with a reason."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from newswire.media.picture import PictureError, read_picture
from newswire.media.renditions import do_make_renditions
from newswire.media.store import read_file
from tests.media.pictures import decode, draw, encode


def test_a_photograph_gets_three_renditions(home: Path) -> None:
    original = encode(draw(1600, 1200))
    thumbnail, web, full = do_make_renditions(home, original)
    assert [(one.name, one.width, one.height) for one in (thumbnail, web, full)] == [
        ("thumbnail", 320, 240),
        ("web", 1280, 960),
        ("full", 1600, 1200),
    ]
    assert read_file(home, full.sha256) == original
    for one in (thumbnail, web):
        content = read_file(home, one.sha256)
        assert decode(content).size == (one.width, one.height)
        assert len(content) == one.size
        assert one.mime == "image/jpeg"


def test_a_small_picture_is_never_enlarged(home: Path) -> None:
    thumbnail, web, full = do_make_renditions(home, encode(draw(200, 100), "PNG"))
    assert {(one.width, one.height) for one in (thumbnail, web, full)} == {(200, 100)}
    assert full.mime == "image/png"


def test_a_picture_taken_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn a quarter clockwise
    assert read_picture(encode(draw(400, 300), exif=exif)).size == (300, 400)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_every_colour_mode_becomes_rgb_and_transparency_white(mode: str) -> None:
    picture = draw(40, 30, "RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))
    read = read_picture(encode(picture.convert(mode), "PNG"))
    assert read.mode == "RGB"
    if mode in {"RGBA", "LA"}:
        assert read.getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_for_print_is_brought_to_screen_colours() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert read_picture(encode(draw(40, 30), icc_profile=profile)).mode == "RGB"
    assert read_picture(encode(draw(40, 30), icc_profile=b"broken profile")).mode == "RGB"
    assert read_picture(encode(draw(40, 30, "CMYK"))).mode == "RGB"


def _png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises `width` × `height` pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + k + data + struct.pack(">I", zlib.crc32(k + data)) for k, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (encode(draw(400, 300))[:2000], "cut short"),
        (encode(draw(400, 300), "PNG")[:300], "cut short"),
        (_png_claiming(9000, 9000), "9000 × 9000"),
        (_png_claiming(60000, 60000), "more than"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG"),
        (b"", "not a JPEG"),
        (encode(draw(10, 10), "BMP"), "not a JPEG"),
    ],
)
def test_what_is_no_usable_picture_is_refused_and_nothing_is_stored(home: Path, content: bytes, complaint: str) -> None:
    with pytest.raises(PictureError, match=complaint):
        do_make_renditions(home, content)
    assert not (home / "media").exists()
