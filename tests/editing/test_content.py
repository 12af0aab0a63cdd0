"""A story as an item and back: every field arrives, private sources never do, and an adopted story loses nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from newswire.editing.content import (
    Occasion,
    fill_story,
    join_names,
    make_item,
    read_adopted,
    split_names,
)
from newswire.editing.models import Story
from newswire.item.body import Crosshead, Embed, ListBlock, Mark, Paragraph, Quote
from newswire.item.item import (
    AltId,
    Correction,
    Dateline,
    Entity,
    Item,
    Link,
    Media,
    Place,
    Rendition,
    Subject,
)
from newswire.wire.release import Draft

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def occasion(**changes: Any) -> Occasion:
    plain = Occasion(provider="Newswire", first_released_at=NOW, dateline_date=date(2026, 11, 24))
    return msgspec.structs.replace(plain, **changes)


def full_story() -> Story:
    return Story(
        guid="urn:newsml:test.example:20261124:a",
        type="text",
        language="en",
        headline="  Bridge over  the Orla opens ",
        standfirst="Trams\nwill follow",
        slugline="BRIDGE-ORLA",
        byline="Mara Holt, Jan Ryba",
        dateline_place="Ostrava",
        dateline_country="cz",
        urgency=4,
        genre="Analysis",
        expires=NOW + timedelta(days=30),
        is_prepared=True,
        sections=["economy", "world"],
        subjects=["medtop:20000337", "medtop:20000337", "desk:local"],
        places="Brno, Praha (CZ), Ostrava",
        people="Mara Holt, Jan Ryba, Mara Holt",
        organisations="City of Ostrava",
        keywords="bridge; trams",
        body="<p>The bridge <b>opened</b>.</p><h2>Trams</h2>",
        picture_caption="not used without a picture",
        summary="<p>Open again.</p><h2>Trams</h2><p></p><blockquote>They follow.<br/>— Ida Brandt</blockquote>",
        summary_origin="model",
        public="yes",
        editor_note=" Video to follow ",
        public_note="Updated daily",
        usage_terms="No archive",
        sources="Foreman, by phone",
        embargo_until=NOW + timedelta(hours=2),
    )


def test_every_field_of_a_story_arrives_in_its_item() -> None:
    item = make_item(full_story(), occasion(update_line="adds trams", correction=Correction("12", "13")))
    assert item == Item(
        guid="urn:newsml:test.example:20261124:a",
        type="text",
        language="en",
        headline="Bridge over the Orla opens",
        first_created=NOW,
        standfirst="Trams will follow",
        slugline="BRIDGE-ORLA",
        byline="Mara Holt, Jan Ryba",
        bylines=("Mara Holt", "Jan Ryba"),
        dateline=Dateline("Ostrava", date(2026, 11, 24)),
        urgency=4,
        genre="genre:Analysis",
        expires=NOW + timedelta(days=30),
        sections=("economy", "world"),
        subjects=(Subject("medtop:20000337", "transport"), Subject("desk:local")),
        places=(Place("Ostrava", "CZ"), Place("Brno"), Place("Praha", "CZ")),
        people=(Entity("Mara Holt"), Entity("Jan Ryba")),
        organisations=(Entity("City of Ostrava"),),
        keywords=("bridge", "trams"),
        body=(Paragraph("The bridge opened.", (Mark(11, 17, "strong"),)), Crosshead("Trams")),
        summary=(Paragraph("Open again."), Crosshead("Trams"), Quote("They follow.", "Ida Brandt")),
        summary_origin="model",
        public="yes",
        editor_note="Video to follow",
        public_note="Updated daily",
        update_line="adds trams",
        correction=Correction("12", "13"),
        provider="Newswire",
        copyright_holder="Newswire",
        usage_terms="No archive",
        embargo_until=NOW + timedelta(hours=2),
    )


def test_a_test_item_says_so_and_stays_off_the_public_site() -> None:
    story = full_story()
    story.is_test, story.public = True, "auto"
    item = make_item(story, occasion())
    assert (item.is_test, item.public) == (True, "no")


def test_dossiers_are_handed_in_and_arrive() -> None:
    dossiers = (Subject("orla-bridge", "The bridge over the Orla"),)
    assert make_item(full_story(), occasion(dossiers=dossiers)).dossiers == dossiers


@pytest.mark.parametrize(
    ("language", "place", "text"),
    [
        ("en", "Istanbul", "ISTANBUL, Nov. 24 (Newswire) -"),
        ("tr", "İstanbul", "İSTANBUL (Newswire) - 24 Kasım -"),
        ("ar", "إسطنبول", "إسطنبول، 24 نوفمبر (Newswire) -"),
        ("es", "Estambul", "ESTAMBUL, 24 nov (Newswire) -"),
    ],
)
def test_a_dateline_of_the_gazetteer_is_in_the_language_of_the_story(language: str, place: str, text: str) -> None:
    story = Story(guid="g", language=language, headline="x", dateline_place="istanbul", dateline_code="TR/istanbul")
    story.dateline_country = "TR"
    item = make_item(story, occasion())
    assert item.dateline == Dateline(place, date(2026, 11, 24), text)
    assert item.places == (Place(place, "TR"),)


def test_a_code_that_does_not_name_the_written_place_is_of_no_account() -> None:
    story = Story(guid="g", language="tr", headline="x", dateline_place="Northaven", dateline_code="TR/istanbul")
    assert make_item(story, occasion()).dateline == Dateline("Northaven", date(2026, 11, 24))


def test_a_genre_of_another_vocabulary_stays_until_an_editor_chooses_one() -> None:
    story = Story()
    fill_story(story, msgspec.structs.replace(imported(), genre="desk:colour"))
    assert story.genre == ""
    assert make_item(story, occasion()).genre == "desk:colour"
    story.genre = "Feature"
    assert make_item(story, occasion()).genre == "genre:Feature"
    fill_story(story, imported())
    story.genre = ""
    assert make_item(story, occasion()).genre == ""


def test_private_sources_never_reach_the_wire() -> None:
    item = make_item(full_story(), occasion())
    payload = Draft(kind="new", guid=item.guid, version=1, item=item, released_at=NOW, actor="a").payload()
    assert b"foreman" not in payload.lower()


def test_an_empty_story_makes_a_bare_item() -> None:
    story = Story(guid="g", type="alert", language="tr", headline="Son dakika")
    assert make_item(story, occasion()) == Item(
        guid="g", type="alert", language="tr", headline="Son dakika", first_created=NOW,
        provider="Newswire", copyright_holder="Newswire",
    )  # fmt: skip


def test_a_subject_is_named_in_the_language_of_the_story() -> None:
    story = Story(guid="g", language="fr", headline="Pont", subjects=["medtop:15000000"])
    assert make_item(story, occasion()).subjects == (Subject("medtop:15000000", "Sport"),)


def test_an_embargo_is_in_utc_whatever_zone_it_was_entered_in() -> None:
    story = Story(guid="g", language="tr", headline="Gizli")
    story.embargo_until = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Europe/Istanbul"))
    assert make_item(story, occasion()).embargo_until == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_names_are_parted_at_latin_and_arabic_commas() -> None:
    assert split_names("آدم، مريم, Jan;Eva\nJan ") == ("آدم", "مريم", "Jan", "Eva")
    assert split_names(" , ;") == ()
    assert split_names(join_names(["Smith, Jr", "Eva"])) == ("Smith Jr", "Eva")


def test_a_web_version_without_a_word_is_nobodys() -> None:
    story = full_story()
    story.summary = '<p data-block-key="a"></p>'
    item = make_item(story, occasion())
    assert (item.summary, item.summary_origin) == ((), "")


def imported() -> Item:
    """An item with everything the editor's form does not show."""
    return Item(
        guid="urn:newsml:other.example:20261001:x",
        type="text",
        language="ar",
        headline="افتتاح الجسر",
        first_created=NOW - timedelta(days=3),
        standfirst="بعد عامين",
        byline="مريم",
        dateline=Dateline("أوسترافا", date(2026, 11, 21), "أوسترافا، 21 نوفمبر"),
        urgency=3,
        genre="Current",
        sections=("world",),
        subjects=(Subject("medtop:15000000", "رياضة خاصة"),),
        places=(Place("براغ", "CZ/praha"), Place("أوسترافا", "CZ")),
        people=(Entity("آدم", "https://id.example/adam"),),
        organisations=(Entity("Smith, Holt & Co", "https://id.example/co"),),
        keywords=("جسر",),
        body=(
            Paragraph("افتتح الجسر اليوم.", (Mark(0, 5, "strong"),)),
            Quote("نعم", "آدم"),
            ListBlock(("أ", "ب")),
        ),
        media=(
            Media("p1", "picture", "جسر", "وكالة", {"ar": "جسر"}, (Rendition("full", "a" * 64, "image/jpeg"),)),
            Media("v1", "video"),
        ),
        summary=(Paragraph("افتتح."), Crosshead("ترام"), Quote("نعم", "آدم")),
        summary_origin="editor",
        public="no",
        editor_note="note",
        public_note="public",
        provider="Other Agency",
        copyright_holder="Other",
        copyright_notice="(c) Other",
        usage_terms="terms",
        expires=NOW + timedelta(days=300),
        links=(Link("follows", "urn:newsml:other.example:20261001:w"),),
        alt_ids=(AltId("source", "123"),),
        extra={"source": "wire"},
    )


def test_an_adopted_story_comes_back_as_it_was() -> None:
    story = Story()
    fill_story(story, imported())
    item = make_item(story, occasion())
    places = msgspec.structs.replace(imported(), places=item.places)
    assert item == places
    assert set(item.places) == set(imported().places)


def test_what_the_form_shows_of_an_adopted_story_can_be_changed_and_the_rest_stays() -> None:
    story = Story()
    fill_story(story, imported())
    story.headline, story.people, story.picture_caption = "جديد", "آدم, ليلى", "تعليق"
    story.dateline_place = "براغ"
    item = make_item(story, occasion())
    assert item.headline == "جديد"
    assert item.people == (Entity("آدم", "https://id.example/adam"), Entity("ليلى"))
    assert (item.media[0].caption, item.media[0].renditions, item.media[1].id) == (
        "تعليق", imported().media[0].renditions, "v1",
    )  # fmt: skip
    assert item.dateline == Dateline("براغ", date(2026, 11, 24))
    assert item.alt_ids == imported().alt_ids


def test_a_picture_from_the_library_takes_the_place_of_the_adopted_media() -> None:
    story = Story()
    fill_story(story, imported())
    chosen = Media("picture-7", "picture", "new")
    story.picture_id = 7
    assert make_item(story, occasion(media=(chosen,))).media == (chosen,)
    assert make_item(story, occasion()).media == ()


def test_the_correction_and_the_update_line_of_an_old_release_are_not_carried_over() -> None:
    story = Story()
    fill_story(story, msgspec.structs.replace(imported(), correction=Correction("a", "b"), update_line="adds quote"))
    item = make_item(story, occasion())
    assert (item.correction, item.update_line) == (None, "")


def test_the_adopted_item_is_kept_without_its_text() -> None:
    story = Story()
    assert read_adopted(story) is None
    fill_story(story, msgspec.structs.replace(imported(), body=(*imported().body, Embed("p1"))))
    kept = read_adopted(story)
    assert kept is not None
    assert (kept.body, kept.guid) == ((), imported().guid)
