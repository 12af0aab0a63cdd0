"""A picture in a story: its words flow in, its alternative texts by language, its files with the story's words."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from newswire.accounts.models import Role, User
from newswire.delivery.website.content import find_picture
from newswire.editing.content import Occasion, make_item
from newswire.editing.models import Story, StoryMedia
from newswire.editing.pictures import make_media
from newswire.item.item import Media
from newswire.media import preparation
from newswire.media.embedded import read_embedded
from newswire.media.models import Picture
from newswire.media.preparation import do_prepare_next
from newswire.media.store import read_file
from tests.editing.people import edit, make_story, make_user
from tests.media.pictures import draw, encode

RIGHTS: dict[str, Any] = {"caption": "The bridge at dawn", "credit": "AA / Holt", "usage_terms": "No archive"}


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


@pytest.fixture(autouse=True)
def own_home(home: Path) -> Iterator[Path]:
    with override_settings(NEWSWIRE_HOME=home, MEDIA_ROOT=home / "desk-media"):
        yield home


def keep(width: int = 400, **fields: Any) -> Picture:
    return Picture.objects.create(title="Bridge", file=ContentFile(encode(draw(width, 300)), "b.jpg"), **fields)


def shown(story: Story, media: tuple[Media, ...], now: datetime) -> Media | None:
    """What the public site would show."""
    day = now.date()
    return find_picture(make_item(story, Occasion(provider="P", first_released_at=now, dateline_date=day, media=media)))


def test_the_pictures_words_flow_into_the_storys_empty_fields(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    edit(story, editor, now, picture=keep(**RIGHTS))
    story.refresh_from_db()
    assert (story.picture_caption, story.picture_credit) == ("The bridge at dawn", "AA / Holt")
    assert story.usage_terms == "No archive"
    latest = story.get_latest_revision_as_object()
    assert latest.picture_caption == "The bridge at dawn"


def test_words_of_ones_own_stay_and_words_of_the_picture_before_give_way(editor: User, now: datetime) -> None:
    story = make_story(editor, now, picture=keep(**RIGHTS), picture_caption="My words")
    assert (story.picture_caption, story.picture_credit) == ("My words", "AA / Holt")
    changed = edit(story, editor, now, picture=keep(500, caption="Another", credit="Reuters"))
    assert (changed.picture_caption, changed.picture_credit) == ("My words", "Reuters")
    assert changed.usage_terms == "No archive", "the new picture says nothing of it"


def test_a_story_without_its_own_alternative_text_takes_the_pictures_in_its_language(
    editor: User, now: datetime
) -> None:
    picture = keep(alt={"en": "A bridge", "tr": "Bir köprü"})
    story = make_story(editor, now, picture=picture, language="tr")
    [media] = make_media(story)
    assert media.alt == {"en": "A bridge", "tr": "Bir köprü"}
    assert shown(story, (media,), now) == media
    own = make_story(editor, now, picture=picture, picture_alt="My words")
    assert make_media(own)[0].alt == {"en": "My words", "tr": "Bir köprü"}


def test_without_one_in_the_pages_language_the_picture_stays_off_the_public_site(editor: User, now: datetime) -> None:
    story = make_story(editor, now, picture=keep(alt={"tr": "Bir köprü"}))
    media = make_media(story)
    assert media[0].alt == {"tr": "Bir köprü"}
    assert shown(story, media, now) is None


def test_every_delivered_jpeg_says_what_the_story_says(editor: User, now: datetime, own_home: Path) -> None:
    picture = keep(**RIGHTS, creator="Mara Holt", copyright_notice="© AA", place="Ostrava, Czechia", taken_at=now)
    picture.tags.add("tram", "bridge")
    with picture.open_file() as file:
        before = hashlib.sha256(file.read()).hexdigest()
    story = make_story(editor, now, picture=picture, picture_alt="A bridge", picture_caption="In the story's words")
    [media] = make_media(story)
    for one in media.renditions:
        said = read_embedded(read_file(own_home, one.sha256)).best
        assert (said.caption, said.credit, said.creator) == ("In the story's words", "AA / Holt", "Mara Holt")
        assert (said.copyright_notice, said.usage_terms, said.guid) == ("© AA", "No archive", story.guid)
        assert (said.city, said.country, said.taken_at) == ("Ostrava", "Czechia", now)
        assert (said.keywords, said.alt) == (("bridge", "tram"), {"en": "A bridge"})
    with picture.open_file() as file:
        assert hashlib.sha256(file.read()).hexdigest() == before


def test_what_was_prepared_is_used_and_what_was_not_is_made_at_once(
    editor: User, now: datetime, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = keep(730)
    story = make_story(editor, now, picture=picture)
    at_once = make_media(story)
    assert picture.renditions_at is None
    assert do_prepare_next(own_home, now)
    monkeypatch.setattr("newswire.editing.media_files._renditions_of", None)
    prepared = make_media(Story.objects.get(pk=story.pk))
    assert prepared == at_once
    assert preparation.read_files(Picture.objects.get().files, own_home)


def test_further_pictures_follow_in_their_order_each_once(editor: User, now: datetime) -> None:
    lead, second, graphic = keep(), keep(410, caption="Its own"), keep(420, kind="graphic")
    story = make_story(editor, now, picture=lead)
    story.further_media.set([
        StoryMedia(picture=second, sort_order=0), StoryMedia(picture=graphic, caption="Map", sort_order=1),
        StoryMedia(picture=lead, sort_order=2), StoryMedia(sort_order=3),
    ])  # fmt: skip
    media = make_media(story)
    assert [(one.type, one.caption) for one in media] == [("picture", ""), ("picture", "Its own"), ("graphic", "Map")]
