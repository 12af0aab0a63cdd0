"""A lift that ends a hold and leaves the embargo standing brings no version of the story into the archive's hits."""

from datetime import timedelta
from pathlib import Path

from newswire.search.standing import read_shown
from tests.newsroom import Newsroom
from tests.stories import make_guid


def test_a_hold_lifted_under_an_embargo_stays_out_until_the_embargo_is_lifted(newsroom: Newsroom, home: Path) -> None:
    guid = make_guid("a")
    until = newsroom.now + timedelta(hours=3)
    newsroom.release("a", embargo_until=until)
    newsroom.release("a", "hold")
    newsroom.release("a", "lift", embargo_until=until)
    assert read_shown(newsroom.connection, [guid]) == {}
    newsroom.release("a", "lift")
    assert read_shown(newsroom.connection, [guid])[guid].seq == 4
    assert not home.exists()


def test_an_earlier_public_version_stays_while_a_later_one_is_embargoed(newsroom: Newsroom) -> None:
    guid = make_guid("a")
    newsroom.release("a")
    newsroom.release("a", "update", embargo_until=newsroom.now + timedelta(hours=3))
    assert read_shown(newsroom.connection, [guid])[guid].seq == 1
