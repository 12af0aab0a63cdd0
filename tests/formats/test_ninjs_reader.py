"""ninjs as others and we ourselves write it, in every version from 1.0: into Items, problems in plain words."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.formats.ninjs.reader import read
from newswire.formats.ninjs.writer import encode
from newswire.formats.options import ReadOptions, WriteOptions
from newswire.item.body import Paragraph, read_texts
from newswire.item.item import AltId, Dateline, Entity, Item, Link, Media, Place, Subject
from newswire.item.kinds import Kind
from newswire.kit.errors import FormatError
from tests.formats.conftest import NOW, ReadAll, ReadOne
from tests.formats.strategies import items
from tests.shared_data import require_shared_data

OPTIONS = ReadOptions(authority="agency.example", now=NOW)
MODERN: dict[str, Any] = {
    "uri": "urn:newsml:other.example:20260310:a1",
    "type": "text",
    "version": "3",
    "firstCreated": "2026-03-10T10:15:00+01:00",
    "versionCreated": "2026-03-10T09:20:00Z",
    "pubStatus": "usable",
    "urgency": 3,
    "language": "en-GB",
    "slugline": "LAKE-GAUGE",
    "by": "Ilse Verhaegen",
    "located": "Ebbing",
    "edNote": "CORRECTION: fixes the number of states",
    "headlines": [{"role": "short", "value": "Gauge"}, {"role": "main", "value": "Lake states agree"}],
    "descriptions": [{"role": "summary", "value": "Three states."}, {"role": "dateline", "value": "EBBING, March 10"}],
    "bodies": [
        {"contentType": "text/plain", "value": "Plain."},
        {"contentType": "application/xhtml+xml", "value": "<p>One.</p><p>Two.</p>"},
    ],
    "people": [
        {"name": "Ilse Verhaegen", "rel": "author"},
        {"name": "Odile Brandt", "rel": "about", "uri": "https://x.example/1"},
    ],
    "organisations": [{"name": "Lake Board"}],
    "places": [
        {"name": "Türkiye", "uri": "http://cvx.iptc.org/iso3166-1a2/tr"},
        {"name": "Ebbing", "literal": "city:ebbing"},
    ],
    "subjects": [{"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}, {"name": "Lakes"}],
    "genres": [{"name": "Current", "uri": "http://cv.iptc.org/newscodes/genre/Current"}],
    "infoSources": [{"name": "Desk", "role": "editor"}, {"name": "Other Agency", "role": "provider"}],
    "copyrightHolder": "Other Agency",
    "copyrightNotice": "Copyright 2026",
    "usageTerms": "No archive.",
    "expires": "2026-04-10T00:00:00Z",
    "altIds": [{"role": "url", "value": "https://other.example/a1"}],
    "associations": [
        {
            "name": "main",
            "rel": "featuremedia",
            "uri": "urn:newsml:other.example:20260310:pic9",
            "type": "picture",
            "by": "Aron Tull",
            "descriptions": [{"role": "caption", "value": "The gauge"}],
            "renditions": [{"name": "web", "href": "https://cdn.other.example/pic9.jpg"}],
        },
        {"name": "before", "rel": "follows", "uri": "urn:newsml:other.example:20260309:z9"},
    ],
}  # fmt: skip


def packed(**changes: Any) -> bytes:
    return json.dumps({key: value for key, value in (MODERN | changes).items() if value is not None}).encode()


def test_a_3_1_document_is_read_with_all_we_carry(read_one: ReadOne) -> None:
    item = read_one("ninjs", packed())
    assert item.guid == "urn:newsml:other.example:20260310:a1"
    assert item.headline == "Lake states agree"
    assert item.first_created == datetime(2026, 3, 10, 9, 15, tzinfo=UTC)
    assert item.language == "en-GB"
    assert item.urgency == 3
    assert item.byline == "Ilse Verhaegen"
    assert item.slugline == "LAKE-GAUGE"
    assert item.dateline == Dateline("Ebbing", None, "EBBING, March 10")
    assert item.summary == (Paragraph("Three states."),)
    assert item.editor_note == "CORRECTION: fixes the number of states"
    assert item.subjects == (Subject("medtop:20000337", "transport"), Subject("Lakes", "Lakes"))
    assert item.sections == ("economy",)
    assert item.places == (Place("Türkiye", "TR"), Place("Ebbing", "city:ebbing"))
    assert item.people == (Entity("Odile Brandt", "https://x.example/1"),)
    assert item.organisations == (Entity("Lake Board"),)
    assert item.genre == "genre:Current"
    assert item.provider == "Other Agency"
    assert item.copyright_holder == "Other Agency"
    assert item.usage_terms == "No archive."
    assert item.expires == datetime(2026, 4, 10, tzinfo=UTC)
    assert item.alt_ids == (AltId("url", "https://other.example/a1"),)
    assert item.extra == {"version": "3"}


def test_the_body_with_markup_is_preferred(read_one: ReadOne) -> None:
    assert read_one("ninjs", packed()).body == (Paragraph("One."), Paragraph("Two."))
    plain = packed(bodies=[{"contentType": "text/plain", "value": "One\nmore.\n\nTwo."}])
    assert read_one("ninjs", plain).body == (Paragraph("One more."), Paragraph("Two."))
    assert read_one("ninjs", packed(bodies=None)).body == ()


def test_pictures_are_noted_and_not_fetched(read_one: ReadOne) -> None:
    item = read_one("ninjs", packed())
    assert item.media == (Media("urn:newsml:other.example:20260310:pic9", "picture", "The gauge", "Aron Tull"),)
    assert item.links == (Link("follows", "urn:newsml:other.example:20260309:z9"),)


def test_an_embargo_is_kept_in_utc(read_one: ReadOne) -> None:
    item = read_one("ninjs", packed(embargoedUntil="2026-03-11T08:00:00+02:00"))
    assert item.embargo_until == datetime(2026, 3, 11, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_a_recalled_story_is_marked_and_needs_no_headline(status: str, read_one: ReadOne) -> None:
    item = read_one("ninjs", packed(pubStatus=status, headlines=None, bodies=None, descriptions=None, slugline=None))
    assert item.extra == {"version": "3", "pub_status": status}
    assert item.headline == item.guid


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        ({"title": "A title"}, "A title"),
        ({"headlines": [{"value": "<b>Bold</b> head", "contentType": "text/html"}]}, "Bold head"),
        (
            {"descriptions": None, "bodies": [{"value": " ".join(f"w{n}" for n in range(20))}]},
            " ".join(f"w{n}" for n in range(15)),
        ),
        ({"descriptions": None, "bodies": None}, "LAKE-GAUGE"),
    ],
)
def test_without_a_headline_one_is_found(changes: dict[str, Any], headline: str, read_one: ReadOne) -> None:
    assert read_one("ninjs", packed(**({"headlines": None} | changes))).headline == headline


def test_what_is_missing_comes_from_the_options() -> None:
    options = ReadOptions(authority="agency.example", now=NOW, provider="Given", language="fr")
    content = b'{"uri": "urn:x:1", "headlines": [{"value": "H"}]}'
    (item,) = read(content, options)
    assert isinstance(item, Item)
    assert (item.first_created, item.provider, item.language, item.type, item.urgency) == (
        NOW,
        "Given",
        "fr",
        "text",
        5,
    )


TWO: dict[str, Any] = {
    "uri": "urn:x:2",
    "type": "text",
    "versioncreated": "2026-03-10T09:20:00Z",
    "embargoed": "2026-03-11T06:00:00Z",
    "pubstatus": "usable",
    "copyrightholder": "Other Agency",
    "ednote": "Note",
    "by": "Ilse Verhaegen",
    "headlines": [{"role": "main", "value": "Lake states agree"}],
    "bodies": [{"contenttype": "application/xhtml+xml", "value": "<p>One.</p>"}],
    "places": [{"name": "Italy", "uri": "http://cvx.iptc.org/iso3166-1a2/it"}],
    "associations": [
        {"name": "main", "uri": "urn:x:p", "type": "picture", "renditions": [{"name": "web", "sizeinbytes": 9}]}
    ],
}
ONE: dict[str, Any] = {
    "uri": "urn:x:2",
    "type": "text",
    "versioncreated": "2026-03-10T09:20:00Z",
    "embargoed": "2026-03-11T06:00:00Z",
    "pubstatus": "usable",
    "copyrightholder": "Other Agency",
    "ednote": "Note",
    "byline": "Ilse Verhaegen",
    "headline": "Lake states agree",
    "body_text": "One, plain.",
    "body_xhtml": "<p>One.</p>",
    "place": [{"name": "Italy", "scheme": "http://cvx.iptc.org/iso3166-1a2/", "code": "it"}],
    "associations": {"main": {"uri": "urn:x:p", "type": "picture", "renditions": {"web": {"sizeinbytes": 9}}}},
}


def test_older_versions_say_the_same(read_one: ReadOne) -> None:
    two, one = read_one("ninjs", json.dumps(TWO).encode()), read_one("ninjs", json.dumps(ONE).encode())
    assert one == two
    assert one.headline == "Lake states agree"
    assert one.byline == "Ilse Verhaegen"
    assert one.body == (Paragraph("One."),)
    assert one.places == (Place("Italy", "IT"),)
    assert one.embargo_until == datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
    assert one.editor_note == "Note"
    assert one.media == (Media("urn:x:p", "picture"),)


def test_families_of_names_of_1_6_are_read(read_one: ReadOne) -> None:
    content = json.dumps(
        {
            "uri": "urn:x:3",
            "headline_main": "Lake states agree",
            "body_main": "Plain.",
            "body_richtext": "<p>Rich.</p>",
            "description_summary": "Three states.",
            "subject": [{"name": "Lakes", "code": "lakes"}],
            "altids": {"url": "https://x.example/3"},
        }
    ).encode()
    item = read_one("ninjs", content)
    assert item.headline == "Lake states agree"
    assert item.body == (Paragraph("Rich."),)
    assert item.summary == (Paragraph("Three states."),)
    assert item.subjects == (Subject("lakes", "Lakes"),)
    assert item.alt_ids == (AltId("url", "https://x.example/3"),)


def test_a_list_is_read_item_by_item_and_one_bad_item_loses_no_other(read_all: ReadAll) -> None:
    documents = [MODERN, {"uri": "urn:x:4", "type": "composite"}, 7, {}, MODERN | {"urgency": "many"}, MODERN]
    found = read_all("ninjs", json.dumps(documents).encode())
    assert [isinstance(one, Item) for one in found] == [True, False, False, False, False, True]
    messages = [one.detail for one in found if isinstance(one, FormatError)]
    assert "composite" in messages[0]
    assert "JSON object" in messages[1]
    assert "uri" in messages[2]
    assert "urgency" in messages[3]


def test_a_time_without_a_zone_is_refused(read_all: ReadAll) -> None:
    (problem,) = read_all("ninjs", packed(embargoedUntil="2026-03-11T06:00:00"))
    assert isinstance(problem, FormatError)
    assert "embargoedUntil" in problem.detail
    assert "time zone" in problem.detail


def test_broken_json_is_an_error_with_its_line(read_all: ReadAll) -> None:
    with pytest.raises(FormatError) as caught:
        read_all("ninjs", b'{\n"uri": "urn:x:1",\n"headlines": oops\n}')
    assert caught.value.line == 3


def test_endless_nesting_is_an_error_and_not_a_crash(read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="not JSON"):
        read_all("ninjs", b'{"uri": "urn:x:1", "a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_an_empty_object_and_an_empty_story_are_errors(read_all: ReadAll) -> None:
    (nothing,) = read_all("ninjs", b"{}")
    (bare,) = read_all("ninjs", b'{"uri": "urn:x:1"}')
    assert isinstance(nothing, FormatError)
    assert isinstance(bare, FormatError)
    assert "no headline" in bare.detail


@pytest.mark.parametrize("name", ["01-new", "02-update", "03-correction", "04-kill", "05-embargo"])
def test_the_reference_examples_are_read(name: str, read_one: ReadOne) -> None:
    path = require_shared_data("standards", "reference-examples", "ninjs", f"{name}.json")
    item = read_one("ninjs", path.read_bytes())
    assert item.slugline == "NORTHAVEN-PORT"
    assert item.subjects[0].qcode == "medtop:20000337"
    assert item.dateline is not None
    assert item.copyright_notice
    assert bool(item.body) == (name != "04-kill")
    assert item.extra.get("pub_status") == ("canceled" if name == "04-kill" else None)
    assert (item.embargo_until is not None) == (name == "05-embargo")


def test_the_examples_of_all_versions_are_read_or_refused_in_plain_words(read_all: ReadAll) -> None:
    root = require_shared_data("standards", "ninjs")
    read_types: set[str] = set()
    refused: set[str] = set()
    for path in sorted([*(root / "examples").rglob("*.json"), *(root / "documentation").rglob("[0-9]*.json")]):
        if "schema" in path.name or "not-valid" in path.parts:
            continue
        for found in read_all("ninjs", path.read_bytes()):
            if isinstance(found, FormatError):
                refused.add(found.detail)
            else:
                read_types.add(found.type)
                assert found.headline
                assert found.guid
    assert read_types == {"text", "picture", "video"}
    assert refused == {
        f"items of type “{name}” are not read: only text, picture, video and graphic"
        for name in ("audio", "composite", "event")
    }


def test_version_2_and_3_of_the_same_example_read_alike(read_one: ReadOne) -> None:
    root = require_shared_data("standards", "ninjs", "documentation", "includes", "examples")
    for name in ("001_simple_example.json", "004_simple_text_article.json", "005_complex_text_article.json"):
        one, two, three = (read_one("ninjs", (root / version / name).read_bytes()) for version in ("1.6", "2.2", "3.1"))
        assert one.headline == two.headline == three.headline
        assert read_texts(one.body) == read_texts(two.body) == read_texts(three.body)
        assert one.places == two.places == three.places
        assert one.byline == two.byline == three.byline


@given(items, st.sampled_from(("new", "update", "correction", "refile", "lift", "advisory")), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_we_write_we_read_again(item: Item, kind: Kind, embargoed: bool) -> None:
    until = datetime(2026, 3, 11, 6, tzinfo=UTC) if embargoed else None
    content = encode(
        item,
        version=2,
        kind=kind,
        use="hold" if embargoed else "publish",
        until=until,
        released_at=NOW,
        options=WriteOptions(media_root="https://wire.example/media/"),
    )
    (again,) = read(content, OPTIONS)
    assert again == msgspec.structs.replace(item, embargo_until=until, extra={"version": "2"})
