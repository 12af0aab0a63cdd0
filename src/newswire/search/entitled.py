"""Entitlement inside the query: what a document of the index says of its readers, and what a reader asks of it.

A document names the products that held its version, and a subscription asks for its own products within the releases
and days for which it had them. That is not yet the audience: a restriction keeps some out, what follows a story goes to
whoever had it before, an embargo is for those with the right. So when a document is written, the real audience is held
against what the products alone would say, and the difference is written into it, by number. Whatever routing decided,
a search finds that and nothing else; that the difference is small is only a matter of speed.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import tantivy
from pyroaring import BitMap
from tantivy import FieldType, Occur, Query

from newswire.item.forms import FORMS, Form
from newswire.query.moment import to_microseconds
from newswire.routing.book import Share
from newswire.routing.entitlement import Reader
from newswire.search.schema import ALSO, EXCEPT, LIMITED, PRODUCT, RELEASED, ROLE, SEQ, UNTIL
from newswire.search.sights import VIEWS, Sight
from newswire.subscribers.terms import Terms, TermsChange

_LEAST, _MOST = -(2**63), 2**63 - 1
_Way = tuple[Form, tuple[str, ...]]


class Lot(msgspec.Struct, frozen=True):
    """The terms of a document's three fields that say who sees it."""

    products: tuple[str, ...]
    also: tuple[str, ...]
    but: tuple[str, ...]


class Sold:
    """Which subscription had which product when: every change of terms there was, ready to be asked for any release."""

    def __init__(self) -> None:
        self.last_id = 0
        self._spans: dict[str, _Spans] = {}
        self._open: dict[int, list[tuple[_Spans, int]]] = {}
        self._known: dict[tuple[tuple[str, ...], str], list[_Answer]] = {}

    def add(self, changes: Iterable[TermsChange]) -> None:
        """Takes in changes in the order in which they were written."""
        for change in changes:
            self._known.clear()
            self.last_id = change.id
            for spans, at in self._open.pop(change.number, []):
                spans.close(at, change.after_seq)
            if change.terms.suspended:
                continue
            for claim in change.terms.claims:
                spans = self._spans.setdefault(claim.product, _Spans())
                at = spans.add(change.number, (claim.form, claim.formats), change.after_seq, change.terms)
                self._open.setdefault(change.number, []).append((spans, at))

    def predict(self, products: tuple[str, ...], view: str, seq: int, moment: int) -> Share:
        """Who had one of these products at release `seq`, of that moment, by the best form in that format."""
        answers = self._known.setdefault((products, view), [])
        for answer in answers:
            if answer.low < seq <= answer.high and answer.begin <= moment < answer.end:
                return answer.share
        asked = [self._spans[code] for code in products if code in self._spans]
        by_form = {form: BitMap() for form in FORMS}
        for spans in asked:
            for (form, formats), numbers in spans.find(seq, moment):
                if not view or not formats or view in formats:
                    by_form[form] |= numbers
        share = Share().better(Share(*(by_form[form] for form in FORMS)))
        answers[:] = [_Answer(*_find_bounds(asked, seq, moment), share), *answers[:7]]
        return share


class _Answer(msgspec.Struct, frozen=True):
    """What `predict` said, and for which releases (`low` excluded) and moments (`end` excluded) it says the same."""

    low: int
    high: int
    begin: int
    end: int
    share: Share


class _Spans:
    """One product: who had it from which release on (excluded) up to which, within which moments, in which way."""

    def __init__(self) -> None:
        self._columns = {name: array("q") for name in ("number", "way", "after", "last", "starts", "ends")}
        self._ways: list[_Way] = []

    def add(self, number: int, way: _Way, after: int, terms: Terms) -> int:
        """Begins a span without an end; its place."""
        if way not in self._ways:
            self._ways.append(way)
        starts, ends = _contract(terms)
        values = (number, self._ways.index(way), after, _MOST, starts, ends)
        for column, value in zip(self._columns.values(), values, strict=True):
            column.append(value)
        return len(self._columns["number"]) - 1

    def close(self, at: int, last: int) -> None:
        """Ends a span with that release."""
        self._columns["last"][at] = last

    def find(self, seq: int, moment: int) -> list[tuple[_Way, BitMap]]:
        """Who had it then, by way."""
        holds = (
            (self.column("after") < seq)
            & (seq <= self.column("last"))
            & (self.column("starts") <= moment)
            & (moment < self.column("ends"))
        )
        numbers, ways = self.column("number")[holds], self.column("way")[holds]
        return [(way, BitMap(numbers[ways == at].tolist())) for at, way in enumerate(self._ways)]

    def column(self, name: str) -> npt.NDArray[np.int64]:
        """One of the columns as it stands."""
        return np.frombuffer(self._columns[name], dtype=np.int64)


def _contract(terms: Terms) -> tuple[int, int]:
    """The moments at which the contract begins and ends."""
    return to_microseconds(terms.starts_at), _MOST if terms.ends_at is None else to_microseconds(terms.ends_at)


def _find_bounds(asked: Sequence[_Spans], seq: int, moment: int) -> tuple[int, int, int, int]:
    """The releases and moments around these at which nothing about the products changes."""
    seqs = np.unique(np.concatenate([_one(), *(one.column(name) for one in asked for name in ("after", "last"))]))
    moments = np.unique(np.concatenate([_one(), *(one.column(name) for one in asked for name in ("starts", "ends"))]))
    at, when = int(seqs.searchsorted(seq, "left")), int(moments.searchsorted(moment, "right"))
    return (
        int(seqs[at - 1]) if at else _LEAST,
        int(seqs[at]) if at < len(seqs) else _MOST,
        int(moments[when - 1]) if when else _LEAST,
        int(moments[when]) if when < len(moments) else _MOST,
    )


def _one() -> npt.NDArray[np.int64]:
    return np.full(1, _MOST, dtype=np.int64)


def make_lot(sold: Sold, sight: Sight) -> Lot:
    """What a document says of its readers: its products and what differs, or every reader by number where that is
    shorter."""
    products = tuple(sorted(sight.products))
    seq, moment = sight.event.seq, to_microseconds(sight.event.released_at)
    also: dict[str, BitMap] = {}
    but: dict[str, BitMap] = {}
    for view in VIEWS:
        said, seen = sold.predict(products, view, seq, moment).of(sight.form), sight.seen[view]
        also[view], but[view] = seen - said, said - seen
    if sum(map(len, sight.seen.values())) <= sum(map(len, also.values())) + sum(map(len, but.values())):
        return Lot((), _name_readers(sight.seen), ())
    return Lot(tuple(product_term(sight.form, one) for one in products), _name_readers(also), _name_readers(but))


def _name_readers(seen: Mapping[str, BitMap]) -> tuple[str, ...]:
    return tuple(reader_term(view, number) for view, numbers in seen.items() for number in numbers)


def product_term(form: Form, code: str) -> str:
    """A product as a document in that form names it."""
    return f"{form}:{code}"


def reader_term(view: str, number: int) -> str:
    """A subscription that reads in that format, as a document names it."""
    return f"{view}:{number}"


def ask_entitled(schema: tantivy.Schema, changes: Sequence[TermsChange], reader: Reader) -> Query:
    """What finds everything that this reader may read now and nothing else; `changes` are all those of its terms.

    Raises ValueError for a format that stories are not searched in.
    """
    view = reader.format
    if view not in VIEWS:
        raise ValueError(f"stories are not searched in “{view}”")
    since = max(_LEAST, to_microseconds(reader.since))
    own = reader_term(view, reader.number)
    ways = [_all(_term(schema, ALSO, own), _released(schema, since, _MOST))]
    for span in _read_periods(changes, view):
        bounds = [_released(schema, max(since, span.starts), span.ends)]
        if span.after > 0 or span.last < _MOST:
            bounds.append(Query.range_query(schema, SEQ, FieldType.Integer, span.after + 1, span.last))
        ways += [_all(one, *bounds) for one in _ask_products(schema, span)]
    over = Query.range_query(schema, UNTIL, FieldType.Integer, None, to_microseconds(reader.now))
    return Query.boolean_query(
        [
            (Occur.Must, _any(ways)),
            (Occur.MustNot, _term(schema, EXCEPT, own)),
            (Occur.MustNot, _all(_term(schema, ROLE, LIMITED), over)),
        ]
    )


class _Period(msgspec.Struct, frozen=True):
    """From which release (excluded) to which, and within which moments, the subscription had which products."""

    after: int
    last: int
    starts: int
    ends: int
    codes: Mapping[Form, frozenset[str]]


def _read_periods(changes: Sequence[TermsChange], view: str) -> list[_Period]:
    """The periods with anything to read, oldest first; changes that changed nothing here make none."""
    periods: list[_Period] = []
    for at, change in enumerate(changes):
        last = changes[at + 1].after_seq if at + 1 < len(changes) else _MOST
        terms = change.terms
        claims = [one for one in terms.claims if not terms.suspended and (not view or one.carries(view))]
        if not claims or last <= change.after_seq:
            continue
        codes = {form: frozenset(one.product for one in claims if one.form == form) for form in FORMS}
        period = _Period(change.after_seq, last, *_contract(terms), codes)
        if periods and periods[-1].last == period.after and _same(periods[-1], period):
            period = msgspec.structs.replace(period, after=periods.pop().after)
        periods.append(period)
    return periods


def _same(one: _Period, other: _Period) -> bool:
    return (one.starts, one.ends, one.codes) == (other.starts, other.ends, other.codes)


def _ask_products(schema: tantivy.Schema, period: _Period) -> Iterable[Query]:
    """For each form its products; a story that comes in a better form by another product is found in that one."""
    better: frozenset[str] = frozenset()
    for form in FORMS:
        codes = period.codes[form]
        if codes:
            wanted = _any(_term(schema, PRODUCT, product_term(form, one)) for one in sorted(codes))
            unwanted = [_term(schema, PRODUCT, product_term(form, one)) for one in sorted(better)]
            yield Query.boolean_query([(Occur.Must, wanted), *((Occur.MustNot, one) for one in unwanted)])
        better |= codes


def _released(schema: tantivy.Schema, begin: int, end: int) -> Query:
    """Released from `begin` on and before `end`."""
    if end == _MOST:
        return Query.range_query(schema, RELEASED, FieldType.Integer, begin, None)
    return Query.range_query(schema, RELEASED, FieldType.Integer, begin, end, include_upper=False)


def _term(schema: tantivy.Schema, field: str, value: str) -> Query:
    return Query.term_query(schema, field, value, "basic")


def _all(*parts: Query) -> Query:
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def _any(parts: Iterable[Query]) -> Query:
    found = list(parts)
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, part) for part in found])
