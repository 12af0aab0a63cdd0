"""The reference of the query language: every example is read, every refusal made where it says, nothing missing."""

import re
from pathlib import Path

import pytest

from newswire.item.kinds import KINDS
from newswire.query.ast import ALIASES, FIELDS, HAS, NUMBER_FIELDS
from newswire.query.parse import DEEPEST, LONGEST, QueryError, parse_query
from newswire.query.standing import parse_standing_query

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "query.md").read_text()
READ, REFUSED = PAGE.split("## What is refused")
EXAMPLES = re.findall(r"^\| `([^`]+)` \|", READ, re.MULTILINE)
REFUSALS = re.findall(r"^\| `([^`]+)` \| (\d+) \|", REFUSED, re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read(example: str) -> None:
    assert parse_query(example) is not None


@pytest.mark.parametrize(("example", "character"), REFUSALS)
def test_every_refusal_is_made_at_its_character(example: str, character: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_standing_query(example)
    assert refused.value.position + 1 == int(character)


@pytest.mark.parametrize("field", sorted({*FIELDS, *ALIASES}))
def test_every_field_has_an_example(field: str) -> None:
    assert any(example.startswith(f"{field}:") for example in EXAMPLES)


def test_every_closed_list_and_limit_is_named() -> None:
    assert all(f"`{name}`" in READ for name in (*HAS, *KINDS, *NUMBER_FIELDS))
    assert f"{LONGEST:,} characters and {DEEPEST} brackets" in REFUSED
    assert len(EXAMPLES) > 50
    assert len(REFUSALS) > 12
