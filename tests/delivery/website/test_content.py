"""What of an item the website shows, and what it never shows."""

from datetime import datetime

import msgspec
import pytest

from newswire.delivery.website.content import find_picture, is_public, make_content
from newswire.edition.shape import Author, Dossier, Topic, Where, public_id_of
from newswire.item.body import Paragraph, read_texts
from newswire.item.item import Correction, Entity, Link, Media, Place, Subject
from newswire.item.kinds import Kind
from tests.stories import make_item

LONG = tuple(Paragraph(f"Sentence {number} of the long story has ten words in all.") for number in range(40))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"public": "yes"}, True),
        ({"public": "no"}, False),
        ({"type": "alert"}, True),
        ({"type": "advisory"}, False),
        ({"type": "video"}, False),
        ({"language": "en-GB"}, True),
        ({"language": "de"}, False),
    ],
)
def test_the_website_takes_stories_and_alerts_in_its_languages(
    now: datetime, changes: dict[str, str], expected: bool
) -> None:
    assert is_public(make_item("a", now, **changes)) is expected


def test_the_public_content_holds_the_beginning_and_nothing_of_the_rest(now: datetime) -> None:
    item = make_item("a", now, body=LONG, editor_note="Not for the public", extra={"source": "a secret source"})
    content = make_content(item, "new", None)
    assert 0 < sum(len(block.text.split()) for block in content.summary) <= 120
    public = msgspec.json.encode(content).decode()
    texts = read_texts(item.body)
    shown = [text for text in texts if text in public]
    assert shown == texts[: len(shown)]
    assert len(shown) < len(texts) / 2
    assert "Not for the public" not in public
    assert "secret source" not in public
    assert item.guid not in public


def test_an_alert_is_a_headline_alone(now: datetime) -> None:
    media = (Media("p", "picture", alt={"en": "A port"}),)
    item = make_item("a", now, type="alert", body=LONG, media=media, urgency=1)
    content = make_content(item, "new", None)
    assert (content.standfirst, content.summary) == ("", ())
    assert content.headline == item.headline
    assert find_picture(item) is None


def test_subjects_are_named_in_the_storys_language(now: datetime) -> None:
    subjects = (Subject("medtop:15000000"), Subject("desk:7", "Own word"))
    content = make_content(make_item("a", now, language="fr", subjects=subjects), "new", None)
    assert content.subjects == (Topic("medtop:15000000", "Sport"), Topic("desk:7", "Own word"))


@pytest.mark.parametrize(
    ("sections", "subject", "expected"),
    [
        (("sports", "nonsense"), "medtop:04000000", ("sports",)),
        ((), "medtop:20000337", ("economy",)),
        (("nonsense",), "desk:unknown", ()),
    ],
)
def test_a_story_without_sections_stands_where_its_subject_belongs(
    now: datetime, sections: tuple[str, ...], subject: str, expected: tuple[str, ...]
) -> None:
    item = make_item("a", now, sections=sections, subjects=(Subject(subject),))
    assert make_content(item, "new", None).sections == expected


def test_the_first_picture_described_in_the_storys_language_is_taken(now: datetime) -> None:
    media = (
        Media("video", "video", alt={"en": "Moving"}),
        Media("turkish", "picture", alt={"tr": "Liman"}),
        Media("blank", "picture", alt={"en": "  "}),
        Media("english", "graphic", alt={"en": "A chart of ships"}),
    )
    found = find_picture(make_item("a", now, media=media, language="en-GB"))
    assert found is not None
    assert found.id == "english"
    assert find_picture(make_item("a", now, media=media[:3])) is None


@pytest.mark.parametrize(("kind", "is_marked"), [("correction", True), ("update", True), ("new", False)])
def test_only_who_may_have_read_the_error_is_told_of_the_correction(now: datetime, kind: Kind, is_marked: bool) -> None:
    item = make_item("a", now, correction=Correction("Three ships", "Forty ships"))
    assert (make_content(item, kind, None).correction is not None) is is_marked


def test_authors_people_places_and_dossiers_come_along(now: datetime) -> None:
    item = make_item(
        "a",
        now,
        byline="Ada Lind and Şule Öz",
        bylines=("Ada Lind", "Şule Öz", "Ada Lind"),
        people=(Entity("Ida Brandt"), Entity("Ida Brandt", "urn:x"), Entity("Ola Nordby")),
        places=(Place("Northaven", "NO/Northaven"), Place("the quay")),
        dossiers=(Subject("northaven_storm", "Storm over Northaven"), Subject("no-name"), Subject("", "No code")),
    )
    content = make_content(item, "new", None)
    assert content.authors == (Author("ada-lind", "Ada Lind"), Author("sule-oz", "Şule Öz"))
    assert content.byline == "Ada Lind and Şule Öz"
    assert content.people == ("Ida Brandt", "Ola Nordby")
    assert content.places == (Where("NO/Northaven", "Northaven"), Where("", "the quay"))
    assert content.dossiers == (Dossier("northaven-storm", "Storm over Northaven"),)


def test_one_byline_is_one_author_and_none_is_none(now: datetime) -> None:
    assert make_content(make_item("a", now), "new", None).authors == (Author("ada-lind", "Ada Lind"),)
    assert make_content(make_item("a", now, byline=" "), "new", None).authors == ()


def test_a_subject_counts_for_everything_broader(now: datetime) -> None:
    subjects = (Subject("medtop:20000337"), Subject("medtop:04000000"), Subject("desk:7", "Own word"))
    topics = make_content(make_item("a", now, subjects=subjects), "new", None).topics
    assert topics == ("medtop:20000337", "medtop:20000209", "medtop:04000000", "desk:7")


def test_links_become_public_ids_that_tell_nothing(now: datetime) -> None:
    links = (
        Link("translation-of", "urn:original"), Link("follows", "urn:alert"), Link("related", "urn:alert"),
        Link("derived-from", "urn:source"),
    )  # fmt: skip
    content = make_content(make_item("a", now, links=links), "new", None)
    assert content.family == public_id_of("urn:original")
    assert content.related == (public_id_of("urn:alert"), public_id_of("urn:source"))
    assert "urn:" not in msgspec.json.encode(content).decode()
    assert make_content(make_item("a", now), "new", None).family == ""


def test_readers_are_told_who_wrote_the_summary(now: datetime) -> None:
    assert make_content(make_item("a", now, body=LONG), "new", None).origin == "automatic"
    written = make_item("a", now, summary=(Paragraph("Written by hand."),))
    assert make_content(written, "new", None).origin == "editor"
