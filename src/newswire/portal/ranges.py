"""Part of a file, as a browser asks for it while a film plays (RFC 9110, section 14)."""

import re
from pathlib import Path

from django.http import HttpResponse

from newswire.kit.errors import NotFoundError

LONGEST = 4 << 20
"""Octets that one answer carries at most: a film never stands in memory whole. The browser asks for the rest."""
_ASKED = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


def answer_range(path: Path, asked: str, mime: str, headers: dict[str, str]) -> HttpResponse | None:
    """206 with the octets of `asked` (the header `Range`), the first 4 MiB of them where they are more; 416 for what
    lies behind the end. None for anything but one range from the front: the whole file is the answer then."""
    found = _ASKED.fullmatch(asked.strip())
    if found is None:
        return None
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise NotFoundError("The media store does not have the file.") from error
    first = int(found[1])
    last = min(int(found[2]) if found[2] else size - 1, size - 1, first + LONGEST - 1)
    if first >= size or (found[2] and int(found[2]) < first):
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    part = {"Content-Range": f"bytes {first}-{last}/{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(content, status=206, content_type=mime, headers=headers | part)
