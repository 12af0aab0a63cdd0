"""ninjs as we write it: valid against IPTC's schema, no more and no less than the subscriber may have."""

import json
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.formats.ninjs.reader import read
from newswire.formats.ninjs.writer import encode, encode_entry, shape_entry
from newswire.formats.options import ReadOptions, WriteOptions
from newswire.item.body import Crosshead, Embed, Paragraph, Quote
from newswire.item.forms import Form
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
)  # fmt: skip
from newswire.item.kinds import KINDS, Kind, Use
from newswire.item.release import Entry
from tests.formats.ninjs_schema import Validator, load_validator
from tests.formats.strategies import items

RELEASED = datetime(2026, 3, 10, 9, 20, tzinfo=UTC)
UNTIL = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
SHA = "ab" * 32
PICTURE = Media(
    id="pic1", type="picture", caption="The gauge", credit="Aron Tull", alt={"en": "A pole"},
    renditions=(Rendition("web", SHA, "image/jpeg", 800, 600, 9),),
)  # fmt: skip
ITEM = Item(
    guid="urn:newsml:agency.example:20260310:a1",
    type="text",
    language="en",
    headline="Lake states agree on a gauge & a <name>",
    first_created=datetime(2026, 3, 10, 9, 15, tzinfo=UTC),
    standfirst="The gauge will stand at Cape Sorrel",
    slugline="LAKE-GAUGE",
    byline="Ilse Verhaegen",
    dateline=Dateline("Ebbing", date(2026, 3, 10), "EBBING, March 10"),
    urgency=3,
    genre="genre:Current",
    sections=("world",),
    subjects=(Subject("medtop:20000337"), Subject("desk:lakes", "lakes")),
    places=(Place("Türkiye", "TR"), Place("Ebbing")),
    people=(Entity("Odile Brandt", "https://agency.example/p/1"),),
    organisations=(Entity("Lake Board", "no uri"),),
    keywords=("water",),
    body=(Paragraph("First."), Crosshead("Second"), Embed("pic1")),
    media=(PICTURE,),
    summary=(Paragraph("Three states share one gauge."),),
    public="no",
    editor_note="Pictures to follow.",
    public_note="Updated with the place.",
    update_line="Adds place of gauge",
    provider="Example Agency",
    copyright_holder="Example Agency",
    copyright_notice="Copyright 2026",
    usage_terms="Subscribers only.",
    links=(Link("follows", "urn:newsml:agency.example:20260309:z9"),),
    alt_ids=(AltId("url", "https://agency.example/a1"),),
    extra={"private": "stays inside"},
)  # fmt: skip


@pytest.fixture(scope="module")
def validator() -> Validator:
    return load_validator()


def written(
    item: Item = ITEM,
    kind: Kind = "new",
    use: Use = "publish",
    until: datetime | None = None,
    form: Form = "full",
    media_root: str = "https://wire.example/media/",
) -> dict[str, Any]:
    options = WriteOptions(form=form, media_root=media_root)
    content = encode(item, version=2, kind=kind, use=use, released_at=RELEASED, until=until, options=options)
    result: dict[str, Any] = json.loads(content)
    return result


def described(document: dict[str, Any]) -> dict[str, str]:
    return {one["role"]: one["value"] for one in document.get("descriptions", [])}


def test_a_full_story_is_valid_and_complete(validator: Validator) -> None:
    document = written()
    validator.validate(document)
    assert document["uri"] == ITEM.guid
    assert document["type"] == "text"
    assert document["representationType"] == "full"
    assert document["version"] == "2"
    assert document["standard"]["version"] == "3.1"
    assert document["firstCreated"] == "2026-03-10T09:15:00Z"
    assert document["versionCreated"] == "2026-03-10T09:20:00Z"
    assert document["pubStatus"] == "usable"
    assert document["urgency"] == 3
    assert document["by"] == "Ilse Verhaegen"
    assert document["located"] == "Ebbing"
    assert document["headlines"] == [{"value": ITEM.headline, "role": "main"}]
    assert document["edNote"] == "Pictures to follow."
    assert "embargoedUntil" not in document


def test_the_body_is_one_xhtml_text_with_its_words_counted() -> None:
    (body,) = written()["bodies"]
    assert body["contentType"] == "application/xhtml+xml"
    assert body["role"] == "main"
    assert body["wordCount"] == 2
    assert body["value"] == f'<p>First.</p><h2>Second</h2><figure data-uri="{ITEM.guid}#pic1"></figure>'


def test_what_ninjs_has_no_field_for_stands_in_descriptions() -> None:
    assert described(written()) == {
        "standfirst": "The gauge will stand at Cape Sorrel",
        "summary": "Three states share one gauge.",
        "dateline": "EBBING, March 10",
        "dateline-date": "2026-03-10",
        "public-note": "Updated with the place.",
        "update-line": "Adds place of gauge",
    }


def test_concepts_are_cited_by_address_where_they_have_one() -> None:
    document = written()
    assert document["subjects"] == [
        {"name": "transport", "rel": "about", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"},
        {"name": "lakes", "rel": "about", "literal": "desk:lakes"},
        {"name": "World", "rel": "section", "literal": "world"},
        {"name": "water", "rel": "keyword", "literal": "water"},
    ]
    assert document["places"] == [
        {"name": "Türkiye", "rel": "about", "uri": "http://cvx.iptc.org/iso3166-1a2/TR"},
        {"name": "Ebbing", "rel": "about"},
    ]
    assert document["people"] == [{"name": "Odile Brandt", "rel": "about", "uri": "https://agency.example/p/1"}]
    assert document["organisations"] == [{"name": "Lake Board", "rel": "about", "literal": "no uri"}]
    assert document["genres"] == [{"name": "Current Events", "uri": "http://cv.iptc.org/newscodes/genre/Current"}]
    assert document["infoSources"] == [{"name": "Example Agency", "role": "provider"}]


def test_media_and_links_are_associations() -> None:
    link, picture = written()["associations"]
    assert link == {"uri": "urn:newsml:agency.example:20260309:z9", "name": "follows-1", "rel": "follows"}
    assert picture == {
        "uri": ITEM.guid + "#pic1",
        "name": "picture-1",
        "rel": "featuremedia",
        "type": "picture",
        "by": "Aron Tull",
        "descriptions": [{"value": "The gauge", "role": "caption"}, {"value": "A pole", "role": "alt-en"}],
        "renditions": [
            {
                "name": "web",
                "href": f"https://wire.example/media/{SHA}",
                "contentType": "image/jpeg",
                "width": 800,
                "height": 600,
                "sizeInBytes": 9,
            }
        ],
    }


def test_a_film_has_its_length_and_its_poster(validator: Validator) -> None:
    film = Media(
        "film1", "video", "The gauge is set", "Aron Tull", {"en": "Men lower a pole"},
        (Rendition("poster", "cd" * 32, "image/jpeg", 1280, 720, 7), Rendition("full", SHA, "video/mp4", 960, 540, 9)),
        74.5,
    )  # fmt: skip
    item = msgspec.structs.replace(ITEM, media=(film,))
    options = WriteOptions(media_root="https://wire.example/media/")
    content = encode(item, version=1, kind="new", use="publish", released_at=RELEASED, options=options)
    document = json.loads(content)
    validator.validate(document)
    association = document["associations"][1]
    assert (association["type"], association["name"]) == ("video", "video-1")
    poster, full = association["renditions"]
    assert (poster["name"], poster["href"]) == ("poster", f"https://wire.example/media/{'cd' * 32}")
    assert "duration" not in poster
    assert (full["name"], full["contentType"], full["duration"]) == ("full", "video/mp4", 74.5)
    [again] = read(content, ReadOptions(authority="agency.example", now=RELEASED))
    assert isinstance(again, Item)
    assert again.media == (film,)


def test_a_film_of_unknown_length_says_none(validator: Validator) -> None:
    film = Media("film1", "video", renditions=(Rendition("full", SHA, "video/mp4"),))
    document = json.loads(
        encode(msgspec.structs.replace(ITEM, media=(film,)), version=1, kind="new", use="publish", released_at=RELEASED)
    )
    validator.validate(document)
    assert "duration" not in document["associations"][1]["renditions"][0]


def test_without_a_media_address_renditions_have_none(validator: Validator) -> None:
    document = written(media_root="")
    validator.validate(document)
    assert "href" not in document["associations"][1]["renditions"][0]


def test_what_is_internal_does_not_leave() -> None:
    text = json.dumps(written())
    assert "stays inside" not in text
    assert 'public":' not in text


def test_the_delivered_kind_and_version_are_written_as_passed() -> None:
    document = written(kind="update")
    assert document["altIds"][0] == {"role": "kind", "value": "update"}
    assert document["altIds"][1] == {"role": "url", "value": "https://agency.example/a1"}
    assert document["version"] == "2"


def test_the_public_version_says_who_said_what_and_who_wrote_it() -> None:
    summary = (Paragraph("One gauge."), Crosshead("Next"), Quote("At last.", "Ida Brandt"), Quote("Yes."))
    item = msgspec.structs.replace(ITEM, summary=summary, summary_origin="model")
    told = json.loads(encode(item, version=1, kind="new", use="publish", released_at=RELEASED))
    assert [(one["role"], one["value"]) for one in told["descriptions"] if one["role"].startswith("summary")] == [
        ("summary", "One gauge."),
        ("summary-crosshead", "Next"),
        ("summary-quote", "At last."),
        ("summary-quote-by", "Ida Brandt"),
        ("summary-quote", "Yes."),
    ]
    assert {"role": "summary-origin", "value": "model"} in told["altIds"]
    brief = encode(
        item, version=1, kind="new", use="publish", released_at=RELEASED, options=WriteOptions(form="headlines")
    )
    assert b"summary" not in brief


def test_a_summary_has_everything_but_the_body(validator: Validator) -> None:
    document = written(form="summary")
    validator.validate(document)
    assert "bodies" not in document
    assert document["representationType"] == "partial"
    assert described(document)["summary"] == "Three states share one gauge."
    assert "First." not in json.dumps(document)
    assert len(document["associations"]) == 2


def test_headlines_have_no_text_but_the_headline(validator: Validator) -> None:
    document = written(form="headlines")
    validator.validate(document)
    assert document["headlines"][0]["value"] == ITEM.headline
    assert document["slugline"] == "LAKE-GAUGE"
    assert len(document["subjects"]) == 4
    for name in ("bodies", "descriptions", "by", "people", "organisations", "located"):
        assert name not in document
    assert [one["rel"] for one in document["associations"]] == ["follows"]
    text = json.dumps(document)
    for words in ("First.", "Three states", "Cape Sorrel", "The gauge"):
        assert words not in text


@pytest.mark.parametrize(
    ("kind", "use", "status"),
    [("kill", "recall", "canceled"), ("hold", "hold", "withheld"), ("new", "recall", "canceled")],
)
def test_a_killed_or_held_story_says_nothing_of_its_content(
    kind: Kind, use: Use, status: str, validator: Validator
) -> None:
    document = written(kind=kind, use=use)
    validator.validate(document)
    assert document["pubStatus"] == status
    assert document["slugline"] == "LAKE-GAUGE"
    assert document["edNote"].startswith("KILL:" if use == "recall" else "HOLD:")
    for name in (
        "bodies",
        "headlines",
        "descriptions",
        "associations",
        "subjects",
        "people",
        "places",
        "by",
        "located",
    ):
        assert name not in document
    assert "gauge &" not in json.dumps(document)
    assert "Pictures to follow" not in json.dumps(document)


def test_an_event_whose_item_may_not_be_read_is_a_notice(validator: Validator) -> None:
    entry = Entry(
        n=4, kind="kill", use="recall", until=None, guid=ITEM.guid, version=3, released_at=RELEASED, item=None
    )
    document = json.loads(encode_entry(entry, WriteOptions()))
    validator.validate(document)
    assert document["uri"] == ITEM.guid
    assert document["pubStatus"] == "canceled"
    assert document["version"] == "3"
    assert "language" not in document


def test_an_embargoed_story_is_sent_in_full_with_its_time(validator: Validator) -> None:
    document = written(use="hold", until=UNTIL)
    validator.validate(document)
    assert document["pubStatus"] == "usable"
    assert document["embargoedUntil"] == "2026-03-11T06:00:00Z"
    assert document["edNote"].splitlines() == [
        "EMBARGO: not for publication before 2026-03-11T06:00:00Z.",
        "Pictures to follow.",
    ]
    assert document["bodies"]


def test_an_embargo_that_was_lifted_leaves_no_trace() -> None:
    document = written(kind="lift", until=UNTIL)
    assert "embargoedUntil" not in document
    assert "EMBARGO" not in document["edNote"]


def test_a_correction_says_what_was_wrong_and_what_is_right(validator: Validator) -> None:
    item = msgspec.structs.replace(ITEM, correction=Correction("two states", "three states", "In the first paragraph."))
    document = written(item, kind="correction")
    validator.validate(document)
    assert document["edNote"].splitlines()[0] == (
        "CORRECTION: “two states” should read “three states”. In the first paragraph."
    )
    assert described(document)["correction-wrong"] == "two states"
    assert "two states" not in json.dumps(written(item, kind="correction", form="headlines"))
    assert "CORRECTION" not in written(item, kind="new")["edNote"], "it never had what was wrong"


@pytest.mark.parametrize("item_type", ["alert", "advisory"])
def test_types_ninjs_does_not_know_are_profiles_of_text(item_type: Any, validator: Validator) -> None:
    item = Item(guid=ITEM.guid, type=item_type, language="en", headline="FLASH", first_created=RELEASED, urgency=1)
    document = written(item)
    validator.validate(document)
    assert (document["type"], document["profile"]) == ("text", item_type)
    assert "bodies" not in document


def test_a_guid_that_is_no_uri_is_made_one(validator: Validator) -> None:
    item = Item(guid="N 1/ç", type="text", language="en", headline="x", first_created=RELEASED)
    document = written(item)
    validator.validate(document)
    assert document["uri"] == "urn:guid:N%201/%C3%A7"


def test_an_entry_and_its_item_are_written_alike() -> None:
    entry = Entry(
        n=9, kind="new", use="publish", until=None, guid=ITEM.guid, version=2, released_at=RELEASED, item=ITEM
    )
    options = WriteOptions(media_root="https://wire.example/media/")
    assert json.loads(encode_entry(entry, options)) == written()
    assert shape_entry(entry, options).version == "2"


@given(
    items,
    st.sampled_from(KINDS),
    st.sampled_from(("publish", "hold", "recall")),
    st.booleans(),
    st.sampled_from(("full", "summary", "headlines")),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_valid(
    validator: Validator, item: Item, kind: Kind, use: Use, dated: bool, form: Form
) -> None:
    validator.validate(written(item, kind, use, UNTIL if dated else None, form))


def test_the_validator_asserts_formats(validator: Validator) -> None:
    assert not validator.is_valid({"uri": "no uri at all"})
    assert not validator.is_valid({"uri": "urn:x:1", "firstCreated": "2026-03-10T09:00:00"})
    assert not validator.is_valid({"uri": "urn:x:1", "ours": 1})
    assert validator.is_valid({"uri": "urn:x:1", "firstCreated": "2026-03-10T09:00:00Z"})
