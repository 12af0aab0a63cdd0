"""The archive on real input: imported with its dates, found by word, place and subject, gone after a kill."""

from datetime import UTC, datetime

import pytest

from newswire.formats.options import ReadOptions
from newswire.ingest.filing import Importer
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.parse import parse_query
from newswire.wire.append import do_append
from newswire.wire.follow import read_after, read_items
from newswire.wire.release import Draft
from tests.newsroom import Newsroom
from tests.search.conftest import Library
from tests.shared_data import require_shared_data

QUERIES = (
    "*", "cocoa", "cocoa AND brazil", '"mln dlrs"', "headline:oil", "place:US", "place:BR OR place:JP",
    "subject:medtop:04000000", "urgency:[1 TO 4]", "lang:en AND NOT headline:bank", "org:opec", "pet*",
    "source:reuter*",
)  # fmt: skip


@pytest.fixture
def imported(library: Library, newsroom: Newsroom) -> Library:
    """The first thousand stories of Reuters-21578 as archive, indexed."""
    file = require_shared_data("corpora", "reuters21578", "reut2-000.sgm")
    options = ReadOptions(authority="test.example", now=newsroom.now, provider="Newswire")
    importer = Importer(newsroom.connection, options, clock=lambda: newsroom.now, actor="import", archive=True)
    for _tally in importer.run([file]):
        pass
    assert importer.tally.released == 1000
    assert library.catch_up(limit=300) == 1000
    return library


def test_an_imported_archive_is_found_as_the_evaluator_finds_it(imported: Library) -> None:
    releases = read_after(imported.connection, 0, 1000)
    items = read_items(imported.connection, [release.seq for release in releases])
    documents = {item.guid: make_document(item) for item in items.values()}
    telling = 0
    for query in QUERIES:
        hits = imported.search(query, limit=1000)
        expected = {guid for guid, document in documents.items() if matches(parse_query(query), document)}
        assert {hit.guid for hit in hits.hits} == expected, query
        assert hits.total == len(expected), query
        telling += 0 < len(expected) < 1000
    assert telling >= 8


def test_stories_keep_their_dates_and_come_newest_first(imported: Library, newsroom: Newsroom) -> None:
    hits = imported.search("*", limit=1000)
    dates = [hit.released_at.replace(microsecond=0) for hit in hits.hits]
    assert dates == sorted(dates, reverse=True)
    assert datetime(1987, 2, 1, tzinfo=UTC) < dates[-1] < dates[0] < datetime(1987, 4, 1, tzinfo=UTC)
    assert all(hit.archive for hit in hits.hits)
    newsroom.append("today")
    imported.catch_up()
    newest = imported.search("*", limit=1).hits[0]
    assert (newest.archive, newest.released_at) == (False, newsroom.now)


def test_a_killed_story_of_the_archive_vanishes_at_once(imported: Library, newsroom: Newsroom) -> None:
    before = imported.search("cocoa")
    victim = before.hits[0]
    draft = Draft(
        kind="kill", guid=victim.guid, version=2, item=None, released_at=newsroom.now, actor="chief", reason="Libel"
    )
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        do_append(cursor, draft)
    for _moment in ("before the index knows", "after"):
        after = imported.search("cocoa")
        assert after.total == before.total - 1
        assert victim.guid not in {hit.guid for hit in after.hits}
        imported.catch_up()
