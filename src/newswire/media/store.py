"""Files by the hash of their content, below `home/media`: written once, never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newswire.kit.errors import NotFoundError

_HEX = frozenset("0123456789abcdef")


def path_of(home: Path, sha256: str) -> Path:
    """Where the file of that hash (64 lower-case hex) lies or would lie: `home/media/ab/cd/abcd…`."""
    if len(sha256) != 64 or not _HEX.issuperset(sha256):
        raise NotFoundError(f"{sha256[:80]!r} is not the SHA-256 of a file.")
    return home / "media" / sha256[:2] / sha256[2:4] / sha256


def do_store(home: Path, content: bytes) -> str:
    """Keeps `content` and gives its SHA-256 in hex. The same content twice is one file; what was ended stays away."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(home, sha256)
    if not path.exists() and not is_ended(home, sha256):
        write_whole(path, content)
    return sha256


def do_store_path(home: Path, source: Path) -> str:
    """Keeps a file of any size without holding it in memory, and gives its SHA-256 in hex; `source` stays."""
    with source.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    path = path_of(home, sha256)
    if not path.exists() and not is_ended(home, sha256):
        with source.open("rb") as file:
            _write_parts(path, iter(lambda: file.read(1 << 20), b""))
    return sha256


def do_end(home: Path, sha256: str) -> None:
    """Takes a file away for good: whoever asks for it finds nothing, also after the same content is stored again.

    Repeating it changes nothing.
    """
    path = path_of(home, sha256)
    write_whole(_mark_of(path), b"")
    path.unlink(missing_ok=True)


def is_ended(home: Path, sha256: str) -> bool:
    """Whether the file of that hash was taken away for good."""
    try:
        return _mark_of(path_of(home, sha256)).exists()
    except NotFoundError:
        return False


def _mark_of(path: Path) -> Path:
    return path.with_suffix(".ended")


def read_file(home: Path, sha256: str) -> bytes:
    """The content of that hash; raises `NotFoundError` where the store does not have it."""
    try:
        return path_of(home, sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"The media store has no file {sha256}.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Writes `path` so that a reader, also after a crash, sees all of `content` or no file (temporary file, rename)."""
    _write_parts(path, (content,))


def _write_parts(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).rename(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
