"""What a visitor looks for in the archive, as the page's address says it: words, facets, days, order, place."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import urlencode

import msgspec
from django.utils.translation import gettext as _

from newswire.query.ast import After, AllOf, Exact, Node, Not, Range, Since
from newswire.query.errors import QueryError
from newswire.query.fold import fold
from newswire.query.moment import Moment
from newswire.query.standing import parse_reader_query
from newswire.query.write import write_query
from newswire.search.facets import FacetName
from newswire.search.find import Place, Sort, read_place, write_place

NARROWING: tuple[FacetName, ...] = ("section", "subject", "place", "language", "type", "urgency")
"""Facets that a click narrows by; each is a parameter of the address under its own name."""
_FIELDS: dict[FacetName, str] = {
    "section": "service", "subject": "subject", "place": "place", "language": "lang", "type": "type",
}  # fmt: skip
LONGEST = 2000
"""Characters of a query: an address must carry it."""

End = Literal["from", "to"]


class DateError(Exception):
    """A day that cannot be read; says which."""

    def __init__(self, said: str) -> None:
        super().__init__(_("“%(said)s” is no day; write it as 2026-11-24.") % {"said": said})


class Asked(msgspec.Struct, frozen=True):
    """The parameters as they were written; what is empty was not asked for."""

    q: str = ""
    narrowed: tuple[tuple[FacetName, str], ...] = ()
    days: tuple[tuple[End, str], ...] = ()
    sort: Sort = "newest"
    place: Place | None = None

    @property
    def is_anything(self) -> bool:
        """Whether anything narrows the archive."""
        return bool(self.q or self.narrowed or self.days)

    @property
    def begin(self) -> str:
        """The first day, as it was written."""
        return dict(self.days).get("from", "")

    @property
    def end(self) -> str:
        """The last day, as it was written."""
        return dict(self.days).get("to", "")

    def node(self) -> Node:
        """The whole question as one tree. Raises `QueryError` and `DateError`."""
        if len(self.q) > LONGEST:
            raise QueryError(f"the query is longer than {LONGEST} characters", LONGEST)
        words = parse_reader_query(self.q)
        more = [*self._narrow(), *self._limit()]
        return AllOf((words, *more)) if self.q.strip() and more else AllOf(tuple(more)) if more else words

    def written(self) -> str:
        """The whole question in the query language. Raises as `node` does."""
        return write_query(self.node()) if self.narrowed or self.days else self.q

    def address(self, **changes: object) -> str:
        """The query string of this question with changes; it begins at its first page."""
        asked = msgspec.structs.replace(self, **({"place": None} | changes))
        said: dict[str, str] = {"q": asked.q}
        said.update(asked.narrowed)
        said.update(asked.days)
        if asked.sort != "newest":
            said["sort"] = asked.sort
        if asked.place is not None:
            said["at"] = write_place(asked.place)
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def toggle(self, name: FacetName, value: str) -> str:
        """The address with that value of a facet instead of any other, or without it where it is there."""
        others = tuple(one for one in self.narrowed if one[0] != name)
        return self.address(narrowed=others if (name, value) in self.narrowed else (*others, (name, value)))

    def _narrow(self) -> Iterator[Node]:
        for name, value in self.narrowed:
            if name == "urgency":
                number = int(value) if value.isascii() and value.isdecimal() and len(value) == 1 else 0
                yield Range("urgency", number, number)
            else:
                yield Exact(_FIELDS[name], fold(value))

    def _limit(self) -> Iterator[Node]:
        for end, said in self.days:
            moment = Moment(_read_day(said), 0, "d")
            yield Since(moment) if end == "from" else Not(After(moment))


def read_asked(parameters: Mapping[str, str]) -> Asked:
    """What an address asks for; what is no order or place is the usual one."""
    ends: tuple[End, ...] = ("from", "to")
    return Asked(
        q=parameters.get("q", "").strip(),
        narrowed=tuple((name, value) for name in NARROWING if (value := parameters.get(name, "")[:100])),
        days=tuple((end, said) for end in ends if (said := parameters.get(end, "").strip()[:40])),
        sort="relevance" if parameters.get("sort") == "relevance" else "newest",
        place=read_place(parameters.get("at", "")),
    )


def _read_day(said: str) -> datetime:
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise DateError(said) from error
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
