"""Parts of a file: what a browser asks for while a film plays."""

from pathlib import Path

import pytest

from newswire.kit.errors import NotFoundError
from newswire.portal.ranges import LONGEST, answer_range


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film"
    path.write_bytes(b"0123456789")
    return path


@pytest.mark.parametrize(
    ("asked", "content", "says"),
    [
        ("bytes=0-", b"0123456789", "bytes 0-9/10"),
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=9-", b"9", "bytes 9-9/10"),
        ("bytes=5-99", b"56789", "bytes 5-9/10"),
    ],
)
def test_a_range_is_answered_with_its_octets(film: Path, asked: str, content: bytes, says: str) -> None:
    answer = answer_range(film, asked, "video/mp4", {"ETag": "x"})
    assert answer is not None
    assert (answer.status_code, answer.content, answer.headers["Content-Range"]) == (206, content, says)
    assert answer.headers["ETag"] == "x"


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=4-2"])
def test_what_lies_behind_the_end_is_refused(film: Path, asked: str) -> None:
    answer = answer_range(film, asked, "video/mp4", {})
    assert answer is not None
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("asked", ["", "bytes=-5", "bytes=0-1,4-5", "pages=1-2", "bytes=a-b"])
def test_anything_else_is_left_to_the_whole_file(film: Path, asked: str) -> None:
    assert answer_range(film, asked, "video/mp4", {}) is None


def test_a_long_film_comes_in_pieces(film: Path) -> None:
    film.write_bytes(bytes(LONGEST + 10))
    answer = answer_range(film, "bytes=0-", "video/mp4", {})
    assert answer is not None
    assert len(answer.content) == LONGEST
    assert answer.headers["Content-Range"] == f"bytes 0-{LONGEST - 1}/{LONGEST + 10}"


def test_a_lost_film_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        answer_range(tmp_path / "none", "bytes=0-", "video/mp4", {})
