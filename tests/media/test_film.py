"""Films: read by ffmpeg where it is installed, kept where it is not, prepared in the background or at once."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from newswire.media.film import Film, FilmError, ToolMissingError, is_ready, mime_of_film, probe, take_frame
from newswire.media.models import Picture, Video
from newswire.media.preparation import do_prepare_next, do_prepare_video, read_files
from newswire.media.store import read_file
from tests.media.pictures import decode

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


@pytest.fixture
def own_home(home: Path) -> Iterator[Path]:
    home.mkdir()
    with override_settings(NEWSWIRE_HOME=home, MEDIA_ROOT=home / "desk-media"):
        yield home


@pytest.fixture
def without_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def make_film(folder: Path, name: str = "film.mp4", seconds: int = 2) -> Path:
    """A real film of a moving pattern, 160 × 120."""
    path = folder / name
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc=size=160x120:rate=10:duration={seconds}",
         "-pix_fmt", "yuv420p", str(path)],
        check=True,
    )  # fmt: skip
    return path


def keep(content: bytes, name: str = "film.mp4") -> Video:
    return Video.objects.create(title="Tram", credit="AA", file=ContentFile(content, name))


@needs_ffmpeg
def test_length_size_and_a_frame_are_read(tmp_path: Path) -> None:
    path = make_film(tmp_path)
    assert probe(path) == Film(2.0, 160, 120)
    assert decode(take_frame(path, 2.0)).size == (160, 120)


@needs_ffmpeg
@pytest.mark.usefixtures("dsn")
def test_the_worker_gives_a_film_its_poster_and_keeps_the_original(own_home: Path, now: datetime) -> None:
    content = make_film(own_home).read_bytes()
    video = keep(content)
    assert do_prepare_next(own_home, now)
    video.refresh_from_db()
    assert (video.seconds, video.width, video.height, video.problem) == (2.0, 160, 120, "")
    assert video.prepared_at == now
    [full] = read_files(video.files, own_home)
    assert (full.name, full.mime, full.size) == ("full", "video/mp4", len(content))
    assert read_file(own_home, full.sha256) == content
    assert hashlib.sha256(content).hexdigest() == full.sha256
    assert isinstance(video.poster, Picture)
    assert (video.poster.width, video.poster.credit) == (160, "AA")
    assert do_prepare_next(own_home, now), "the poster is a picture to prepare like any other"
    assert not do_prepare_next(own_home, now)


@needs_ffmpeg
@pytest.mark.usefixtures("dsn")
def test_text_under_the_name_of_a_film_is_unreadable_and_kept(own_home: Path, now: datetime) -> None:
    video = keep(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    do_prepare_next(own_home, now)
    video.refresh_from_db()
    assert (video.problem, video.prepared_at, video.poster) == ("unreadable", now, None)
    assert Path(video.file.path).exists()


@pytest.mark.usefixtures("dsn", "without_tools")
def test_without_ffmpeg_the_film_is_kept_and_can_be_delivered(own_home: Path, now: datetime) -> None:
    assert os.environ["PATH"] == ""
    assert not is_ready()
    video = do_prepare_video(keep(b"a film, we believe").pk, own_home, now)
    assert (video.problem, video.seconds, video.poster) == ("no-tool", None, None)
    [full] = read_files(video.files, own_home)
    assert read_file(own_home, full.sha256) == b"a film, we believe"


@pytest.mark.usefixtures("without_tools")
def test_without_ffmpeg_the_error_says_so(tmp_path: Path) -> None:
    for act in (lambda: probe(tmp_path / "a.mp4"), lambda: take_frame(tmp_path / "a.mp4", 1.0)):
        with pytest.raises(ToolMissingError, match="not installed"):
            act()


def test_only_files_we_have_a_reader_for_are_taken() -> None:
    assert mime_of_film("A.MP4") == "video/mp4"
    assert mime_of_film("a.webm") == "video/webm"
    for name in ("a.m3u8", "a.exe", "mp4", ""):
        with pytest.raises(FilmError, match="end in"):
            mime_of_film(name)
