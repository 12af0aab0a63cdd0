"""Content codings: what is chosen, what is sent, what caches on the way are told."""

import gzip
from datetime import datetime

import brotli
import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish
from newswire.public.answers import HTML, PICTURE, Answer, make_answer
from newswire.public.compress import LEAST_BYTES, encode
from newswire.public.negotiation import choose_coding
from tests.edition.contents import make_content
from tests.public.door import Door

TEXT = "".join(f"<p>Paragraph {number}</p>" for number in range(200)).encode()
GUID = "urn:newsml:test.example:20261124:harbour"
PATH = f"/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"
DECODE = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def _headers(answer: Answer) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in answer.headers}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0.3, gzip", "gzip"),
        ("br;q=0.2, identity", ""),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0", ""),
        ("br;q=nonsense, gzip", "gzip"),
        ("deflate, zstd", ""),
        (",,;q=1,", ""),
    ],
)
def test_the_smallest_coding_the_reader_likes_best_is_chosen(accepted: str, coding: str) -> None:
    assert choose_coding(accepted) == coding


@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_a_text_is_sent_in_the_coding_with_a_length_and_a_tag_of_its_own(coding: str) -> None:
    answer = make_answer(200, TEXT, HTML, "public, max-age=5")
    encoded = encode(answer, coding)
    headers = _headers(encoded)
    assert DECODE[coding](encoded.body) == TEXT
    assert headers["content-length"] == str(len(encoded.body))
    assert headers["vary"] == "accept-encoding"
    assert headers.get("content-encoding", "") == coding
    assert headers["etag"] == (f"W/{answer.etag}" if coding else answer.etag)
    assert headers["cache-control"] == "public, max-age=5"
    assert (encoded.body is answer.body) is (coding == "")


def test_what_gains_nothing_is_left_alone() -> None:
    for answer in (
        make_answer(200, b"x" * (LEAST_BYTES - 1), HTML, "no-cache"),
        make_answer(200, TEXT, "image/jpeg", PICTURE),
        make_answer(404, TEXT, HTML, "no-cache"),
    ):
        assert encode(answer, "br") is answer


def test_what_depends_on_something_else_too_says_both() -> None:
    answer = make_answer(200, TEXT, HTML, "no-cache", {"vary": "accept-language"})
    assert _headers(encode(answer, "br"))["vary"] == "accept-language, accept-encoding"


def test_compressing_twice_gives_the_same_bytes() -> None:
    answer = make_answer(200, TEXT, HTML, "no-cache")
    for coding in ("br", "gzip"):
        assert encode(answer, coding) == encode(answer, coding)


@pytest.mark.parametrize("path", ["/en/", PATH, "/en/world/", "/static/look/tokens.css"])
def test_pages_and_style_sheets_come_in_every_coding(
    door: Door, connection: psycopg.Connection[tuple[object, ...]], now: datetime, path: str
) -> None:
    do_publish(connection, GUID, make_content(), now)
    plain = door.get(path)
    assert "content-encoding" not in plain.headers
    for coding in ("br", "gzip"):
        sent = door.get(path, accept_encoding=coding)
        assert sent.headers["content-encoding"] == coding
        assert len(sent.body) < len(plain.body) / 1.5
        assert DECODE[coding](sent.body) == plain.body
        assert "accept-encoding" in sent.headers["vary"]
        again = door.get(path, accept_encoding=coding, if_none_match=plain.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == sent.headers["etag"]
        assert "content-encoding" not in again.headers
