"""Subscribers search the archive: who finds which version until when, counted exactly, in as many queries as ever."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from newswire.item.forms import Form
from newswire.item.item import Place, Subject
from newswire.item.rights import Restriction
from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.query.ast import Everything
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.moment import to_microseconds
from newswire.search import find as module
from newswire.search.find import Place as Spot
from newswire.search.find import read_place, write_place
from newswire.search.index import Archive
from newswire.subscribers.service import do_end_contract, do_save_product
from newswire.wire.append import do_append_many
from newswire.wire.release import Draft
from tests.newsroom import Newsroom
from tests.search.corpus import make_queries, make_stories
from tests.search.finding import ask, count_by_hand, expect, names, read_counts
from tests.search.test_follow import CHILD
from tests.search.test_no_trace import catch_up
from tests.stories import make_guid

DAY = timedelta(days=1)


class Room:
    """A newsroom with an archive that keeps up, unless it is told not to."""

    def __init__(self, newsroom: Newsroom, home: Path) -> None:
        self.newsroom, self.home, self.archive = newsroom, home, Archive(home)

    def release(self, name: str, kind: Any = "new", **changes: Any) -> None:
        self.newsroom.release(name, kind, **changes)
        self.index()

    def index(self) -> None:
        catch_up(self.newsroom.connection, self.home, 100)

    def find(self, number: int, query: str = "*", **more: Any) -> list[str]:
        """The names found; the count must agree."""
        found = ask(self.newsroom.connection, self.archive, self.newsroom.reader(number), query, **more)
        assert found.total == len(found.hits)
        return names(found)


@pytest.fixture
def room(newsroom: Newsroom, home: Path) -> Room:
    room = Room(newsroom, home)
    room.index()
    return room


def test_a_version_superseded_by_one_outside_the_product_stays_with_those_who_had_it(room: Room) -> None:
    sports = room.newsroom.subscribe("sports", "section:sports").number
    ended = room.newsroom.subscribe("ended", "section:sports")
    room.release("a", sections=("sports",), headline="Old words")
    do_end_contract(ended.contract_id, room.newsroom.now)
    room.release("a", "update", sections=("world",), headline="New words")
    assert room.find(sports, "headline:new") == ["a"]  # what follows a story follows its holder
    assert room.find(sports, "headline:old") == []
    assert (room.find(ended.number, "headline:old"), room.find(ended.number, "headline:new")) == (["a"], [])
    later = room.newsroom.subscribe("later", "section:sports").number
    assert room.find(later) == []


def test_a_product_brings_what_was_released_while_it_was_held(room: Room) -> None:
    number = room.newsroom.subscribe("paper", "lang:tr").number
    room.release("before")
    room.release("turkish", language="tr")
    do_save_product("paper", "Paper", "lang:en")
    room.release("english")
    room.release("late turkish", language="tr")
    assert room.find(number) == ["english", "turkish"]


def test_the_contract_bounds_what_comes_and_its_archive_days_what_is_found(room: Room) -> None:
    today = room.newsroom.now
    terms: dict[str, Any] = {"starts_at": today - 20 * DAY, "ends_at": today - 5 * DAY, "archive_days": 15}
    number = room.newsroom.subscribe("paper", **terms).number
    for ago in (21, 19, 14, 6, 4):
        room.newsroom.now = today - ago * DAY
        room.release(f"d{ago}")
    room.newsroom.now = today
    assert room.find(number) == ["d6", "d14"]
    assert names(ask(room.newsroom.connection, room.archive, room.newsroom.reader(number, today + 3 * DAY))) == ["d6"]


def test_restrictions_and_ends_of_rights_are_judged_as_the_reader_is_and_when_he_reads(room: Room) -> None:
    japan = room.newsroom.subscribe("japan", country="JP").number
    turkey = room.newsroom.subscribe("turkey", country="TR").number
    today = room.newsroom.now
    room.release("open")
    room.release("no japan", rights=Restriction(countries_out=("JP",)))
    room.release("a day", rights=Restriction(no_archive=True))
    room.release("until", expires=today + 2 * DAY)
    assert room.find(japan) == ["until", "a day", "open"]
    assert room.find(turkey) == ["until", "a day", "no japan", "open"]
    room.newsroom.now = today + DAY
    assert room.find(turkey) == ["until", "no japan", "open"]
    room.newsroom.now = today + 2 * DAY
    assert room.find(turkey) == ["no japan", "open"]


def test_a_release_is_found_once_it_is_routed_though_it_was_indexed_before(room: Room) -> None:
    number = room.newsroom.subscribe("paper").number
    room.newsroom.append("a")
    room.index()
    assert room.find(number) == []
    room.newsroom.route()
    room.index()
    assert room.find(number) == ["a"]


def test_facets_of_more_values_than_there_are_columns_are_counted_too(room: Room) -> None:
    number = room.newsroom.subscribe("paper").number
    topics = [code for code, topic in read_mediatopics().items() if not topic.broader][:9]
    places = tuple(Place(code, code) for code in ("TR", "NO", "BA", "FR", "US"))
    room.release("many", sections=("world", "sports", "economy", "culture", "health"), places=places,
                 subjects=tuple(map(Subject, topics)))  # fmt: skip
    room.release("one", sections=("health",), places=places[:1], subjects=(Subject(topics[8]),))
    room.release("none", sections=(), places=(), subjects=())
    found = ask(room.newsroom.connection, room.archive, room.newsroom.reader(number))
    entries = [hit.entry for hit in found.hits]
    assert read_counts(found) == count_by_hand(entries)
    assert read_counts(found)["subject"][topics[8]] == 2


def put(room: Room, count: int, seed: int) -> list[str]:
    """Made-up stories of many languages on the wire, routed and indexed; their guids."""
    items = make_stories(count, Random(seed), room.newsroom.now)
    drafts = [
        Draft(kind="new", guid=one.guid, version=1, item=one, released_at=one.first_created, actor="editor")
        for one in items
    ]
    with room.newsroom.connection.transaction(), room.newsroom.connection.cursor() as cursor:
        do_append_many(cursor, drafts)
    room.newsroom.route()
    room.index()
    return [one.guid for one in items]


def test_two_subscriptions_agree_with_the_evaluator_and_with_counting_by_hand(room: Room) -> None:
    sold: tuple[tuple[str, str, Form], ...] = (
        ("all", "*", "full"),
        ("some", "lang:(en OR tr) section:world", "summary"),
    )
    numbers = [
        room.newsroom.subscribe(name, query, form=form, starts_at=room.newsroom.now - 36_000 * DAY).number
        for name, query, form in sold
    ]
    guids = put(room, 250, 7)
    telling = 0
    for number in numbers:
        reader = room.newsroom.reader(number)
        whole = expect(room.newsroom.connection, reader, guids, Everything())
        documents = {
            guid: make_document(one.item, released_at=one.released_at) for guid, one in whole.items() if one.item
        }
        for node in make_queries(60, Random(number), list(documents.values())):
            if "kind" in str(node):
                continue
            wanted = {guid for guid, one in documents.items() if matches(node, one, to_microseconds(reader.now))}
            found = ask(room.newsroom.connection, room.archive, reader, node)
            assert found.total == len(wanted), node
            if found.next is None:
                assert {hit.entry.guid for hit in found.hits} == wanted, node
            assert {**read_counts(found), "day": {}} == {**count_by_hand(whole[guid] for guid in wanted), "day": {}}
            telling += 0 < len(wanted) < len(documents)
    assert telling > 30


def test_every_page_takes_as_many_queries_whatever_is_on_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    number = room.newsroom.subscribe("paper").number
    asked: list[Any] = []
    execute = psycopg.Connection.execute

    def count(connection: psycopg.Connection[Any], *given: Any) -> Any:
        asked.append(given[0])
        return execute(connection, *given)

    counts = []
    for more in (3, 12):
        for at in range(more):
            room.newsroom.release(f"s{more}-{at}")
        room.index()
        asked.clear()
        with monkeypatch.context() as patch:
            patch.setattr(psycopg.Connection, "execute", count)
            found = ask(room.newsroom.connection, room.archive, room.newsroom.reader(number), "harbour")
        counts.append((len(asked), len(found.hits)))
    assert counts[0][0] == counts[1][0]
    assert (counts[0][1], counts[1][1]) == (3, 15)


def test_kill_9_of_the_indexer_loses_and_doubles_nothing_for_subscribers(dsn: str, room: Room) -> None:
    number = room.newsroom.subscribe("paper").number
    for at in range(120):
        room.newsroom.append(f"s{at}")
    room.newsroom.route()
    for kills in range(3):
        child = subprocess.Popen([sys.executable, "-c", CHILD, dsn, str(room.home)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith("before" if kills % 2 else "after"):
                child.kill()
                break
        child.communicate(timeout=60)
    room.index()
    found = ask(room.newsroom.connection, room.archive, room.newsroom.reader(number), limit=100)
    assert (found.total, len(set(names(found)))) == (120, 100)


def test_a_place_is_written_with_the_readers_own_numbers_and_nothing_else_is_one() -> None:
    assert [write_place(one) for one in (Spot(7), Spot(7, 20))] == ["7", "7-20"]
    assert [read_place(text) for text in ("7", "7-20")] == [Spot(7), Spot(7, 20)]
    assert [read_place(text) for text in ("", "0", "-3", "7-", "x", "7-1001", "9" * 20, "٧")] == [
        None, None, None, Spot(7), None, None, None, None,
    ]  # fmt: skip


def test_relevance_counts_the_headline_the_run_and_the_very_form(room: Room) -> None:
    number = room.newsroom.subscribe("paper").number
    today = room.newsroom.now
    room.newsroom.now = today - 3 * DAY  # of equal ones the newer comes first, exact to about an hour
    room.release("form", headline="One", standfirst="ferries and a storm", body=())
    room.newsroom.now = today
    room.release("apart", headline="Two", standfirst="storm over the ferry", body=())
    room.release("run", headline="Three", standfirst="a ferry storm", body=())
    room.release("head", headline="Ferry in storm", standfirst="", body=())
    room.release("newest", headline="Four", standfirst="ferries and a storm", body=())
    assert room.find(number, "ferry storm", sort="relevance") == ["head", "run", "apart", "newest", "form"]


def test_a_kill_between_the_indexs_answer_and_the_texts_takes_the_story_off_the_page(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.newsroom.subscribe("paper").number
    room.release("a")
    room.release("b")
    ask_index = module.find_as

    def kill_after(*given: Any) -> Any:
        found = ask_index(*given)
        room.newsroom.append("a", "kill")
        return found

    monkeypatch.setattr(module, "find_as", kill_after)
    found = ask(room.newsroom.connection, room.archive, room.newsroom.reader(number))
    assert [hit.entry.guid for hit in found.hits] == [make_guid("b")]
