"""What stands around a story: for each subscription only what it had, by links that it may know of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from newswire.item.item import Link
from newswire.routing.chains import read_versions
from newswire.routing.router import rebuild
from newswire.routing.surroundings import Surroundings, read_surroundings
from newswire.subscribers.service import do_save_product
from tests.newsroom import Newsroom
from tests.stories import make_guid


def look(newsroom: Newsroom, number: int, name: str, formats: tuple[str, ...] = ()) -> Surroundings:
    found = read_surroundings(newsroom.connection, newsroom.reader(number), make_guid(name), formats)
    assert found is not None
    return found


def names(found: Surroundings) -> dict[str, list[tuple[str, str]]]:
    def short(one: Any) -> tuple[str, str]:
        return one.relation, one.entry.guid.rpartition(":")[2]

    return {"translations": list(map(short, found.translations)), "related": list(map(short, found.related))}


def link(rel: Any, name: str) -> Link:
    return Link(rel, make_guid(name))


def release_family(newsroom: Newsroom) -> None:
    newsroom.release("original")
    newsroom.release("tr", language="tr", links=(link("translation-of", "original"),))
    newsroom.release("ar", language="ar", links=(link("translation-of", "original"),))


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that are executed on any connection."""
    seen: list[str] = []
    execute = psycopg.Connection.execute

    def note(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        seen.append(str(query))
        return execute(self, query, *rest, **more)

    monkeypatch.setattr(psycopg.Connection, "execute", note)
    yield seen
    monkeypatch.setattr(psycopg.Connection, "execute", execute)


def test_a_family_of_translations_is_found_from_each_of_its_members(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    release_family(newsroom)
    members = {"original", "tr", "ar"}
    for name in members:
        found = names(look(newsroom, number, name))
        assert {one for _, one in found["translations"]} == members - {name}
        assert found["related"] == []


def test_a_translation_that_was_not_bought_is_not_there(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("english", "lang:en").number
    release_family(newsroom)
    assert names(look(newsroom, number, "original")) == {"translations": [], "related": []}


def test_an_original_that_was_never_had_leaves_no_trace_at_its_translations(newsroom: Newsroom) -> None:
    """Not even that two stories are translations of one: only the original, which is not there, says so."""
    number = newsroom.subscribe("others", "lang:tr OR lang:ar").number
    release_family(newsroom)
    assert names(look(newsroom, number, "tr")) == {"translations": [], "related": []}


def test_follow_ups_and_what_they_follow_find_each_other(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    newsroom.release("flash")
    newsroom.release("story", links=(link("follows", "flash"), link("related", "never")))
    newsroom.release("sidebar", links=(link("related", "story"), link("derived-from", "flash")))
    assert names(look(newsroom, number, "flash"))["related"] == [
        ("derived-from", "sidebar"),
        ("followed-by", "story"),
    ]
    assert names(look(newsroom, number, "story"))["related"] == [("follows", "flash"), ("related", "sidebar")]
    assert names(look(newsroom, number, "sidebar"))["related"] == [("related", "story"), ("derived-from", "flash")]


def test_a_link_that_only_a_version_carries_which_was_not_had_is_not_followed(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    newsroom.release("a")
    newsroom.release("b")
    newsroom.release("b", "update", links=(link("related", "a"),), embargo_until=newsroom.now.replace(hour=23))
    assert names(look(newsroom, number, "a"))["related"] == []


def test_a_neighbour_that_was_killed_or_is_held_is_not_shown(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    newsroom.release("a")
    for name in ("b", "c", "d"):
        newsroom.release(name, links=(link("related", "a"),))
    newsroom.release("b", "kill")
    newsroom.release("c", "hold")
    assert names(look(newsroom, number, "a"))["related"] == [("related", "d")]


def test_around_a_killed_story_there_is_nothing(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    newsroom.release("a")
    newsroom.release("b", links=(link("related", "a"),))
    newsroom.release("a", "kill")
    found = look(newsroom, number, "a", ("ninjs",))
    assert (found.entry.use, found.formats, found.related) == ("recall", {}, ())


def test_a_stranger_gets_the_same_nothing_for_what_is_and_what_never_was(newsroom: Newsroom) -> None:
    reader = newsroom.reader(newsroom.subscribe("turkish", "lang:tr").number)
    newsroom.release("a")
    for name in ("a", "never"):
        assert read_surroundings(newsroom.connection, reader, make_guid(name)) is None
        assert read_versions(newsroom.connection, reader, make_guid(name)) == []


def test_formats_are_those_of_the_product_that_brought_the_story(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("wire")
    do_save_product("wire", "Wire", "*", formats=["newsml-g2"])
    newsroom.release("a")
    asked = ("ninjs", "newsml-g2")
    assert list(look(newsroom, subscription.number, "a", asked).formats) == ["newsml-g2"]
    do_save_product("wire", "Wire", "*", formats=[])
    newsroom.release("b")
    found = look(newsroom, subscription.number, "b", asked)
    assert found.formats == dict.fromkeys(asked, found.entry)


def test_versions_are_those_that_were_had(newsroom: Newsroom) -> None:
    everything = newsroom.subscribe("all").number
    late = newsroom.subscribe("late", "headline:reopened").number
    newsroom.release("a")
    newsroom.release("a", "update", headline="Harbour reopened")
    newsroom.release("a", "correction", headline="Harbour reopened on Tuesday")
    read = {number: read_versions(newsroom.connection, newsroom.reader(number), make_guid("a")) for number in (0, 1)}
    assert (everything, late) == (0, 1)
    assert [(one.kind, one.version) for one in read[0]] == [("new", 1), ("update", 2), ("correction", 3)]
    assert [(one.kind, one.version) for one in read[1]] == [("new", 1), ("correction", 2)]
    newsroom.release("a", "kill")
    killed = read_versions(newsroom.connection, newsroom.reader(late), make_guid("a"))
    assert [(one.kind, one.item) for one in killed] == [("new", None), ("correction", None), ("kill", None)]


def test_a_rebuild_finds_the_same_neighbours(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    release_family(newsroom)
    before = look(newsroom, number, "original")
    assert list(rebuild(newsroom.connection))
    assert look(newsroom, number, "original") == before
    assert len(before.translations) == 2


def test_many_neighbours_and_versions_cost_no_more_queries_than_few(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = newsroom.subscribe("all").number
    newsroom.release("a")
    counts = []
    for count in (3, 12):
        for at in range(count):
            newsroom.release(f"near-{count}-{at}", links=(link("related", "a"),))
            newsroom.release("a", "update")
        with counting(monkeypatch) as seen:
            around = look(newsroom, number, "a")
            versions = read_versions(newsroom.connection, newsroom.reader(number), make_guid("a"))
        counts.append((len(seen), len(around.related), len(versions)))
    assert [one[1:] for one in counts] == [(3, 4), (15, 16)]
    assert counts[0][0] == counts[1][0]
