"""The store keeps every content once, whole, under its hash."""

import hashlib
from pathlib import Path

import pytest

from newswire.kit.errors import NotFoundError
from newswire.media.store import do_end, do_store, is_ended, path_of, read_file, write_whole


def test_a_file_lies_under_its_hash(home: Path) -> None:
    sha256 = do_store(home, b"content")
    assert sha256 == hashlib.sha256(b"content").hexdigest()
    assert path_of(home, sha256) == home / "media" / sha256[:2] / sha256[2:4] / sha256
    assert read_file(home, sha256) == b"content"


def test_the_same_content_twice_is_one_untouched_file(home: Path) -> None:
    path = path_of(home, do_store(home, b"content"))
    before = path.stat().st_ino
    do_store(home, b"content")
    assert path.stat().st_ino == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65])
def test_only_a_hash_names_a_file(home: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        path_of(home, name)


def test_what_is_not_there_is_said_to_be_missing(home: Path) -> None:
    with pytest.raises(NotFoundError, match="no file"):
        read_file(home, "0" * 64)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    (target / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_whole(target, b"content")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder"]


def test_what_was_ended_stays_away(home: Path) -> None:
    sha256, other = do_store(home, b"content"), do_store(home, b"other")
    assert not is_ended(home, sha256)
    for _again in range(2):
        do_end(home, sha256)
        assert do_store(home, b"content") == sha256
        with pytest.raises(NotFoundError):
            read_file(home, sha256)
    assert (is_ended(home, sha256), is_ended(home, other), is_ended(home, "no hash")) == (True, False, False)
    assert read_file(home, other) == b"other"
