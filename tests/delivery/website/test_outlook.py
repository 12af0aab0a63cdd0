"""What the desk is told before a release is what happens with it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newswire.delivery.website.follow import do_advance
from newswire.delivery.website.outlook import Fate, Outlook, foresee
from newswire.edition.shape import key_of
from newswire.item.rights import Restriction
from newswire.subscribers.service import do_open_website
from newswire.subscribers.website import Limits
from tests.newsroom import START, Newsroom
from tests.stories import make_guid, make_item

HOUR = timedelta(hours=1)


def look(newsroom: Newsroom, name: str = "a", **changes: Any) -> Outlook:
    return foresee(newsroom.connection, make_item(name, newsroom.now, **changes), now=newsroom.now)


def is_live(newsroom: Newsroom, home: Path, name: str) -> bool:
    do_advance(newsroom.connection, home, now=newsroom.now)
    row = newsroom.connection.execute(
        "SELECT state FROM edition.story WHERE key = %s", (key_of(make_guid(name)),)
    ).fetchone()
    return row is not None and row[0] == "live"


def test_without_a_website_nothing_goes_there(newsroom: Newsroom) -> None:
    assert look(newsroom).fate == "closed"


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({}, "public"),
        ({"public": "no"}, "no"),
        ({"public": "yes", "is_test": True}, "test"),
        ({"public": "yes", "language": "de"}, "unfit"),
        ({"language": "tr"}, "unmatched"),
        ({"language": "tr", "public": "yes"}, "public"),
        ({"sections": ("sports",)}, "over"),
        ({"sections": ("sports",), "public": "yes"}, "public"),
        ({"sections": ("sports",), "type": "alert"}, "public"),
        ({"public": "yes", "rights": Restriction(no_web=True)}, "restricted"),
    ],
)
def test_what_is_foreseen_comes_true(newsroom: Newsroom, home: Path, changes: dict[str, Any], fate: Fate) -> None:
    do_open_website("lang:en", now=START, limits=Limits(caps={"sports": 0}))
    assert look(newsroom, **changes).fate == fate
    newsroom.release("a", **changes)
    assert is_live(newsroom, home, "a") is (fate == "public")


def test_an_embargoed_story_waits_for_its_lift(newsroom: Newsroom) -> None:
    do_open_website("", now=START)
    assert look(newsroom, embargo_until=newsroom.now + HOUR).fate == "embargo"
    assert look(newsroom, embargo_until=newsroom.now - HOUR).fate == "public"


def test_the_head_start_and_the_room_of_the_section_are_told(newsroom: Newsroom, home: Path) -> None:
    do_open_website("", now=START, limits=Limits(head_start=5, caps={"economy": 2}))
    newsroom.release("a")
    newsroom.now += timedelta(minutes=5)
    assert is_live(newsroom, home, "a")
    assert look(newsroom, "b") == Outlook(fate="public", minutes=5, section="economy", cap=2, used=1)
    assert look(newsroom, "a") == Outlook(fate="out", minutes=5)


@pytest.mark.parametrize("kinds", [["new"], ["new", "update"]])
def test_what_follows_a_story_that_the_website_has_is_not_asked_for_the_query(
    newsroom: Newsroom, home: Path, kinds: Sequence[Any]
) -> None:
    do_open_website("lang:en", now=START)
    for kind in kinds:
        newsroom.release("a", kind)
    assert is_live(newsroom, home, "a")
    do_open_website("lang:tr", now=START)
    assert look(newsroom).fate == "out"


def test_the_restriction_is_named(newsroom: Newsroom) -> None:
    do_open_website("", now=START)
    assert look(newsroom, rights=Restriction(no_web=True)).clause == "NO WEB"
