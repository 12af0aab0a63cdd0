"""The whole website as files, for any server or network that hands out files."""

import asyncio
import os
import re
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from urllib.parse import unquote

import msgspec

from newswire.kit.errors import NewswireError
from newswire.public.addresses import front_path
from newswire.public.site import Request, Site

MARK = ".newswire-site"
"""Lies in a folder that an export has made: only in such a one is anything removed."""
_FILE = re.compile(r"\.[a-z0-9]{2,11}$")
_ROOT = "index.html"
_MISSING = "404.html"


class ExportFolderError(NewswireError):
    """A folder with files in it that no export made."""

    code = "export-folder"
    title = "The folder is not an export"
    status = 409


class Exported(msgspec.Struct):
    """How many files were written, were there already with the same bytes, and were removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def file_of(path: str) -> str:
    """The file for an address: `index.html` in a folder of that name where the address does not end like a file."""
    name = unquote(path).removeprefix("/")
    if name.endswith("/") or not name:
        return f"{name}index.html"
    return name if _FILE.search(name) else f"{name}/index.html"


async def export_site(
    site: Site, paths: Sequence[str], language: str, folder: Path, advance: Callable[[], None] = lambda: None
) -> Exported:
    """Makes `folder` the website as it is now: what is gone is removed first, then what changed is written.

    `paths` are all addresses (see `everything`); `language` is the edition at the root. `advance` is called after each
    address. Each file is there whole or not at all. Raises `ExportFolderError`, `OSError`.
    """
    check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    result = Exported()
    wanted = {file_of(path): unquote(path) for path in paths}
    wanted |= {_ROOT: front_path(language), _MISSING: f"/{language}/{_MISSING}/"}
    result.removed += await asyncio.to_thread(_remove_others, folder, wanted.keys())
    for name, path in wanted.items():
        answer = await site.answer(Request({"method": "GET", "path": path, "headers": []}))
        if answer.status == (404 if name == _MISSING else 200):
            changed = await asyncio.to_thread(_write, folder / name, answer.body)
            result.written += changed
            result.unchanged += not changed
        elif (folder / name).exists():  # taken back while we were writing
            (folder / name).unlink()
            result.removed += 1
        advance()
    return result


def check_folder(folder: Path) -> None:
    """Raises `ExportFolderError` where files lie that an export would remove."""
    if folder.exists() and not (folder / MARK).exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportFolderError(
            f"{folder} has something in it that is not from an export, which would be removed. Name a new folder."
        )


def _remove_others(folder: Path, wanted: Container[str]) -> int:
    """Removes every file that is not wanted, and folders that are empty then; returns how many files."""
    removed = 0
    for place, _, names in os.walk(folder, topdown=False):
        here = Path(place)
        for name in names:
            path = here / name
            if path.name != MARK and path.relative_to(folder).as_posix() not in wanted:
                path.unlink()
                removed += 1
        if here != folder and not any(here.iterdir()):
            here.rmdir()
    return removed


def _write(path: Path, content: bytes) -> bool:
    """Writes the file whole; False where it has that content already, so that its time says when it changed."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True
