"""The query language: what is read, what is refused and where, and which stories match."""

from datetime import UTC, datetime

import pytest

from newswire.item.body import Paragraph
from newswire.item.item import Entity, Place, Subject
from newswire.query.ast import FIELDS, AllOf, AnyOf, Everything, Exact, Not, Prefix, Range, Words
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.fold import fold, tokenize
from newswire.query.parse import QueryError, parse_query
from tests.stories import make_item

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HARBOUR = make_document(
    make_item(
        "a",
        NOW,
        subjects=(Subject("medtop:20000337"),),
        places=(Place("Northaven", "NO/Northaven"),),
        people=(Entity("Ida Brandt"),),
        organisations=(Entity("Harbour Trust"),),
        urgency=3,
        slugline="NORTHAVEN-PORT",
    )
)
MATCH = matches


def matches_harbour(query: str) -> bool:
    return MATCH(parse_query(query), HARBOUR)


@pytest.mark.parametrize(
    "query",
    [
        "", "*", "*:*", "lang:en", "lang:(tr OR en)", "type:text", "section:world", "harbour storm", "HARBOUR",
        "subject:medtop:20000337", 'subject:"medtop:04000000"', "subject:medtop:04000000 AND place:NO",
        "place:northaven", 'place:"NO/Northaven"', "person:brandt", 'person:"Ida Brandt"', 'org:"harbour trust"',
        "urgency:3", "urgency:[1 TO 3]", "urgency:[* TO 4]", "urgency:{2 TO 4}", '"three days of storm"', "breakw*",
        "headline:harbour", "slug:port", "source:newswire", "NOT lang:tr", "-lang:tr harbour", "+harbour -opera",
        "opera OR harbour", "(opera OR harbour) AND (lang:en OR lang:tr)",
    ],
)  # fmt: skip
def test_the_story_matches(query: str) -> None:
    assert matches_harbour(query)


@pytest.mark.parametrize(
    "query",
    [
        "lang:tr", "type:picture", "section:sports", "opera", "harbour opera", "subject:medtop:15000000", "place:TR",
        "urgency:4", "urgency:[4 TO 9]", "urgency:{3 TO *]", '"storm of days"', "headline:ferry", "NOT harbour",
        "-harbour", "lang:en AND -ferry", "person:trust", 'text:"said forty"',
    ],
)  # fmt: skip
def test_the_story_does_not_match(query: str) -> None:
    assert not matches_harbour(query)


@pytest.mark.parametrize(
    ("query", "position", "what"),
    [
        ("weather:rain", 0, "no field “weather”"),
        ("harbour && storm", 8, "write AND"),
        ("lang:en !storm", 8, "write AND"),
        ("urgency:12", 8, "1 to 9"),
        ("urgency:[a TO 3]", 8, "1 to 9"),
        ("headline:[a TO b]", 9, "no range"),
        ("storm~2", 0, "not something"),
        ("storm^4", 0, "not something"),
        ("/sto.m/", 0, "not something"),
        ("st*rm", 0, "only end a word"),
        ('headline:"--"', 9, "no word"),
        ("(harbour", 8, "ends too early"),
        ("harbour ) storm", 8, "stray sign"),
    ],
)
def test_what_cannot_be_honoured_is_refused_at_its_place(query: str, position: int, what: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(query)
    assert what in refused.value.detail
    assert refused.value.position == position


def test_trees_are_what_they_should_be() -> None:
    assert parse_query("a b") == AllOf((Words("text", ("a",)), Words("text", ("b",))))
    assert parse_query("lang:(tr OR en)") == AnyOf((Exact("lang", "tr"), Exact("lang", "en")))
    assert parse_query("NOT fero*") == Not(Prefix("text", "fero"))
    assert parse_query("urgency:2") == Range("urgency", 2, 2)
    assert parse_query(" * ") == Everything()


@pytest.mark.parametrize(
    ("text", "folded"),
    [("İSTANBUL", "istanbul"), ("ISPARTA", "isparta"), ("Şişli", "sisli"), ("Ağrı", "agri"), ("ÉTÉ", "ete"),
     ("Straße", "strasse"), ("محـــمد", "محمد"), ("می‌خواهم", "میخواهم"), ("ЁЛКА", "елка")],
)  # fmt: skip
def test_spelling_variants_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_an_apostrophe_ends_the_stem() -> None:
    assert tokenize("Türkiye’nin l'été") == ("turkiye", "nin", "l", "ete")
    assert tokenize("—") == ()


def test_words_are_found_in_every_script() -> None:
    arabic = make_document(make_item("b", NOW, language="ar", body=(Paragraph("أعلن الميناء إعادة فتح أبوابه"),)))
    assert matches(parse_query("الميناء"), arabic)
    turkish = make_document(make_item("c", NOW, language="tr", headline="IĞDIR’DA KAR YAĞIŞI"))
    assert matches(parse_query("headline:ığdır"), turkish)


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_can_be_asked_for(field: str) -> None:
    assert parse_query(f"{field}:1") is not None
