"""The list of formats: each is found from its bytes, each is documented, strangers are refused."""

from pathlib import Path

import pytest

from newswire.formats.table import FORMATS, detect
from newswire.kit.errors import FormatError
from tests.shared_data import require_shared_data

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("content", "filename", "name"),
    [
        (b'{"uri": "urn:x:1"}', "a.json", "ninjs"),
        (b'\xef\xbb\xbf [\n {"type": "text", "uri": "urn:x:1"}]', "a", "ninjs"),
        (b'<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "a.xml", "newsml-g2"),
        (b'<n:newsMessage xmlns:n="http://iptc.org/std/nar/2006-10-01/"/>', "a.xml", "newsml-g2"),
        ('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>'.encode("utf-16"), "a.xml", "newsml-g2"),
        (b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS TOPICS="YES">', "reut2-000.sgm", "reuters21578"),
        (b'<REUTERS TOPICS="YES" NEWID="1">', "stories", "reuters21578"),
        (b"World\n\nHeadline\n", "story.TXT", "webpage"),
        ("Dünya\n\nBaşlık\n".encode("utf-16"), "story.txt", "webpage"),
        (b'<REUTERS TOPICS="YES" NEWID="1">', "story.txt", "reuters21578"),
    ],
)
def test_a_format_is_told_from_content_and_name(content: bytes, filename: str, name: str) -> None:
    assert detect(content, filename).name == name


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "picture.png"),
        (b"\x00\x01", "story.txt"),
        (b"a,b\n1,2\n", "table.csv"),
        (b"tea\ncoffee\ncocoa\n", "codes.txt"),
        (b"About the collection\n\n26 September 1997\n\nThe stories lie beside this file.\n", "README.txt"),
        (b"<rss version='2.0'/>", "feed.xml"),
        (b'{"name": "no ninjs"}', "a.json"),
    ],
)
def test_what_no_reader_takes_is_refused_and_the_readers_are_named(content: bytes, filename: str) -> None:
    with pytest.raises(FormatError) as caught:
        detect(content, filename)
    for name in FORMATS:
        assert name in caught.value.detail


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match="line 1: the file is empty"):
        detect(content, "story.txt")


def test_names_are_the_keys_and_every_format_can_do_something() -> None:
    for name, one in FORMATS.items():
        assert one.name == name
        assert one.title
        assert "/" in one.media_type
        assert one.reader or one.writer


def test_every_format_has_its_folder() -> None:
    folder = _ROOT / "src" / "newswire" / "formats"
    for name, one in FORMATS.items():
        own = folder / name.replace("-", "_")
        assert (own / "reader.py").exists() == (one.reader is not None)
        assert (own / "writer.py").exists() == (one.writer is not None)


def test_the_reference_page_lists_exactly_these_formats() -> None:
    text = (_ROOT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    expected = [
        f"| `{one.name}` | {one.title} | `{one.media_type}` | {'yes' if one.reader else 'no'} "
        f"| {'yes' if one.writer else 'no'} |"
        for one in FORMATS.values()
    ]
    assert rows == expected


def test_the_reference_data_is_recognised() -> None:
    samples = {
        "ninjs": require_shared_data("standards", "reference-examples", "ninjs").glob("*.json"),
        "newsml-g2": require_shared_data("standards", "reference-examples", "g2").glob("*.xml"),
        "reuters21578": require_shared_data("corpora", "reuters21578").glob("*.sgm"),
        "webpage": require_shared_data("stories").glob("*.txt"),
    }
    for name, paths in samples.items():
        for path in paths:
            assert detect(path.read_bytes(), path.name).name == name, path


def test_in_the_folder_of_a_collection_only_its_stories_are_taken() -> None:
    taken = set()
    for path in require_shared_data("corpora", "reuters21578").iterdir():
        try:
            taken.add((detect(path.read_bytes(), path.name).name, path.suffix))
        except FormatError:
            continue
    assert taken == {("reuters21578", ".sgm")}
