"""What is planned held against queries: yes and no only where the plan decides it."""

from datetime import datetime

import pytest

from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.foresee import foresee
from newswire.query.parse import parse_query
from tests.stories import make_item

KNOWN = frozenset({"lang", "type", "service", "source"})


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("*", True),
        ("", True),
        ("lang:en", True),
        ("lang:tr", False),
        ("NOT lang:tr", True),
        ("NOT lang:en", False),
        ("section:economy", True),
        ("section:sports", False),
        ("ferry", True),
        ("ferries", True),
        ("harbour", None),
        ("slug:ferry", True),
        ("slug:storm", None),
        ("NOT ferry", False),
        ("NOT harbour", None),
        ("ferr*", True),
        ("subject:medtop:15000000", None),
        ("NOT subject:medtop:15000000", None),
        ("urgency:[1 TO 3]", None),
        ("NOT urgency:[1 TO 3]", None),
        ("has:picture", None),
        ("released:[now-1d TO now]", None),
        ("lang:en AND urgency:[1 TO 3]", None),
        ("lang:tr AND urgency:[1 TO 3]", False),
        ("lang:en OR urgency:[1 TO 3]", True),
        ("lang:tr OR urgency:[1 TO 3]", None),
        ("lang:en AND section:economy AND NOT lang:tr", True),
        ("source:newswire", True),
        ("source:reuters", False),
    ],
)
def test_the_answer_is_given_where_the_plan_decides(query: str, answer: bool | None, now: datetime) -> None:
    item = make_item(
        "plan", now, headline="Inquiry into the ferry", slugline="FERRY", standfirst="", body=(), sections=("economy",),
        subjects=(),
    )  # fmt: skip
    assert foresee(parse_query(query), make_document(item, released_at=now), KNOWN) is answer


@pytest.mark.parametrize(
    "query",
    ["lang:en AND NOT section:sports", "ferry OR lang:tr", "NOT (lang:tr OR section:sports)", "harbour", "NOT ferry"],
)
def test_whatever_the_story_turns_out_to_be_it_does_what_was_foreseen(query: str, now: datetime) -> None:
    plan = make_item("plan", now, headline="Ferry", slugline="FERRY", standfirst="", body=(), sections=("economy",))
    foreseen = foresee(parse_query(query), make_document(plan, released_at=now), KNOWN)
    for more in ("", "harbour quay", "sports and storm"):
        story = make_item("s", now, headline=f"Ferry {more}", slugline="FERRY", sections=("economy",), standfirst=more)
        if foreseen is not None:
            assert matches(parse_query(query), make_document(story, released_at=now)) is foreseen


def test_what_is_known_in_all_fields_is_answered_as_the_evaluator_does(now: datetime) -> None:
    document = make_document(make_item("a", now), released_at=now)
    known = frozenset({*document.values, *document.tokens, *document.numbers})
    for query in (
        "harbour",
        "NOT harbour",
        "urgency:[1 TO 5]",
        "subject:medtop:20000337",
        "place:NO AND NOT has:table",
    ):
        assert foresee(parse_query(query), document, known) is matches(parse_query(query), document)
