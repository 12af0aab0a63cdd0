"""From queries to conditions: two sides that never lose a match and never promise one."""

from datetime import UTC, datetime

import pytest

from newswire.edition.candidates import ASKABLE, check_askable, plan_candidates
from newswire.query.ast import FIELDS
from newswire.query.errors import QueryError
from newswire.query.moment import to_microseconds
from newswire.query.parse import parse_query

NOW = to_microseconds(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))


def _plan(text: str) -> tuple[str, str, list[object]]:
    plan = plan_candidates(parse_query(text), "en", NOW)
    return plan.over, plan.under, list(plan.values.values())


def test_a_word_is_asked_for_in_all_its_forms() -> None:
    over, under, values = _plan("harbours")
    assert over == under == "terms @@ %(v0)s::tsquery"
    assert values == ["'text:harbour' | 'text:harbours'"]


def test_a_phrase_only_promises_that_its_words_may_be_there() -> None:
    over, under, values = _plan('"opens again"')
    assert (over, under) == ("terms @@ %(v0)s::tsquery", "FALSE")
    assert values == ["'text:opens' & 'text:again'"]


def test_not_a_phrase_keeps_stories_that_merely_have_its_words() -> None:
    assert _plan('NOT "opens again"')[0] == "NOT (FALSE)"
    assert _plan("NOT ferry")[0] == "NOT (terms @@ %(v0)s::tsquery)"
    assert _plan('NOT NOT "opens again"')[0] == "NOT (NOT (terms @@ %(v0)s::tsquery))"


def test_names_and_values_are_certain() -> None:
    for text, value in (("person:brandt", "'person:brandt'"), ("type:alert", "'type=alert'")):
        over, under, values = _plan(text)
        assert over == under
        assert values == [value]
    assert _plan("person:bra*")[2] == ["'person:bra':*"]


def test_numbers_and_moments_are_columns() -> None:
    over, _, values = _plan("urgency:[1 TO 3] released:2026-11-24")
    assert "urgency BETWEEN %(v0)s AND %(v1)s" in over
    assert values[:2] == [1, 3]
    assert values[2:] == [datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)]
    assert "published_at >= %(v2)s AND NOT (published_at >= %(v3)s)" in over


@pytest.mark.parametrize("text", ["released:[now-999999w TO now]", "released:[now TO now+999999w]"])
def test_a_moment_nobody_can_write_is_the_last_one_that_can_be_written(text: str) -> None:
    assert all(isinstance(value, datetime) for value in _plan(text)[2])


def test_signs_of_a_tsquery_in_a_word_stay_signs() -> None:
    for text in (r"dossier:a\'b", r"place:x\\y", "dossier:a|b"):
        [*values] = _plan(text)[2]
        for value in values:
            assert str(value).count("'") % 2 == 0
    assert "'dossier=a''b'" in _plan(r"dossier:a\'b")[2]


@pytest.mark.parametrize("field", sorted(set(FIELDS) - set(ASKABLE)))
def test_a_field_the_edition_does_not_hold_is_refused_at_its_place(field: str) -> None:
    examples = {"kind": "kind:kill", "words": "words:400", "has": "has:picture"}
    text = f"ferry AND {examples.get(field, f'{field}:x')}"
    with pytest.raises(QueryError) as refused:
        check_askable(parse_query(text), text)
    assert refused.value.position == len("ferry AND ")
    assert field in refused.value.detail


def test_what_the_edition_holds_may_be_asked_for() -> None:
    text = (
        'lang:en service:economy place:NO subject:sport person:"ida brandt" NOT (headline:x OR urgency:1) released:now'
    )
    check_askable(parse_query(text), text)
    check_askable(parse_query("*"), "*")
