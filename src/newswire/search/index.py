"""The archive's index below `$NEWSWIRE_HOME/search/`: a projection of the wire with one document for each story.

The number reached is a document of the index itself and so part of every commit: after `kill -9` stories and number
are those of the last commit, and whatever came after is indexed again, each story in place of itself. To rebuild the
index, delete the folder.

    search/current   the name of the folder in use     search/lock   held by the one process that writes
    search/<name>/   tantivy's files
"""

import fcntl
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Stop
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

import msgspec
import tantivy
from psycopg import Connection

from newswire.kit.errors import UnavailableError
from newswire.routing.audience_rows import read_routed
from newswire.routing.router import read_cursor
from newswire.search.documents import Version, make_index_document, make_versions
from newswire.search.entitled import Sold
from newswire.search.schema import GUID, MARK, ROLE, STORED, build_schema
from newswire.search.sights import read_sights
from newswire.search.standing import read_shown, read_withdrawals
from newswire.subscribers.terms import read_changes
from newswire.wire.follow import read_after

FORMAT = 3
"""Raised with every change of the schema or of what a document holds: an index of another format is made again."""
BATCH = 2000
"""Releases of one commit: 2,000 stories are about 3 s of work lost to a kill."""
_MEMORY = 512_000_000
"""Bytes of documents before tantivy writes a segment without being told; taken as they come. Fewer, larger segments are
searched faster: 150,000 stories in one took 1.6 ms a question where six took 2.8."""

_log = logging.getLogger(__name__)
_nowhere = UUID(int=0)


class Mark(msgspec.Struct, frozen=True):
    """How far the index has come: every release up to `reached` is in it, every kill and hold up to `judged` is obeyed,
    and every audience up to `routed` is known to it.

    `epoch` is the wire's: after a restore the numbers mean something else.
    """

    format: int
    epoch: UUID
    reached: int
    judged: int
    routed: int = 0


class Snapshot(msgspec.Struct, frozen=True):
    """The index as one commit left it."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    mark: Mark


class Archive:
    """The index for those who search it; any number of processes and threads may, while one process writes."""

    def __init__(self, home: Path) -> None:
        self._root = root_of(home)
        self._name = ""
        self._index: tantivy.Index | None = None
        self._lock = Lock()

    def read(self) -> Snapshot:
        """The newest commit. UnavailableError where there is no index yet, or none that can be read."""
        try:
            return _read_snapshot(self._open())
        except (ValueError, OSError) as error:  # tantivy's errors are ValueErrors
            raise UnavailableError("The archive's index is being made. Ask again in a minute.") from error

    def _open(self) -> tantivy.Index:
        with self._lock:
            name = (self._root / "current").read_text()
            if self._index is None or name != self._name:
                self._index, self._name = tantivy.Index.open(str(self._root / name)), name
                self._index.config_reader("manual")
            self._index.reload()  # 0.03 ms where nothing has changed
            return self._index


class StoryIndex:
    """The index for the one process that writes it."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(_MEMORY, 1)
        self.mark = _read_snapshot(index).mark
        self.sold = Sold()

    def do_apply(self, stories: Mapping[str, Sequence[Version]], mark: Mark) -> None:
        """Puts each story's documents in place of those before (none: takes it away) and commits with the mark."""
        for guid, versions in stories.items():
            self._writer.delete_documents_by_term(GUID, guid)
            self.do_add(map(make_index_document, versions))
        self._commit(mark)

    def do_add(self, documents: Iterable[tantivy.Document]) -> None:
        """Adds documents of stories that the index does not have; they count from the next commit on."""
        for document in documents:
            self._writer.add_document(document)

    def do_clear(self, epoch: UUID) -> None:
        """Empties the index for a wire whose numbers are not those it knew."""
        if self.mark.reached:
            _log.warning("the archive's index belongs to an earlier epoch of the wire and is made again")
        self._writer.delete_documents_by_query(tantivy.Query.all_query())
        self._commit(Mark(FORMAT, epoch, 0, 0))

    def close(self) -> None:
        """Ends the merges under way and lets go of the folder; what was not committed is forgotten."""
        self._writer.wait_merging_threads()

    def _commit(self, mark: Mark) -> None:
        _write_mark(self._writer, mark)
        self.mark = mark


def root_of(home: Path) -> Path:
    """The folder everything about the index lies in."""
    return home / "search"


@contextmanager
def claim(home: Path, stop: Stop) -> Iterator[None]:
    """Makes this process the one that writes, waiting for another to end; goes on without it where `stop` is set."""
    root_of(home).mkdir(parents=True, exist_ok=True)
    with (root_of(home) / "lock").open("w") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stop.wait(1.0)
        yield


@contextmanager
def open_index(home: Path) -> Iterator[StoryIndex]:
    """The index for writing, under `claim`; one that is missing, damaged or of another format is made anew."""
    index = StoryIndex(_open_sound(root_of(home)) or _make(root_of(home)))
    try:
        yield index
    finally:
        index.close()


def do_catch_up(connection: Connection[Any], index: StoryIndex, limit: int = BATCH) -> int:
    """Takes in up to `limit` further releases in one commit; returns how many (0: nothing waits).

    Each story is indexed as it stands now, not as it stood at that release. Kills and holds overtake: those of the
    whole wire are obeyed in every commit, however far behind the index is. A story whose release has not been routed
    yet is found at the desk, and indexed once more when it is known who gets it.
    """
    withdrawn = read_withdrawals(connection, index.mark.judged)
    if withdrawn.epoch != index.mark.epoch or withdrawn.head < index.mark.reached:
        index.do_clear(withdrawn.epoch)
        withdrawn = read_withdrawals(connection, 0)
    known = index.mark
    routed = read_cursor(connection)
    releases = read_after(connection, known.reached, limit)
    late = read_routed(connection, known.routed, min(routed, known.reached), limit)
    if not releases and not late:
        return 0
    reached = releases[-1].seq if releases else known.reached
    mark = Mark(
        FORMAT,
        withdrawn.epoch,
        reached,
        max(reached, withdrawn.head),
        late[-1][0] if len(late) == limit else max(known.routed, min(routed, reached)),
    )
    guids = {release.guid for release in releases} | set(withdrawn.guids) | {guid for _, guid in late}
    index.sold.add(read_changes(connection, index.sold.last_id))
    shown, sights = read_shown(connection, guids), read_sights(connection, guids)
    index.do_apply({guid: make_versions(shown.get(guid), sights.get(guid, ()), index.sold) for guid in guids}, mark)
    return len(releases) or len(late)


def _open_sound(root: Path) -> tantivy.Index | None:
    """The index in use; None where there is none, or none this version can go on with."""
    if not (root / "current").exists():
        return None
    try:
        index = tantivy.Index.open(str(root / (root / "current").read_text()))
        found = _read_snapshot(index).mark.format
    except (ValueError, OSError) as error:
        _log.warning("the archive's index cannot be read and is made again: %s", error)
        return None
    if found != FORMAT:
        _log.warning("the archive's index is of format %d and is made again in format %d", found, FORMAT)
        return None
    return index


def _make(root: Path) -> tantivy.Index:
    """An empty index in a folder of a new name, so that nobody takes it for the one before; others are removed."""
    for folder in root.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    name = uuid4().hex
    (root / name).mkdir()
    index = tantivy.Index(build_schema(), str(root / name))
    writer = index.writer(_MEMORY, 1)
    _write_mark(writer, Mark(FORMAT, _nowhere, 0, 0))
    writer.wait_merging_threads()
    del writer  # it holds tantivy's own lock
    index.reload()
    temporary = root / "current.new"
    temporary.write_text(name)
    temporary.replace(root / "current")
    return index


def _write_mark(writer: tantivy.IndexWriter, mark: Mark) -> None:
    """Commits everything so far with the mark that belongs to it."""
    writer.delete_documents_by_term(ROLE, MARK)
    document = tantivy.Document()
    document.add_text(ROLE, MARK)
    document.add_bytes(STORED, msgspec.json.encode(mark))
    writer.add_document(document)
    writer.commit()


def _read_snapshot(index: tantivy.Index) -> Snapshot:
    """The index as its reader sees it. Raises ValueError where it holds no mark."""
    searcher = index.searcher()
    schema = index.schema
    marks = searcher.search(tantivy.Query.term_query(schema, ROLE, MARK, "basic"), 1).hits
    if not marks:
        raise ValueError("the index has no mark")
    stored = searcher.doc(marks[0][1]).get_first(STORED) or b""
    return Snapshot(schema, searcher, msgspec.json.decode(stored, type=Mark))
