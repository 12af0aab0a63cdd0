"""The demo's stories: complete, in six languages, and valid as items."""

import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from newswire.editing.checks.finding import Circumstances
from newswire.editing.checks.web_version import find_in_web_version
from newswire.item.body import Crosshead, ListBlock, Paragraph, Quote, Table, read_texts
from newswire.item.item import Item, Rendition
from newswire.item.measure import count_words
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS
from newswire.project.demo.content import CREDITS, DemoStory, make_media, read_demo_stories, to_item
from newswire.project.demo.pictures import MOTIFS

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STORIES = read_demo_stories()
TEXTS = tuple(story for story in STORIES if story.type == "text")
SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC"}
OWN_LETTERS = {"tr": "ğışöçü", "fr": "éèàçê", "es": "ñáíóé"}


def convert(story: DemoStory) -> Item:
    guids = {one.key: f"urn:newsml:newswire.example:20261124:{one.key}" for one in STORIES}
    return to_item(story, guid=guids[story.key], now=NOW, media=make_media(story, ()), guids=guids)


def every_text(story: DemoStory) -> str:
    said_by = [block.attribution for block in (*story.body, *story.summary) if isinstance(block, Quote)]
    return "\n".join([story.headline, story.standfirst, *read_texts(story.body), *said_by, *read_texts(story.summary)])


def test_there_are_about_thirty_four_stories_in_six_languages() -> None:
    counts = Counter(story.language for story in STORIES)
    assert set(counts) == set(CLIENT_LANGUAGES)
    assert counts["en"] >= 8
    assert counts["tr"] >= 6
    assert min(counts.values()) >= 5
    assert 30 <= len(STORIES) <= 40


def test_keys_and_headlines_are_unique() -> None:
    assert len({story.key for story in STORIES}) == len(STORIES)
    assert len({story.headline for story in STORIES}) == len(STORIES)


def test_a_story_comes_after_the_stories_it_links_to() -> None:
    seen: set[str] = set()
    for story in STORIES:
        assert {story.follows, story.translation_of} - {""} <= seen, story.key
        seen.add(story.key)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_codes_are_known(story: DemoStory) -> None:
    assert story.subjects
    assert set(story.subjects) <= set(read_mediatopics())
    assert story.sections
    assert set(story.sections) <= set(SECTIONS)
    assert story.places
    for place in story.places:
        assert re.fullmatch(r"[A-Z]{2}(/[a-z]+(-[a-z]+)*)?", place.code), place
    assert any("/" not in place.code for place in story.places), "the country stands beside the town"
    assert 1 <= story.urgency <= 9


@pytest.mark.parametrize("story", TEXTS, ids=lambda story: story.key)
def test_a_story_is_whole_agency_copy(story: DemoStory) -> None:
    assert 20 <= len(story.headline) <= 64
    assert 40 <= len(story.standfirst) <= 160
    assert story.byline
    assert story.dateline
    assert story.slugline == story.slugline.upper()
    assert story.keywords
    assert story.people
    assert story.organisations
    assert 120 <= count_words(story.body) <= 450
    paragraphs = [block for block in story.body if isinstance(block, Paragraph | Quote | Table | ListBlock)]
    assert 5 <= len(paragraphs) <= 12
    assert any(isinstance(block, Crosshead) for block in story.body)
    assert isinstance(story.body[0], Paragraph)
    assert not isinstance(story.body[-1], Crosshead)


@pytest.mark.parametrize("story", TEXTS, ids=lambda story: story.key)
def test_a_story_quotes_somebody(story: DemoStory) -> None:
    quoted = re.search(r"[“«\"][^”»\"]{15,}[”»\"]", every_text(story))
    assert quoted or any(isinstance(block, Quote) for block in story.body)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_the_people_named_stand_in_the_text(story: DemoStory) -> None:
    text = every_text(story)
    for name in story.people:
        assert any(part[: max(3, len(part) - 2)] in text for part in name.split() if len(part) > 2), name


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_there_is_no_placeholder_and_no_markup(story: DemoStory) -> None:
    text = every_text(story)
    assert not re.search(r"(?i:lorem|ipsum|placeholder)|TODO|TBD|XXX|\?\?\?|[{}<>]|\*\*|##|  ", text)
    assert text == unicodedata.normalize("NFC", text)
    for line in read_texts(story.body):
        assert line == line.strip()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_a_story_is_written_in_its_language(story: DemoStory) -> None:
    letters = [letter for letter in every_text(story) if letter.isalpha()]
    script = SCRIPTS.get(story.language, "LATIN")
    share = sum(unicodedata.name(letter, "").startswith(script) for letter in letters) / len(letters)
    assert share > 0.95
    if own := OWN_LETTERS.get(story.language):
        assert set(own) & set(letters)


def test_urgencies_and_sections_are_spread() -> None:
    assert {story.urgency for story in STORIES} >= {1, 2, 3, 4, 5, 6, 7}
    assert {section for story in STORIES for section in story.sections} == set(SECTIONS)
    assert sum(len(story.sections) >= 2 for story in STORIES) >= 12


def test_some_stories_are_translations_of_one_another() -> None:
    by_key = {story.key: story for story in STORIES}
    translations = [story for story in STORIES if story.translation_of]
    assert len(translations) >= 5
    for story in translations:
        original = by_key[story.translation_of]
        assert original.language != story.language
        assert set(story.subjects) == set(original.subjects)
        assert story.picture is not None
        assert original.picture is not None
        assert story.picture.name == original.picture.name


def test_an_alert_has_follow_ups() -> None:
    alerts = [story for story in STORIES if story.type == "alert"]
    assert len(alerts) == 1
    assert alerts[0].urgency == 1
    followers = [story.key for story in STORIES if story.follows == alerts[0].key]
    assert followers
    assert any(story.follows in followers for story in STORIES)


def test_some_are_not_for_the_public_some_carry_notes_some_a_summary() -> None:
    assert 2 <= sum(story.public == "no" for story in STORIES) <= 3
    assert sum(bool(story.editor_note) for story in STORIES) >= 4
    assert sum(bool(story.summary) for story in STORIES) >= 3
    told = [{type(block) for block in story.summary} for story in STORIES]
    assert sum({Paragraph, Crosshead, Quote} == kinds for kinds in told) >= 3


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_a_summary_is_much_shorter_than_the_story_and_not_cut_from_it(story: DemoStory) -> None:
    body = "\n".join(read_texts(story.body))
    assert sum(map(len, read_texts(story.summary))) < len(body) / 3
    written = [block.text for block in story.summary if not isinstance(block, Quote)]
    assert not [sentence for sentence in written if sentence in body]


@pytest.mark.parametrize("story", [story for story in STORIES if story.summary], ids=lambda story: story.key)
def test_no_check_finds_anything_in_a_web_version(story: DemoStory) -> None:
    item = convert(story)
    assert list(find_in_web_version(item, Circumstances(now=NOW, role="editor"))) == []
    assert item.summary_origin == "editor"


def test_every_picture_is_drawn_and_described_in_the_language_of_the_story() -> None:
    pictures = [(story, story.picture) for story in STORIES if story.picture]
    assert len({picture.name for _, picture in pictures}) >= 15
    for story, picture in pictures:
        assert picture.name in MOTIFS
        script = SCRIPTS.get(story.language, "LATIN")
        for text in (picture.caption, picture.alt):
            assert len(text) > 20
            assert any(unicodedata.name(letter, "").startswith(script) for letter in text)
        assert picture.alt != picture.caption
    assert set(CREDITS) == set(CLIENT_LANGUAGES)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_a_story_becomes_an_item_that_survives_json(story: DemoStory) -> None:
    item = convert(story)
    assert msgspec.json.decode(msgspec.json.encode(item), type=Item) == item
    assert item.first_created == NOW - timedelta(minutes=story.minutes_ago)
    assert item.dateline is not None
    assert item.dateline.date == item.first_created.date()
    assert item.headline == story.headline
    assert item.body == story.body
    assert [subject.qcode for subject in item.subjects] == list(story.subjects)
    assert all(subject.name for subject in item.subjects)
    assert item.provider == "Newswire"


def test_an_item_links_to_what_it_follows_and_to_what_it_translates() -> None:
    by_key = {story.key: story for story in STORIES}
    follow_up, translation = convert(by_key["en-korva-rescue"]), convert(by_key["tr-korva-kurtarma"])
    assert [(link.rel, link.guid.rpartition(":")[2]) for link in follow_up.links] == [("follows", "en-korva-alert")]
    assert [(link.rel, link.guid.rpartition(":")[2]) for link in translation.links] == [
        ("translation-of", "en-korva-rescue")
    ]


def test_a_link_to_an_unknown_story_is_an_error() -> None:
    story = next(story for story in STORIES if story.follows)
    with pytest.raises(KeyError):
        to_item(story, guid="urn:x", now=NOW, media=(), guids={})


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_item(STORIES[0], guid="urn:x", now=NOW.replace(tzinfo=None), media=(), guids={})


def test_media_carry_caption_credit_and_alternative_text() -> None:
    story = next(story for story in STORIES if story.language == "ar" and story.picture)
    renditions = (Rendition("web", "0" * 64, "image/jpeg", 1600, 900, 1),)
    (media,) = make_media(story, renditions)
    assert story.picture is not None
    assert media.caption == story.picture.caption
    assert media.alt == {"ar": story.picture.alt}
    assert media.credit == "رسم: Newswire"
    assert media.rendition("web") == renditions[0]
    bare = next(story for story in STORIES if story.picture is None)
    assert make_media(bare, renditions) == ()
