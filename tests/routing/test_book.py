"""The book of terms answers as asking every subscription in turn does, whatever was bought, changed or given up."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.query.document import make_document
from newswire.query.parse import parse_query
from newswire.routing.audience import Book
from newswire.subscribers.terms import Claim, Terms, TermsChange
from tests.stories import make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
QUERIES = tuple(
    map(
        parse_query,
        ("*", "lang:en", "lang:tr", "harbours urgency:[1 TO 4]", "NOT ferry", "kind:correction", "released:>now-1d",
         "place:NO -opera", '"three days of storm"', "lang:en (service:sports OR subject:sport)"),
    )
)  # fmt: skip
hours = st.integers(-2, 2)
some_terms = st.builds(
    lambda queries, starts, ends, right: Terms(
        tuple(Claim(f"p{number}", QUERIES[number]) for number in queries),
        NOW + timedelta(hours=starts),
        None if ends is None else NOW + timedelta(hours=ends),
        embargo_right=right,
    ),
    st.lists(st.integers(0, len(QUERIES) - 1), max_size=4),
    hours,
    st.none() | hours,
    st.booleans(),
)
stories = st.builds(
    lambda language, urgency, embargo: make_item(
        "a",
        NOW,
        language=language,
        urgency=urgency,
        embargo_until=None if embargo is None else NOW + timedelta(hours=embargo),
    ),
    st.sampled_from(("en", "tr")),
    st.integers(1, 9),
    st.none() | hours,
)


def ask_everyone(terms: dict[int, Terms], item: Item, kind: Kind) -> list[int]:
    """The plain way: every subscription in turn."""
    document = make_document(item, kind, NOW)
    embargoed = item.embargo_until is not None and item.embargo_until > NOW
    return [
        number
        for number, one in sorted(terms.items())
        if (one.embargo_right or not embargoed) and one.grant(document, NOW)
    ]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), some_terms), max_size=25),
    st.lists(st.tuples(stories, st.sampled_from(("new", "correction"))), min_size=1, max_size=3),
)
def test_the_book_answers_as_asking_everyone_does(
    written: list[tuple[int, Terms]], released: list[tuple[Item, Kind]]
) -> None:
    book = Book()
    book.add(TermsChange(at, number, at, terms) for at, (number, terms) in enumerate(written, 1))
    for seq in range(1, len(written) + 2):
        book.advance(seq)
        for item, kind in released:
            assert list(book.match(item, NOW, kind)) == ask_everyone(book.terms, item, kind)


def test_a_query_that_many_bought_is_stored_once_and_one_that_nobody_has_is_forgotten() -> None:
    book = Book()
    terms = [Terms((Claim("all", QUERIES[0]), Claim("other", QUERIES[1])), NOW) for _ in range(50)]
    book.add(TermsChange(at, at, 0, one) for at, one in enumerate(terms, 1))
    book.advance(1)
    assert len(book._matcher) == 2
    book.add(TermsChange(50 + at, at, 1, Terms((Claim("all", QUERIES[0]),), NOW)) for at in range(1, 51))
    book.advance(2)
    assert len(book._matcher) == 1
    assert len(book.match(make_item("a", NOW), NOW)) == 50


def test_a_hundred_thousand_subscriptions_are_told_apart() -> None:
    random = Random(7)
    places = ("TR", "NO", "FR", "US", "JP")
    queries = [parse_query(f"urgency:[1 TO {most}] place:{place}") for most in range(1, 10) for place in places]
    book = Book()
    book.add(
        TermsChange(number, number, 0, Terms((Claim("p", random.choice(queries)),), NOW)) for number in range(100_000)
    )
    book.advance(1)
    item = make_item("a", NOW, urgency=4)
    assert list(book.match(item, NOW)) == ask_everyone(book.terms, item, "new")
