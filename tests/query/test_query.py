"""The query language: what is read, what is refused and where, and which stories match."""

from datetime import UTC, datetime, timedelta

import pytest

from newswire.item.body import Paragraph, Quote, Table
from newswire.item.item import Entity, Media, Place, Subject
from newswire.query.ast import (
    FIELDS,
    After,
    AllOf,
    AnyOf,
    Everything,
    Exact,
    Not,
    Prefix,
    Range,
    Since,
    Word,
    Words,
)
from newswire.query.document import make_document
from newswire.query.errors import find_stumble
from newswire.query.evaluate import matches
from newswire.query.moment import Moment, to_microseconds
from newswire.query.parse import LONGEST, QueryError, parse_query
from tests.stories import BODY, make_item

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
        genre="genre:Fact_Check",
        dossiers=(Subject("port-storm", "The storm of November"),),
        desk="sea",
        media=(Media("p1", "picture"),),
        body=(*BODY, Quote("We lost no crane."), Table((("Ships", "40"),))),
    ),
    "correction",
    NOW - timedelta(hours=3),
)


def matches_harbour(query: str) -> bool:
    return matches(parse_query(query), HARBOUR, to_microseconds(NOW))


@pytest.mark.parametrize(
    "query",
    [
        "", "*", "*:*", "lang:en", "lang:(tr OR en)", "type:text", "section:world", "harbour storm", "HARBOUR",
        "subject:medtop:20000337", 'subject:"medtop:04000000"', "subject:medtop:04000000 AND place:NO",
        "place:northaven", 'place:"NO/Northaven"', "person:brandt", 'person:"Ida Brandt"', 'org:"harbour trust"',
        "urgency:3", "urgency:[1 TO 3]", "urgency:[* TO 4]", "urgency:{2 TO 4}", '"three days of storm"', "breakw*",
        "headline:harbour", "slug:port", "source:newswire", "NOT lang:tr", "-lang:tr harbour", "+harbour -opera",
        "opera OR harbour", "(opera OR harbour) AND (lang:en OR lang:tr)",
        "service:world", "section:(world OR sports)", "subject:20000337", "subject:(medtop:20000337 OR medtop:1)",
        'subject:"economy, business and finance"', "NOT subject:sport", "genre:fact_check", 'genre:"fact check"',
        "genre:(Interview OR genre:Fact_Check)", "kind:correction", "desk:sea", "dossier:port-storm",
        'dossier:"storm of november"', "dossier:nov*", "has:picture", "has:quote", "has:(table AND picture)",
        "words:[70 TO 120]", "words:>=70", "words:<1000", "words:[70 TO *]", "words:{* TO 1000}", "words:>70",
        "released:[now-1d TO now]", "released:2026-11-23", "released:[2026-11-23 TO 2026-11-23]", "released:now-3h",
        "released:[now-1d/d TO now}", "released:>now-4h", "released:<=now-3h", 'released:"2026-11-23 21:00"',
        "released:2026-11-23T21:00Z", 'released:["2026-11-24T00:00+03:00" TO *]', "released:[now-4h/h TO now-3h/h]",
        "released:[now-1w TO now+1w]", "released:[* TO *]", "released:[now-1w/w TO now/w]",
        "harbours", "ship", "opening", '"harbour" "ships"', "headline:opens", "* lang:en", "NOT -harbour",
        "lang:en NOT ferries OR ship", "text:(harbour AND headline:northaven)", 'person:("ida brandt" OR nobody)',
        "harb\\our", '"three days \\"of\\" storm"', "place:NO/Northaven", "urgency:<4", "urgency:>=3",
        "+lang:en +(harbour) -(opera)", "((harbour))", "lang:(NOT tr)", "text:(-opera +harbour)",
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
        "service:sports", "subject:15000000", "subject:sport", "genre:interview", "kind:new", "desk:city", "has:video",
        "dossier:port", "words:[1 TO 20]", "words:<70", "words:[400 TO 300]", "released:[now-2h TO now]",
        "released:2026-11-24", "released:[now/d TO now]", "released:{2026-11-23 TO *]", "released:{* TO now-3h}",
        "released:now", "released:[* TO 2026-11-23}", "released:>now-3h", '"harbours"', '"ship"',
        "person:brandts", "slug:ports", 'headline:"harbour"  ferry AND opera', "NOT *", "released:[now TO now-1d]",
        "lang:en OR lang:tr opera", "desk:se",
    ],
)  # fmt: skip
def test_the_story_does_not_match(query: str) -> None:
    assert not matches_harbour(query)


@pytest.mark.parametrize(
    ("query", "position", "what"),
    [
        ("weather:rain", 0, "no field “weather”"),
        ("lang:en AND (weather:rain)", 13, "no field “weather”"),
        ("a:b:c", 0, "no field “a”"),
        ("text:headline:a", 5, "cannot stand within “text:”"),
        ("harbour && storm", 8, "write AND"),
        ("harbour  || storm", 9, "write AND"),
        ("harbour & storm", 8, "write AND"),
        ("lang:en !storm", 8, "write AND"),
        ("harbour and storm", 8, "AND in capitals"),
        ("harbour or storm", 8, 'or "or" for the word'),
        ("not harbour", 0, "NOT in capitals"),
        ("lang:en (ferry or tram)", 15, "OR in capitals"),
        ("urgency:12", 8, "1 to 9"),
        ("urgency:[a TO 3]", 9, "1 to 9"),
        ("urgency:[1 TO b]", 14, "1 to 9"),
        ("urgency:٣", 8, "1 to 9"),
        ("words:many", 6, "such as 400"),
        ("words:[-1 TO 4]", 7, "cannot end a range"),
        ("words:[1 to 2]", 9, "stray sign"),
        ("headline:[a TO b]", 9, "no range"),
        ("[a TO b]", 0, "no range"),
        ("storm~2", 5, "“~”"),
        ('"storm tide"~2', 12, "“~”"),
        ("storm^4", 5, "“^”"),
        ("(storm OR tide)^4", 15, "“^”"),
        ("/sto.m/", 0, "not something"),
        ("/storm", 0, "cannot begin a word"),
        ("'storm", 0, "cannot begin a word"),
        ("\\", 0, "cannot begin a word"),
        ("st*rm", 2, "only end a word"),
        ("lang:en *storm", 8, "only end a word"),
        ("wor?d", 3, "only end a word"),
        ("co-op*", 5, "only end one word"),
        ("headline:*", 9, "only end a word"),
        ("lang:t*", 6, "takes no star"),
        ('headline:"--"', 9, "no word"),
        ('""', 0, "no word"),
        ('lang:""', 5, "nothing stands after"),
        ("type:film", 5, "there are text, picture"),
        ("kind:correct", 5, "there are new, update"),
        ("has:(picture OR film)", 16, "there are picture"),
        ("subject:sprots", 8, "no subject “sprots”"),
        ("released:yesterday", 9, "write now"),
        ("released:2026-02-30", 9, "is no moment"),
        ("released:[now-1y TO now]", 10, "is no moment"),
        ("released:[now TO 24.11.2026]", 17, "is no moment"),
        ("released:0001-01-01T00:00Z^", 26, "“^”"),
        ('released:"0001-01-01T00:00+14:00"', 9, "is no moment"),
        ("()", 1, "nothing stands between"),
        ("lang:( )", 7, "nothing stands between"),
        ("(harbour", 8, "ends too early"),
        ("harbour AND", 11, "ends too early"),
        ("lang:", 5, "ends too early"),
        ("AND harbour", 0, "stray sign"),
        ("harbour AND OR storm", 12, "“OR” is a stray sign"),
        ("harbour ) storm", 8, "stray sign"),
        (") position 99", 0, "stray sign"),
        ('harbour "storm', 8, "never closed"),
        ('"position 99', 0, "never closed"),
        ("(" * 200 + "a" + ")" * 200, 61, "too many brackets"),
        ("a " * LONGEST, LONGEST, "longer than"),
    ],
)
def test_what_cannot_be_honoured_is_refused_at_its_place(query: str, position: int, what: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(query)
    assert what in refused.value.detail
    assert refused.value.position == position


def test_trees_are_what_they_should_be() -> None:
    assert parse_query("a b") == AllOf((Word("text", "a"), Word("text", "b")))
    assert parse_query('"a" "b c"') == AllOf((Words("text", ("a",)), Words("text", ("b", "c"))))
    assert parse_query("lang:(tr OR en)") == AnyOf((Exact("lang", "tr"), Exact("lang", "en")))
    assert parse_query("NOT fero*") == Not(Prefix("text", "fero"))
    assert parse_query("urgency:2") == Range("urgency", 2, 2)
    assert parse_query("section:world") == Exact("service", "world")
    assert parse_query("subject:sport") == Exact("subject", "medtop:15000000")
    assert parse_query("place:TR") == AnyOf((Exact("place", "tr"), Words("place", ("tr",))))
    assert parse_query("a OR b c") == AllOf((AnyOf((Word("text", "a"), Word("text", "b"))), Word("text", "c")))
    assert parse_query("a OR b AND c") == AnyOf((Word("text", "a"), AllOf((Word("text", "b"), Word("text", "c")))))
    assert parse_query(" * ") == Everything()
    assert parse_query("released:[now-1d/d TO 2026-11-24}") == AllOf(
        (Since(Moment(None, -86400, "d")), Not(Since(Moment(datetime(2026, 11, 24, tzinfo=UTC), 0, "d"))))
    )
    assert parse_query("released:{now TO *]") == AllOf((After(Moment()),))


def test_now_is_when_one_asks_and_not_when_the_query_was_saved() -> None:
    saved = parse_query("released:[now-1d TO now]")
    asked = to_microseconds(NOW)
    assert matches(saved, HARBOUR, asked)
    assert not matches(saved, HARBOUR, asked + 24 * 3600 * 10**6)
    assert not matches(saved, HARBOUR, asked - 24 * 3600 * 10**6)
    assert matches(saved, HARBOUR), "without another moment a story is judged when it is released"


@pytest.mark.parametrize(
    "name", ["Анкара", "أنقرة", "ankara", "ANKARA", "TR", "tr/ankara", '"TR/ankara"', "Ангора", "Анк*"]
)
def test_a_town_is_found_by_code_country_and_its_name_in_any_language(name: str) -> None:
    story = make_document(make_item("a", NOW, places=(Place("", "TR/ankara"),)))
    assert matches(parse_query(f"place:{name}"), story) == (name != "Ангора")
    assert not matches(parse_query("place:izmir"), story)


def test_words_are_found_in_every_script() -> None:
    arabic = make_document(make_item("b", NOW, language="ar", body=(Paragraph("أعلن الميناء إعادة فتح أبوابه"),)))
    assert matches(parse_query("الميناء"), arabic)
    turkish = make_document(make_item("c", NOW, language="tr", headline="IĞDIR’DA KAR YAĞIŞI"))
    assert matches(parse_query("headline:ığdır"), turkish)


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_says_how_to_ask_for_it(field: str) -> None:
    example = FIELDS[field].split("`")[1]
    assert example.startswith(f"{field}:")
    assert parse_query(example) is not None


@pytest.mark.parametrize("query", ["harbour AND (storm", "urgency:[1 TO", "headline:", ")harbour"])
def test_a_stumble_is_the_query_cut_where_it_cannot_be_read(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    stumble = find_stumble(query, caught.value)
    assert stumble.before + stumble.at + stumble.after == query
    assert stumble.position == caught.value.position + 1
    assert stumble.detail == f"{stumble.reason} (at character {stumble.position})"
