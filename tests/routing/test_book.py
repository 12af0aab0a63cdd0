"""The book of terms: who bought a story, whose contract runs, whom a restriction keeps out."""

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from newswire.item.forms import FORMS, Form
from newswire.item.rights import OUTLETS, Client, Restriction, refusal
from newswire.query.ast import Everything
from newswire.query.document import make_document
from newswire.query.parse import parse_query
from newswire.routing.book import Book
from newswire.subscribers.terms import Claim, Terms, TermsChange
from tests.stories import make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
QUERIES = {
    "*": True,
    "lang:en": True,
    "lang:tr": False,
    "urgency:[1 TO 3]": False,
    "NOT lang:tr": True,
    "harbours urgency:[1 TO 5]": True,
    "kind:correction": False,
    "released:>now-1d": True,
    '"three days of storm"': True,
    "place:NO -ferry": False,
}
"""Queries, and whether the story of these tests matches."""
STORY = make_document(make_item("a", NOW, language="en", urgency=5), "new", NOW)


def make_terms(*claims: tuple[str, Form], **changes: object) -> Terms:
    fields = {"starts_at": NOW} | changes
    return Terms(tuple(Claim("x", parse_query(query), form) for query, form in claims), **fields)  # type: ignore[arg-type]


claims = st.lists(st.tuples(st.sampled_from(sorted(QUERIES)), st.sampled_from(FORMS)), max_size=4)
clients = st.builds(Client, st.integers(1, 3), st.sampled_from(["", "JP", "TR"]), st.sampled_from(["", *OUTLETS]))
restrictions = st.builds(
    Restriction,
    countries_only=st.sampled_from([(), ("JP",), ("JP", "TR")]),
    countries_out=st.sampled_from([(), ("JP",)]),
    outlets_only=st.sampled_from([(), ("newspaper",)]),
    outlets_out=st.sampled_from([(), ("website", "agency")]),
    clients_only=st.sampled_from([(), (1, 2)]),
    no_web=st.booleans(),
    no_archive=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), claims), max_size=12))
def test_each_subscription_gets_the_best_form_it_bought_also_after_changes(
    written: list[tuple[int, list[tuple[str, Form]]]],
) -> None:
    book = Book()
    for number, bought in written:
        book.put(number, make_terms(*bought))
    grant = book.match(STORY)
    for number, bought in dict(written).items():
        matching = [FORMS.index(form) for query, form in bought if QUERIES[query]]
        got = [form for form in FORMS if number in getattr(grant, form)]
        assert got == ([FORMS[min(matching)]] if matching else [])
    assert set(grant.everyone()) <= set(dict(written))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 99)), max_size=12), st.integers(1, 12))
def test_the_book_holds_the_last_terms_written_before_the_release(
    written: list[tuple[int, int, int]], seq: int
) -> None:
    changes = [
        TermsChange(at, number, after, Terms((Claim("all", Everything()),), NOW, archive_days=days))
        for at, (number, after, days) in enumerate(sorted(written, key=lambda one: one[1]), 1)
    ]
    book = Book()
    book.add(changes)
    for step in range(1, seq + 1):
        book.advance(step)
    assert book.terms == {change.number: change.terms for change in changes if change.after_seq < seq}
    assert book.last_id == len(changes)


@pytest.mark.parametrize(("starts", "ends", "suspended"), list(product((-1, 0, 1), (None, -1, 0, 1), (False, True))))
def test_a_contract_runs_from_its_start_until_before_its_end_unless_suspended(
    starts: int, ends: int | None, suspended: bool
) -> None:
    step = timedelta(microseconds=1)
    terms = make_terms(
        starts_at=NOW + starts * step, ends_at=None if ends is None else NOW + ends * step, suspended=suspended
    )
    book = Book()
    book.put(7, terms)
    everybody = BitMap([7, 8])
    runs = not suspended and starts <= 0 and (ends is None or ends > 0)
    assert list(book.running(everybody, NOW)) == ([7] if runs else [])
    assert terms.run_at(NOW) == runs


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), clients), max_size=12), restrictions)
def test_a_restriction_keeps_out_those_it_refuses(written: list[tuple[int, Client]], restriction: Restriction) -> None:
    book = Book()
    for number, client in written:
        book.put(number, make_terms(client=client))
    expected = sorted(number for number, client in dict(written).items() if refusal(restriction, client))
    assert list(book.refused(restriction)) == expected
    assert not book.refused(None)


def test_the_embargo_right_comes_and_goes_with_the_terms() -> None:
    book = Book()
    book.put(1, make_terms(embargo_right=True))
    book.put(2, make_terms())
    assert list(book.with_embargo_right()) == [1]
    book.put(1, make_terms())
    assert not book.with_embargo_right()


def test_a_query_that_many_bought_is_stored_once_and_one_that_nobody_has_is_forgotten() -> None:
    book = Book()
    for number in range(50):
        book.put(number, make_terms(("*", "full"), ("lang:en", "headlines")))
    assert len(book._matcher) == 2
    for number in range(50):
        book.put(number, make_terms(("*", "full")))
    assert len(book._matcher) == 1
    assert len(book.match(STORY).full) == 50


def test_a_hundred_thousand_subscriptions_are_told_apart() -> None:
    random = Random(7)
    places = ("TR", "NO", "FR", "US", "JP")
    queries = [f"urgency:[1 TO {most}] place:{place}" for most in range(1, 10) for place in places]
    terms = {query: make_terms((query, "full")) for query in queries}
    bought = {number: random.choice(queries) for number in range(100_000)}
    book = Book()
    for number, query in bought.items():
        book.put(number, terms[query])
    fitting = {f"urgency:[1 TO {most}] place:NO" for most in range(5, 10)}
    assert list(book.match(STORY).everyone()) == [number for number, query in bought.items() if query in fitting]
