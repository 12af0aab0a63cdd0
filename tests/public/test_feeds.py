"""The feeds: the three forms say the same, ids stay, what is killed is named and what is held is not."""

from datetime import datetime, timedelta

import psycopg
import pytest

from newswire.edition.shape import Over, public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.body import Crosshead, Paragraph
from newswire.item.item import Correction
from newswire.public.feeds.addresses import FORMS, FeedPlace, feed_path, places_of, read_feed_path
from newswire.public.machine_routes import STORIES
from tests.edition.contents import make_content
from tests.public.door import BASE, Door
from tests.public.feed_readers import Gone, Seen, SeenFeed, read_feed

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
ID = f"{BASE}/en/news/story/{public_id_of(GUID)}"


def _get(door: Door, folder: str = "/en/") -> SeenFeed:
    """The feed below `folder`, the same in all forms but for its own address."""
    door.wait(milliseconds=250)
    found = []
    for form in FORMS:
        answer = door.get(f"{folder}feed.{form}")
        assert answer.status == 200
        feed = read_feed(form, answer.body)
        assert feed.own == f"{BASE}{folder}feed.{form}"
        found.append(feed)
    first, *others = found
    for other in others:
        for field in set(SeenFeed.__struct_fields__) - {"own"}:
            assert getattr(other, field) == getattr(first, field), field
    return first


def test_all_forms_give_the_story_in_its_summarised_form(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(correction=None), now)
    later = now + timedelta(minutes=5)
    do_publish(connection, GUID, make_content(correction=None), later)
    feed = _get(door)
    assert (feed.title, feed.language, feed.page) == ("Newswire", "en", f"{BASE}/en/")
    assert feed.licence == f"{BASE}/license.xml"
    assert feed.description.startswith("The website carries only a portion of the stories")
    assert feed.gone == ()
    assert feed.stories == (
        Seen(
            id=ID,
            link=f"{BASE}/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}",
            title="Northaven harbour opens again",
            summary="Forty ships waited three days",
            text="The harbour opened on Tuesday.First inA ferry was the first to enter.the harbour master",
            published=now,
            updated=later,
            authors=("Ada Lind",),
            tags=("Economy", "World", "shipping"),
            picture=f"{BASE}/media/a-web.jpg",
        ),
    )


def test_a_correction_is_told_in_the_feed_too(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(correction=Correction("Three", "Forty", "We are sorry.")), now)
    (story,) = _get(door).stories
    assert story.text.endswith("Correction We wrote: Three – Correct is: Forty – We are sorry.")


def test_sections_and_topics_have_their_own_feeds_with_names_in_the_feeds_language(
    door: Door, connection: Connection, now: datetime
) -> None:
    swimming = ("medtop:20001103", "medtop:15000000")
    do_publish(connection, "a", make_content(language="tr", headline="A", sections=("sports",), topics=swimming), now)
    do_publish(connection, "b", make_content(language="tr", headline="B", sections=("world",), topics=()), now)
    assert _get(door, "/tr/sports/").title == "Newswire – Spor"
    assert [story.title for story in _get(door, "/tr/sports/").stories] == ["A"]
    assert [story.title for story in _get(door, "/tr/world/").stories] == ["B"]
    assert len(_get(door, "/tr/").stories) == 2
    topic = _get(door, "/ar/topic/15000000/")
    assert (topic.title, topic.stories) == ("Newswire – رياضة", ())
    assert [story.title for story in _get(door, "/tr/topic/15000000/").stories] == ["A"]
    assert _get(door, "/en/").stories == ()


def test_an_id_stays_when_the_headline_changes_and_leads_to_the_story(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(), now)
    (before,) = _get(door).stories
    do_publish(connection, GUID, make_content(headline="Second", slug="second", sections=("world",)), now)
    (after,) = _get(door).stories
    assert after.id == before.id
    assert after.link != before.link
    answer = door.get(after.id.removeprefix(BASE))
    assert (answer.status, BASE + answer.headers["location"]) == (301, after.link)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("gone", "This story was withdrawn and is no longer available."),
        ("ended", "Our right to publish this story has ended. Nothing was wrong with it."),
    ],
)
def test_a_withdrawn_story_is_named_for_a_week_in_every_feed_it_was_in(
    door: Door, connection: Connection, now: datetime, state: Over, sentence: str
) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now, state)
    for folder in ("/en/", "/en/economy/", "/en/world/", "/en/topic/20000337/"):
        feed = _get(door, folder)
        assert (feed.stories, feed.gone) == ((), (Gone(ID, now, sentence),))
    assert _get(door, "/en/sports/").gone == _get(door, "/tr/").gone == ()
    assert door.get(ID.removeprefix(BASE)).status == 410
    door.wait(days=7)
    assert _get(door).gone == ()


def test_a_tombstone_speaks_the_feeds_language(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(language="tr"), now)
    do_withdraw(connection, GUID, now)
    (gone,) = _get(door, "/tr/").gone
    assert gone.comment
    assert "withdrawn" not in gone.comment


def test_a_held_story_is_absent_without_a_word_and_comes_back(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(), now)
    (before,) = _get(door).stories
    do_hold(connection, GUID)
    held = _get(door, "/en/economy/")
    assert (held.stories, held.gone) == ((), ())
    for form in FORMS:
        assert public_id_of(GUID) not in door.get(f"/en/feed.{form}").text
    do_publish(connection, GUID, make_content(), now)
    (after,) = _get(door).stories
    assert after == before


def test_a_feed_has_the_newest_and_stays_the_same_while_nothing_happens(
    door: Door, connection: Connection, now: datetime
) -> None:
    for number in range(STORIES + 2):
        do_publish(connection, f"guid {number}", make_content(headline=f"Story {number}"), now + timedelta(number))
    titles = [story.title for story in _get(door).stories]
    assert titles == [f"Story {number}" for number in range(STORIES + 1, 1, -1)]
    etags = [door.get(f"/en/feed.{form}").headers["etag"] for form in FORMS]
    door.wait(minutes=10)
    assert [door.get(f"/en/feed.{form}").headers["etag"] for form in FORMS] == etags
    assert [door.get(f"/fr/feed.{form}").headers["etag"] for form in FORMS]
    empty = [door.get(f"/fr/feed.{form}").headers["etag"] for form in FORMS]
    door.wait(minutes=10)
    assert [door.get(f"/fr/feed.{form}").headers["etag"] for form in FORMS] == empty


def test_an_alert_without_text_and_hostile_letters_break_no_feed(
    door: Door, connection: Connection, now: datetime
) -> None:
    hostile = "]]></title><script>alert(1)</script> & “quoted” \x0b"
    content = make_content(
        headline=hostile, standfirst="", summary=(), byline="", authors=(), picture=None, subjects=(), correction=None
    )
    do_publish(connection, "alert", content, now)
    text = (Paragraph("<b>a</b> & b"), Crosshead("</content>"))
    do_publish(connection, GUID, make_content(headline="B", summary=text, correction=None), now - timedelta(1))
    bare, story = _get_forgiving(door)
    assert (bare.authors, bare.picture, bare.summary) == ((), "", "")
    assert "<script>" in bare.text
    assert story.text == "<b>a</b> & b</content>"


def _get_forgiving(door: Door) -> tuple[Seen, ...]:
    feeds = [read_feed(form, door.get(f"/en/feed.{form}").body) for form in FORMS]
    assert all(feed.stories[1] == feeds[0].stories[1] for feed in feeds)
    return feeds[0].stories


def test_addresses_of_feeds_are_read_as_they_are_written() -> None:
    places = (FeedPlace("en"), FeedPlace("ar", "economy"), FeedPlace("fr", topic="medtop:20000337"))
    for place in places:
        for form in FORMS:
            assert read_feed_path(feed_path(place, form)) == (place, form)
    for path in ("/en/feed.xml", "/de/feed.rss", "/en/feed.rss/", "/en/x/feed.rss", "/en/topic/1/feed.rss"):
        assert read_feed_path(path) is None


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("/en/", [FeedPlace("en")]),
        ("/en/economy/", [FeedPlace("en"), FeedPlace("en", "economy")]),
        ("/en/economy/slug/abc234", [FeedPlace("en"), FeedPlace("en", "economy")]),
        ("/en/news/slug/abc234", [FeedPlace("en")]),
        ("/en/about", [FeedPlace("en")]),
        ("/en/topic/20000337/shipping", [FeedPlace("en"), FeedPlace("en", topic="medtop:20000337")]),
        ("/en/topic/1/x", [FeedPlace("en")]),
        ("/", []),
    ],
)
def test_a_page_names_the_feeds_of_what_it_shows(path: str, places: list[FeedPlace]) -> None:
    assert list(places_of(path)) == places


def test_links_of_feeds_are_the_stories_own_addresses(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(language="ar", slug="ميناء-الشمال"), now)
    (story,) = _get(door, "/ar/").stories
    assert story.link.isascii()
    assert door.get("/ar/economy/ميناء-الشمال/" + public_id_of(GUID)).status == 200
    assert story.link.startswith(f"{BASE}/ar/economy/%D9%85")
