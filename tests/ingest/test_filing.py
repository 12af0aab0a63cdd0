"""Importing: every story ends as released, duplicate or refused, and a second run releases nothing twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newswire.formats.ninjs.writer import encode
from newswire.formats.options import ReadOptions
from newswire.ingest.filing import Importer, Tally
from newswire.kit.clock import format_utc
from newswire.routing.feed import read_entries
from newswire.wire.follow import read_after, read_items
from newswire.wire.verify import verify
from tests.newsroom import Newsroom
from tests.shared_data import require_shared_data
from tests.stories import make_guid, make_item

Run = Callable[..., Tally]

PAGE = """Economy, World

{headline}

Engineers worked through the night

Ada Lind   | 14.01.2026

The lock at Tollan opened again on Tuesday, the canal office said.

Ships had waited for three days.

Related topics
"""


@pytest.fixture
def run(newsroom: Newsroom) -> Run:
    """Imports paths and returns the tally."""

    def importing(*paths: Path, archive: bool = False) -> Tally:
        options = ReadOptions(authority="test.example", now=newsroom.now, provider="Newswire")
        importer = Importer(newsroom.connection, options, clock=lambda: newsroom.now, actor="import", archive=archive)
        tallies = list(importer.run(paths))
        assert tallies[-1] is importer.tally
        assert importer.tally.done == importer.tally.total
        return importer.tally

    return importing


def write_ninjs(path: Path, name: str, now: datetime, **changes: object) -> Path:
    item = make_item(name, now, **changes)
    path.write_bytes(encode(item, version=1, kind="new", use="publish", released_at=now))
    return path


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.read, tally.released, tally.duplicates, tally.refused


def test_a_web_page_becomes_a_release_that_subscribers_get(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    paper = newsroom.subscribe("paper", "section:economy")
    page = tmp_path / "page.txt"
    page.write_text(PAGE.format(headline="Lock at Tollan opens again"))
    assert counts(run(page)) == (1, 1, 0, 0)
    newsroom.route()
    (entry,) = read_entries(newsroom.connection, newsroom.reader(paper.number), 0)
    assert entry.item is not None
    assert entry.item.headline == "Lock at Tollan opens again"
    assert entry.released_at == newsroom.now


def test_a_second_run_finds_only_duplicates(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(PAGE.format(headline=f"Lock {number} opens again"))
    assert counts(run(tmp_path)) == (3, 3, 0, 0)
    assert counts(run(tmp_path)) == (3, 0, 3, 0)
    assert counts(run(tmp_path, tmp_path)) == (6, 0, 6, 0)
    assert [one.seq for one in read_after(newsroom.connection, 0)] == [1, 2, 3]


def test_an_archived_story_keeps_its_date_and_reaches_nobody(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    paper = newsroom.subscribe("paper")
    page = tmp_path / "page.txt"
    page.write_text(PAGE.format(headline="Lock at Tollan opens again"))
    assert counts(run(page, archive=True)) == (1, 1, 0, 0)
    newsroom.route()
    assert read_entries(newsroom.connection, newsroom.reader(paper.number), 0) == []
    (release,) = read_after(newsroom.connection, 0)
    assert (release.archive, release.released_at) == (True, datetime(2026, 1, 14, tzinfo=UTC))


def test_what_cannot_be_read_is_refused_with_its_reason_and_the_rest_goes_on(
    run: Run, newsroom: Newsroom, tmp_path: Path
) -> None:
    (tmp_path / "a-broken.json").write_text('{"uri": "urn:a", "headlines": 7}')
    (tmp_path / "b-empty.txt").write_text("")
    write_ninjs(tmp_path / "c-good.json", "good", newsroom.now)
    tally = run(tmp_path / "a-broken.json", tmp_path / "b-empty.txt", tmp_path / "c-good.json", tmp_path / "none.txt")
    assert counts(tally) == (4, 1, 0, 3)
    assert [refusal.path.name for refusal in tally.refusals] == ["a-broken.json", "b-empty.txt", "none.txt"]
    assert all(refusal.reason for refusal in tally.refusals)


def test_files_in_a_folder_that_are_no_stories_are_passed_over_and_named(
    run: Run, newsroom: Newsroom, tmp_path: Path
) -> None:
    (tmp_path / "LICENCE.md").write_text("All rights reserved.")
    (tmp_path / ".hidden.txt").write_text(PAGE.format(headline="Hidden"))
    write_ninjs(tmp_path / "story.json", "good", newsroom.now)
    tally = run(tmp_path)
    assert counts(tally) == (1, 1, 0, 0)
    assert [path.name for path in tally.passed_over] == ["LICENCE.md"]
    assert counts(run(tmp_path / "LICENCE.md")) == (1, 0, 0, 1)


def test_what_its_source_withdrew_or_holds_back_is_not_released(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    killed = make_item("killed", newsroom.now)
    (tmp_path / "killed.json").write_bytes(
        encode(killed, version=2, kind="kill", use="recall", released_at=newsroom.now)
    )
    until = newsroom.now + timedelta(hours=1)
    (tmp_path / "embargoed.json").write_bytes(
        encode(
            make_item("embargoed", newsroom.now, embargo_until=until),
            version=1, kind="new", use="hold", released_at=newsroom.now, until=until,
        )
    )  # fmt: skip
    tally = run(tmp_path)
    assert counts(tally)[1:] == (0, 0, 2)
    assert any(format_utc(until) in refusal.reason for refusal in tally.refusals)
    assert read_after(newsroom.connection, 0) == []


def test_the_content_survives_the_way(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    run(write_ninjs(tmp_path / "story.json", "a", newsroom.now))
    item = read_items(newsroom.connection, [1])[1]
    assert (item.guid, item.body) == (make_guid("a"), make_item("a", newsroom.now).body)


def test_the_real_page_keeps_its_text_and_loses_its_furniture(run: Run, newsroom: Newsroom) -> None:
    assert counts(run(require_shared_data() / "stories")) == (1, 1, 0, 0)
    item = read_items(newsroom.connection, [1])[1]
    texts = [block.text for block in item.body if hasattr(block, "text")]
    assert item.sections == ("politics", "world")
    assert item.byline == "Elena Teslova"
    assert item.first_created.date().isoformat() == "2020-01-14"
    assert "Russia ‘will not interfere’ in US-Iranian tensions" in texts
    assert any("“During President [Vladimir] Putin's visit" in text for text in texts)
    assert not [text for text in texts if "HAS" in text or "paylaşın" in text or "Related topics" in text]


def test_one_file_of_the_reuters_collection_is_filed_whole(run: Run, newsroom: Newsroom) -> None:
    file = require_shared_data() / "corpora" / "reuters21578" / "reut2-021.sgm"
    assert counts(run(file, archive=True)) == (578, 578, 0, 0)
    report = list(verify(newsroom.connection))[-1]
    assert (report.releases, report.faults) == (578, ())
