"""Public pictures from their folder: read while they are there, gone when a story is."""

import asyncio
import re
from pathlib import Path

from newswire.public import answers
from newswire.public.answers import Answer, make_answer

_NAME = re.compile(r"[0-9a-f]{40}-[a-z]+\.(jpg|webp)")
_MIMES = {"jpg": "image/jpeg", "webp": "image/webp"}
Missing = tuple[int, str]
"""The status and the notice where there is no file."""


async def read_public_file(folder: Path, name: str) -> Answer | Missing:
    """The answer for `/media/{name}`: 404 where there never was one or it is held, 410 where its story is gone."""
    named = _NAME.fullmatch(name)
    if named is None:
        return 404, "missing"
    path = folder / name
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError:
        if await asyncio.to_thread(path.with_name(f"{name}.ended").exists):  # `media.public.do_end_copies`
            return 410, "withdrawn"
        return 404, "missing"
    return make_answer(200, content, _MIMES[named[1]], answers.PICTURE)
