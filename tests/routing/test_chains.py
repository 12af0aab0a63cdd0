"""Chains: all versions of a story that one subscription got, and nothing of those it did not get."""

import pytest

from newswire.item.item import Correction
from newswire.routing.chains import Chain, read_chains, read_newest_of, read_versions
from newswire.routing.feed import rank_of, read_entries, read_numbers
from newswire.routing.numbering import SIZE
from tests.newsroom import Newsroom
from tests.portal.newsroom import send_notice
from tests.portal.test_wire import counting
from tests.stories import make_guid


def test_a_chain_has_the_versions_that_came_and_their_numbers(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper").number
    newsroom.release("a")
    newsroom.release("other")
    newsroom.release("a", "update", headline="Two hundred ships")
    newsroom.release("a", "correction", correction=Correction("forty", "fifty"))
    guid = make_guid("a")
    assert read_chains(newsroom.connection, paper, [guid, make_guid("other"), "nothing"]) == {
        guid: Chain(3, 3),
        make_guid("other"): Chain(1, 1),
    }
    found = read_versions(newsroom.connection, newsroom.reader(paper), guid)
    assert [(one.n, one.version, one.kind) for one in found] == [(1, 1, "new"), (3, 2, "update"), (4, 3, "correction")]
    assert [entry for entry in read_entries(newsroom.connection, newsroom.reader(paper), 0) if entry.guid == guid] == (
        found
    )


def test_a_version_that_never_came_is_not_there(newsroom: Newsroom) -> None:
    turkish = newsroom.subscribe("turkish", "lang:tr").number
    newsroom.release("a", headline="English first")
    newsroom.release("a", "update", language="tr", headline="Türkçe")
    guid = make_guid("a")
    (entry,) = read_versions(newsroom.connection, newsroom.reader(turkish), guid)
    assert (entry.n, entry.version, entry.kind) == (1, 1, "new")
    assert read_chains(newsroom.connection, turkish, [guid]) == {guid: Chain(1, 1)}


def test_who_got_nothing_finds_what_there_is_of_a_story_that_never_was(newsroom: Newsroom) -> None:
    turkish = newsroom.subscribe("turkish", "lang:tr").number
    newsroom.release("a")
    for guid in (make_guid("a"), make_guid("never")):
        assert read_versions(newsroom.connection, newsroom.reader(turkish), guid) == []
        assert read_chains(newsroom.connection, turkish, [guid]) == {}
        assert read_newest_of(newsroom.connection, newsroom.reader(turkish), [guid]) == {}
    assert read_newest_of(newsroom.connection, newsroom.reader(turkish), []) == {}


def test_of_a_killed_story_no_version_has_its_text(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper").number
    newsroom.release("a")
    newsroom.release("a", "update")
    send_notice(newsroom, "a", "kill", "KILL: one source has withdrawn.")
    found = read_versions(newsroom.connection, newsroom.reader(paper), make_guid("a"))
    assert [(one.kind, one.use, one.item) for one in found] == [
        (kind, "recall", None) for kind in ("new", "update", "kill")
    ]


def test_a_notice_that_is_not_routed_yet_hides_no_entry(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper").number
    newsroom.release("a")
    newsroom.append("a", "hold")
    assert read_chains(newsroom.connection, paper, [make_guid("a")]) == {make_guid("a"): Chain(1, 1)}


def test_ranks_are_right_on_both_sides_of_a_finished_block(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "headline:mine").number
    seqs = []
    for number in range(SIZE + 20):
        mine = number % 100 == 0 or number > SIZE + 10
        release = newsroom.append(f"s{number}", headline="mine" if mine else "other")
        if mine:
            seqs.append(release.seq)
    newsroom.route()
    ranks = read_numbers(newsroom.connection, paper, seqs)
    assert list(ranks.values()) == list(range(1, len(seqs) + 1))
    assert ranks == {seq: rank_of(newsroom.connection, paper, seq) for seq in seqs}


def test_the_newest_of_many_takes_as_many_queries_as_of_few(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = newsroom.subscribe("paper").number
    for number in range(12):
        newsroom.append(f"s{number}")
        newsroom.append(f"s{number}", "update")
    newsroom.route()
    counts = []
    for many in (3, 12):
        guids = [make_guid(f"s{number}") for number in range(many)]
        with counting(monkeypatch) as statements:
            found = read_newest_of(newsroom.connection, newsroom.reader(paper), guids)
        assert [found[guid].version for guid in guids] == [2] * many
        counts.append(len(statements))
    assert counts[0] == counts[1]
