"""The versions a subscription had, and what changed between them; never another's."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from newswire.item.body import Paragraph
from newswire.item.item import Media
from newswire.portal.versions import compare
from newswire.subscribers.models import Usage
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, seat_reader, send_notice
from tests.portal.test_story import story_path
from tests.portal.test_wire import text
from tests.routing.test_surroundings import counting
from tests.stories import make_guid, make_item


def path(reader: Reader, name: str = "a") -> str:
    return f"/portal/versions/{reader.number}/{make_guid(name)}"


def release_three(newsroom: Newsroom) -> None:
    newsroom.release("a", body=(Paragraph("Two people died at the quay."), Paragraph("It rains.")))
    newsroom.release("a", "update", body=(Paragraph("Three people died at the quay."), Paragraph("It rains.")))
    newsroom.release("a", "correction", headline="Harbour reopened", body=(Paragraph("Four people died at the quay."),))


def test_the_last_two_versions_are_compared_word_by_word(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    release_three(newsroom)
    page = read(browser, path(reader))
    assert "<p><del>Three </del><ins>Four </ins>people died at the quay.</p>" in page
    assert "<p><del>It rains.</del></p>" in page
    assert "From version 2 to version 3" in text(page)
    assert path(reader) in read(browser, story_path(reader, "a"))


def test_any_two_versions_can_be_compared_in_either_direction(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    release_three(newsroom)
    assert "<del>Two </del><ins>Four </ins>" in read(browser, path(reader) + "?from=1&to=3")
    assert "<del>Four </del><ins>Two </ins>" in read(browser, path(reader) + "?from=3&to=1")
    assert "Nothing that is read has changed." in read(browser, path(reader) + "?from=2&to=2")


@pytest.mark.parametrize("query", ["?from=1", "?from=1&to=4", "?from=0&to=1", "?from=x&to=1", "?to=", "?from=01&to=2"])
def test_a_version_that_is_none_does_not_exist(newsroom: Newsroom, reader: Reader, browser: Client, query: str) -> None:
    release_three(newsroom)
    read(browser, path(reader) + query, 404)


def test_a_version_that_passed_by_leaves_no_trace(newsroom: Newsroom) -> None:
    late = seat_reader(newsroom, "late", "headline:reopened OR headline:again")
    newsroom.release("a")
    newsroom.release("b", headline="Secret draft", body=(Paragraph("Nobody may know."),))
    newsroom.release("b", "update", headline="Harbour reopened")
    page = text(read(open_browser(late.user), path(late, "b")))
    assert "There is one version that can be read: nothing to compare." in page
    assert "Secret draft" not in page
    assert "Updated" not in page
    read(open_browser(late.user), path(late, "b") + "?from=1&to=2", 404)


def test_what_was_never_got_does_not_exist(newsroom: Newsroom, reader: Reader, stranger: Reader) -> None:
    release_three(newsroom)
    outside = open_browser(stranger.user)
    never = read(outside, path(stranger, "never"), 404)
    for one in (path(stranger), path(reader), f"/portal/versions/999/{make_guid('a')}"):
        assert read(outside, one, 404) == never


@pytest.mark.parametrize("kind", ["kill", "hold"])
def test_of_a_recalled_story_no_version_can_be_read(
    newsroom: Newsroom, reader: Reader, browser: Client, kind: Any
) -> None:
    release_three(newsroom)
    send_notice(newsroom, "a", kind, "The ministry denies it.")
    page = read(browser, path(reader))
    assert "The ministry denies it." in text(page)
    for part in ("people died", "Harbour reopened", "Northaven harbour"):
        assert part not in page
    read(browser, path(reader) + "?from=1&to=2", 404)
    assert not Usage.objects.exists()


def test_looking_at_versions_is_reading_the_story(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    release_three(newsroom)
    read(browser, path(reader))
    browser.head(path(reader))
    assert list(Usage.objects.values_list("action", "guid", "count")) == [("view", make_guid("a"), 1)]


def test_pictures_that_came_and_went_are_named(now: datetime) -> None:
    media = [Media(name, "picture", caption=name) for name in ("stays", "goes", "comes")]
    old, new = make_item("a", now, media=tuple(media[:2])), make_item("a", now, media=(media[0], media[2]))
    found = compare((1, old), (2, new))
    assert ([one.id for one in found.removed], [one.id for one in found.added]) == (["goes"], ["comes"])
    assert not found.is_empty
    assert compare((1, old), (2, old)).is_empty


def test_many_versions_cost_no_more_queries_than_few(
    newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    newsroom.release("a")
    for more in (3, 9):
        for _ in range(more):
            newsroom.release("a", "update")
        with counting(monkeypatch) as seen:
            page = read(browser, path(reader))
        counts.append((len(seen), len(re.findall('name="from"', page))))
    assert [rows for _, rows in counts] == [4, 13]
    assert counts[0][0] == counts[1][0]
