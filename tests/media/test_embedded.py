"""Metadata of picture files: read from every place, in every charset, broken or not; written around the pixels."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageFile, IptcImagePlugin, PngImagePlugin, TiffImagePlugin

from newswire.media.description import Description
from newswire.media.embedded import read_embedded, write_embedded
from newswire.media.iim import read_iim, wrap_photoshop, write_iim
from newswire.media.segments import APP13, Jpeg, Segment, put_together, replace_words, take_apart
from newswire.media.xmp import LONGEST_PACKET, read_xmp, write_xmp
from tests.media.pictures import decode, draw, encode

SAID = Description(
    headline="Köprü açıldı",
    caption="Orla Köprüsü iki yıl sonra açıldı; İstanbul'dan gelenler",
    credit="AA / M. Holt",
    creator="Mara Holt",
    copyright_notice="© 2026 Newswire",
    usage_terms="No archive after 30 days",
    city="Ostrava",
    country="Czechia",
    taken_at=datetime(2026, 11, 24, 6, 30, 15, tzinfo=UTC),
    keywords=("bridge", "köprü", "جسر"),
    alt={"en": "A bridge at dawn", "tr": "Şafakta bir köprü", "ar": "جسر عند الفجر"},
    guid="urn:newsml:newswire.example:20261124:0123456789abcdef0123456789abcdef",
)


def _iim_set(number: int, value: bytes, record: int = 2) -> bytes:
    return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value


def _with_iim(iim: bytes) -> bytes:
    jpeg = take_apart(encode(draw(60, 40)))
    return put_together(replace_words(jpeg, [Segment(APP13, wrap_photoshop(iim))]))


def test_what_is_written_into_a_jpeg_is_read_back_whole() -> None:
    reading = read_embedded(write_embedded(encode(draw(60, 40)), SAID))
    assert reading.problems == ()
    assert reading.xmp == SAID
    assert reading.iim.guid == "0123456789abcdef0123456789abcdef"
    assert msgspec.structs.replace(reading.iim, guid=SAID.guid, alt=SAID.alt) == SAID
    assert reading.best == SAID


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"}])
def test_the_pixels_stay_octet_for_octet(options: dict[str, Any]) -> None:
    before = encode(draw(300, 200), comment=b"old comment", xmp=b"<old/>", **options)
    after = write_embedded(before, SAID)
    one, other = take_apart(before), take_apart(after)
    assert other.scan == one.scan
    drawn = [segment for segment in one.segments if segment.marker < 0xE0 or segment.marker == 0xE0]
    assert [segment for segment in other.segments if segment.marker < 0xE0 or segment.marker == 0xE0] == drawn
    assert decode(after).tobytes() == decode(before).tobytes()
    assert b"old comment" not in after
    assert b"<old/>" not in after


def test_writing_again_replaces_and_adds_nothing() -> None:
    once = write_embedded(encode(draw(60, 40)), SAID)
    assert write_embedded(once, SAID) == once
    changed = read_embedded(write_embedded(once, Description(caption="New"))).best
    assert changed == Description(caption="New")


def test_camera_data_and_colour_profile_survive_writing() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    after = decode(write_embedded(encode(draw(60, 40), exif=exif, icc_profile=b"profile"), SAID))
    assert after.getexif()[0x0112] == 6
    assert after.info["icc_profile"] == b"profile"


def test_other_programmes_find_the_iptc_we_write() -> None:
    picture = decode(write_embedded(encode(draw(60, 40)), SAID))
    assert isinstance(picture, ImageFile.ImageFile)
    found = IptcImagePlugin.getiptcinfo(picture)
    assert found is not None
    assert found[(1, 90)] == b"\x1b%G"
    assert found[(2, 120)] == SAID.caption.encode()
    assert found[(2, 25)] == [word.encode() for word in SAID.keywords]
    assert found[(2, 55)] == b"20261124"


@pytest.mark.parametrize(
    ("marked", "value", "text"),
    [
        (True, "Şişli, İstanbul".encode(), "Şişli, İstanbul"),
        (False, "Şişli, İstanbul".encode("cp1254"), "Şişli, İstanbul"),
        (False, "Café à Orléans".encode("latin-1"), "Café à Orléans"),
        (False, "Orléans".encode(), "Orléans"),
    ],
)
def test_every_charset_of_iptc_is_read(marked: bool, value: bytes, text: str) -> None:
    head = _iim_set(90, b"\x1b%G", record=1) if marked else b""
    assert read_embedded(_with_iim(head + _iim_set(120, value))).best.caption == text


def test_the_object_name_stands_in_for_a_missing_headline() -> None:
    assert read_iim(_iim_set(5, b"BRIDGE")).headline == "BRIDGE"
    assert read_iim(_iim_set(5, b"BRIDGE") + _iim_set(105, b"It opens")).headline == "It opens"


def test_times_with_a_zone_are_brought_to_utc_and_impossible_ones_passed_over() -> None:
    assert read_iim(_iim_set(55, b"20261124") + _iim_set(60, b"093015+0300")).taken_at == SAID.taken_at
    assert read_iim(_iim_set(55, b"20261124")).taken_at == datetime(2026, 11, 24, tzinfo=UTC)
    assert read_iim(_iim_set(55, b"20261399") + _iim_set(60, b"990000")).taken_at is None
    assert read_iim(_iim_set(60, b"093015+0300")).taken_at is None


def test_an_iptc_text_is_cut_between_two_letters() -> None:
    read = read_iim(write_iim(Description(credit="Ş" * 40)))
    assert read.credit == "Ş" * 16


def test_exif_speaks_where_nothing_else_does() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "A hill", "Jan Orel", "© Orel"
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = "2026:11:24 09:30:15", "+03:00"
    content = encode(draw(60, 40), exif=exif)
    best = read_embedded(content).best
    assert (best.caption, best.creator, best.taken_at) == ("A hill", "Jan Orel", SAID.taken_at)
    assert read_embedded(write_embedded(content, SAID)).best.caption == SAID.caption


def test_a_png_and_a_tiff_are_read_too() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", write_xmp(SAID).decode())
    assert read_embedded(encode(draw(60, 40), "PNG", pnginfo=notes)).best == SAID
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[700], tags.tagtype[700] = write_xmp(SAID), 1
    tags[33723], tags.tagtype[33723] = write_iim(Description(credit="From IPTC")), 7
    reading = read_embedded(encode(draw(60, 40), "TIFF", tiffinfo=tags))
    assert reading.xmp.alt == SAID.alt
    assert reading.iim.credit == "From IPTC"


def test_xmp_written_as_attributes_and_without_a_language_is_read() -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
      <rdf:Description photoshop:Credit="AFP" photoshop:City="Lyon"><i:AltTextAccessibility><rdf:Alt>
      <rdf:li xml:lang="x-default">A river</rdf:li></rdf:Alt></i:AltTextAccessibility></rdf:Description>
      <rdf:Description photoshop:Country="France" photoshop:Credit="second"/></rdf:RDF></x:xmpmeta>"""
    said = read_xmp(packet)
    assert (said.credit, said.place, said.alt) == ("AFP", "Lyon, France", {"x-default": "A river"})


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (_with_iim(b"\x1c\x02\x78\xff\x00short"), "iim: the IPTC record is cut short"),
        (_with_iim(b"garbage"), "iim: an IPTC data set"),
        (encode(draw(20, 20), xmp=b"<x:xmpmeta>no end"), "xmp: the XMP is no XML"),
        (b"no picture at all", "file: "),
        (b"", "file: "),
    ],
)
def test_broken_metadata_is_noted_and_never_raised(content: bytes, complaint: str) -> None:
    reading = read_embedded(content)
    assert reading.problems[0].startswith(complaint)
    assert reading.best == Description()


def test_one_broken_kind_does_not_hide_another() -> None:
    jpeg = take_apart(encode(draw(20, 20), xmp=b"<broken"))
    iptc = Segment(APP13, wrap_photoshop(_iim_set(110, b"AA")))
    reading = read_embedded(put_together(Jpeg((*jpeg.segments, iptc), jpeg.scan)))
    assert reading.best == Description(credit="AA")
    assert len(reading.problems) == 1


def test_no_entity_of_a_hostile_packet_is_followed() -> None:
    packet = b"""<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <rdf:Description><dc:description>&secret;</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""
    assert "root" not in read_xmp(packet).caption


def test_control_characters_that_no_database_takes_are_dropped() -> None:
    assert read_embedded(_with_iim(_iim_set(120, b"A\0 hill\x07"))).best.caption == "A hill"


def test_a_packet_that_would_not_fit_is_cut_and_still_valid() -> None:
    long = Description(caption="é" * 60_000, usage_terms="x" * 60_000, keywords=tuple(str(n) * 9 for n in range(9000)))
    content = write_embedded(encode(draw(20, 20)), long)
    assert len(write_xmp(long)) <= LONGEST_PACKET
    assert read_embedded(content).xmp.caption == "é" * 4000


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"\xff\xd8", b"\xff\xd8\xff\xe0\xff\xffshort"])
def test_what_is_no_whole_jpeg_is_not_written_into(content: bytes) -> None:
    with pytest.raises(ValueError, match="JPEG"):
        write_embedded(content, SAID)
