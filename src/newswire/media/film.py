"""Films through the system's ffprobe and ffmpeg: length, size, a frame to show. Nothing of ours decodes video."""

import json
import shutil
import subprocess
from pathlib import Path

import msgspec

from newswire.kit.errors import NewswireError

SUFFIXES = {
    ".mp4": ("video/mp4", "mov"),
    ".m4v": ("video/mp4", "mov"),
    ".mov": ("video/quicktime", "mov"),
    ".webm": ("video/webm", "matroska"),
    ".mkv": ("video/x-matroska", "matroska"),
    ".mpg": ("video/mpeg", "mpeg"),
    ".mxf": ("application/mxf", "mxf"),
}
"""Files we take: the media type, and the reader ffmpeg is told to use. It is never left to guess: a playlist under the
name of a film would have it open other files."""
PROBLEMS = ("no-tool", "unreadable")
_SECONDS = 120


class FilmError(NewswireError):
    """A file that is no film we can use."""

    code = "film"
    title = "The video cannot be used"
    status = 422


class ToolMissingError(FilmError):
    """ffmpeg is not installed on this machine."""

    code = "film-tool"
    title = "ffmpeg is not installed"
    status = 503


class Film(msgspec.Struct, frozen=True):
    """What ffprobe says: length in seconds, width and height in pixels."""

    seconds: float
    width: int
    height: int


def is_ready() -> bool:
    """Whether ffmpeg and ffprobe are there."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def mime_of_film(name: str) -> str:
    """The media type by the file's name; FilmError for one that is not taken."""
    return _known(name)[0]


def probe(path: Path) -> Film:
    """Length and size of the film. Raises `ToolMissingError`, or `FilmError` for what has no moving picture in it."""
    answer = _run(
        "ffprobe", "-v", "error", "-f", _known(path.name)[1], "-select_streams", "v:0", "-show_entries",
        "format=duration:stream=width,height", "-of", "json", str(path),
    )  # fmt: skip
    try:
        said = json.loads(answer)
        stream = said["streams"][0]
        film = Film(float(said["format"].get("duration", 0)), int(stream["width"]), int(stream["height"]))
    except (ValueError, LookupError, TypeError) as error:
        raise FilmError("There is no moving picture in the file.") from error
    return film


def take_frame(path: Path, seconds: float) -> bytes:
    """The frame at one second, or at half of a shorter film, as a JPEG. Raises as `probe` does."""
    frame = _run(
        "ffmpeg", "-nostdin", "-v", "error", "-f", _known(path.name)[1], "-ss", f"{min(1.0, seconds / 2):.3f}", "-i",
        str(path), "-frames:v", "1", "-q:v", "2", "-f", "image2pipe", "-c:v", "mjpeg", "-",
    )  # fmt: skip
    if not frame:
        raise FilmError("No frame could be taken from the file.")
    return frame


def _known(name: str) -> tuple[str, str]:
    found = SUFFIXES.get(Path(name).suffix.lower())
    if found is None:
        raise FilmError(f"Videos end in {', '.join(SUFFIXES)}.")
    return found


def _run(tool: str, *arguments: str) -> bytes:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissingError(f"{tool} is not installed on this machine.")
    try:
        done = subprocess.run([program, *arguments], capture_output=True, timeout=_SECONDS, check=True)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise FilmError(f"The file cannot be read: {said[-1][-200:] if said else 'no reason given'}") from error
    except subprocess.TimeoutExpired as error:
        raise FilmError(f"Reading the file took more than {_SECONDS} seconds.") from error
    return done.stdout
