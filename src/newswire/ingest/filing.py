"""Importing files: every story in them ends as released, duplicate or refused with a reason; nothing just vanishes."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from psycopg import Connection

from newswire.formats.options import ReadOptions
from newswire.formats.table import UnknownFormatError, detect
from newswire.item.item import Item
from newswire.kit.clock import Clock, format_utc
from newswire.kit.errors import FormatError, NewswireError, RuleError
from newswire.wire.append import do_append_many, find_known
from newswire.wire.release import Draft

BATCH = 200
"""Stories of one transaction: enough to fill the pipeline, few enough that the desk never waits for the lock."""
MOST_BYTES = 64 * 1024 * 1024
"""A file that is larger is refused: no agency's file is, and it would be read whole."""


class Refusal(msgspec.Struct, frozen=True):
    """One input that could not be filed: which file, and why (with the line where there is one)."""

    path: Path
    reason: str


class Tally(msgspec.Struct):
    """What has happened so far: stories `read` are the sum of `released`, `duplicates` and `refused`.

    `passed_over` are files in a folder that no reader takes: a list, a licence text. `done` and `total` count bytes.
    """

    read: int = 0
    released: int = 0
    duplicates: int = 0
    refused: int = 0
    passed_over: list[Path] = []
    done: int = 0
    total: int = 0
    refusals: list[Refusal] = []


class Importer:
    """Files stories from paths on the wire: as new, or as archive with their own dates, which reaches nobody."""

    def __init__(
        self, connection: Connection[Any], options: ReadOptions, *, clock: Clock, actor: str, archive: bool = False
    ) -> None:
        self._connection = connection
        self._options = options
        self._clock = clock
        self._actor = actor
        self._archive = archive
        self.tally = Tally()

    def run(self, paths: Sequence[Path]) -> Iterator[Tally]:
        """Imports files and everything in folders, in order of name; yields the tally after each batch."""
        files = [file for path in paths for file in _find_files(path)]
        named = set(paths)
        self.tally.total = sum(file.stat().st_size for file in files if file.exists())
        for file in files:
            stories = self._read(file) if file in named else self._read_found(file)
            while batch := list(islice(stories, BATCH)):
                self._file(file, batch)
                yield self.tally
            self.tally.done += file.stat().st_size if file.exists() else 0
            yield self.tally

    def _read_found(self, file: Path) -> Iterator[Item | NewswireError]:
        """The stories of a file that was found in a folder; one that no reader takes is passed over."""
        for one in self._read(file):
            if isinstance(one, UnknownFormatError):
                self.tally.passed_over.append(file)
            else:
                yield one

    def _read(self, file: Path) -> Iterator[Item | NewswireError]:
        try:
            if file.stat().st_size > MOST_BYTES:
                raise FormatError(f"the file is larger than {MOST_BYTES // 1024 // 1024} MB")
            content = file.read_bytes()
            reader = detect(content, file.name).reader
            assert reader is not None, "only formats with a reader are detected"
            yield from reader(content, self._options)
        except NewswireError as error:
            yield error
        except OSError as error:
            yield FormatError(f"the file cannot be read: {error.strerror}")

    def _file(self, file: Path, batch: Sequence[Item | NewswireError]) -> None:
        self.tally.read += len(batch)
        items: list[Item] = []
        for one in batch:
            refusal = one if isinstance(one, NewswireError) else self._check(one)
            if refusal is not None:
                self._refuse(file, refusal)
            elif isinstance(one, Item):
                items.append(one)
        with self._connection.transaction(), self._connection.cursor() as cursor:
            known = find_known(cursor, {item.guid for item in items})
            drafts: list[Draft] = []
            for item in items:
                if item.guid in known:
                    self.tally.duplicates += 1
                else:
                    known.add(item.guid)
                    drafts.append(self._draft(item))
            self.tally.released += do_append_many(cursor, drafts)

    def _check(self, item: Item) -> NewswireError | None:
        """Why a story that was read may not be filed: what its source took back, and what it may not yet give out."""
        status = item.extra.get("pub_status", "usable")
        if status != "usable":
            return RuleError(f"“{item.headline}” is {status} by its source; it is not released here")
        if item.embargo_until is not None and item.embargo_until > self._clock() and not self._archive:
            until = format_utc(item.embargo_until)
            return RuleError(
                f"“{item.headline}” is under embargo until {until}; import it then, or write it at the desk"
            )
        return None

    def _draft(self, item: Item) -> Draft:
        return Draft(
            kind="new",
            guid=item.guid,
            version=1,
            item=msgspec.structs.replace(item, embargo_until=None),
            released_at=item.first_created if self._archive else self._clock(),
            actor=self._actor,
            archive=self._archive,
        )

    def _refuse(self, file: Path, error: NewswireError) -> None:
        self.tally.refused += 1
        self.tally.refusals.append(Refusal(file, error.detail))


def _find_files(path: Path) -> Iterator[Path]:
    """The path itself, or the files below it that are not hidden, in order of name."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts):
            yield file
