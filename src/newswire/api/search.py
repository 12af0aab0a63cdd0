"""`/v1/search`: what of the archive the subscription may read, newest first or by relevance, with exact counts."""

from typing import Any, get_args
from urllib.parse import urlencode

import msgspec
from psycopg import Connection

from newswire.api.http import Request
from newswire.delivery.entry import encode_entry
from newswire.item.forms import shorten
from newswire.kit.errors import EpochError, InvalidRequestError
from newswire.query.highlight import Stretch
from newswire.query.standing import parse_reader_query
from newswire.routing.entitlement import Reader
from newswire.search.facets import FACETS, Facet, FacetName
from newswire.search.find import MOST, Found, Place, Question, Sort, read_place, search_as, write_place
from newswire.search.index import Archive

USUAL = 20
"""Hits of a page where nobody says how many."""


class _Highlights(msgspec.Struct, frozen=True):
    """The headline whole and an excerpt of the text, in stretches that were met or not."""

    headline: tuple[Stretch, ...]
    text: tuple[Stretch, ...]


class _Value(msgspec.Struct, frozen=True):
    """How many stories have a value."""

    value: str
    count: int


class Asked(msgspec.Struct, frozen=True):
    """What was asked for, read and as it was written: `said` is what the next page's address repeats."""

    question: Question
    said: dict[str, str]
    epoch: str


def read_search_query(request: Request, epoch: str) -> Asked:
    """The parameters `q`, `sort`, `limit` (1 to 100), `facets` (names with commas, or `all`) and `cursor`.

    Raises `QueryError` with the character a query stumbled over, `InvalidRequestError`, and `EpochError` for the cursor
    of another epoch.
    """
    sort = request.query.get("sort") or "newest"
    if sort not in get_args(Sort):
        raise InvalidRequestError(f"“sort” is one of {', '.join(get_args(Sort))}, not “{sort}”.")
    question = Question(
        node=parse_reader_query(request.query.get("q", "")),
        sort=sort,  # type: ignore[arg-type]
        limit=request.number("limit", USUAL, least=1, most=MOST),
        facets=_read_facets(request.query.get("facets", "")),
        place=_read_cursor(request.query.get("cursor", ""), epoch),
    )
    said = {name: request.query[name] for name in ("q", "sort", "limit", "facets") if request.query.get(name)}
    return Asked(question, said, epoch)


def make_search_page(connection: Connection[Any], archive: Archive, reader: Reader, asked: Asked) -> bytes:
    """`{"total", "next", "facets", "items": [{entry, its item cut to the headline, "highlights"}, …]}`.

    The text of a story is taken at `/v1/items/{guid}`, where it is counted. Raises `UnavailableError` while the index
    is being made.
    """
    result = search_as(connection, archive, reader, asked.question)
    following = b"null" if result.next is None else msgspec.json.encode(_write_address(asked, result.next))
    items = b",".join(map(_encode_hit, result.hits))
    return b'{"total":%d,"next":%b,"facets":%b,"items":[%b]}' % (
        result.total,
        following,
        _encode_facets(result.facets),
        items,
    )


def _read_facets(text: str) -> tuple[FacetName, ...]:
    if text == "all":
        return FACETS
    wanted = [one for one in text.split(",") if one]
    unknown = [one for one in wanted if one not in FACETS]
    if unknown:
        raise InvalidRequestError(f"There is no facet “{unknown[0]}”; there are {', '.join(FACETS)}, or “all”.")
    return tuple(one for one in FACETS if one in wanted)


def _read_cursor(text: str, epoch: str) -> Place | None:
    if not text:
        return None
    before, _, said = text.rpartition(":")
    place = read_place(said)
    if place is None or not before:
        raise InvalidRequestError("“cursor” is what the page before gave in “next”; this is not.")
    if before != epoch:
        raise EpochError(
            "The wire was restored since this cursor was given out, and its numbers mean something else now. "
            "Search again from the first page."
        )
    return place


def _write_address(asked: Asked, place: Place) -> str:
    return f"/v1/search?{urlencode(asked.said | {'cursor': f'{asked.epoch}:{write_place(place)}'})}"


def _encode_facets(facets: tuple[Facet, ...]) -> bytes:
    return msgspec.json.encode({one.name: [_Value(value, count) for value, count in one.values] for one in facets})


def _encode_hit(hit: Found) -> bytes:
    assert hit.entry.item is not None, "what may not be read is not found"
    entry = msgspec.structs.replace(hit.entry, item=shorten(hit.entry.item, "headlines"), form="headlines")
    highlights = msgspec.json.encode(_Highlights(hit.headline, hit.excerpt))
    return encode_entry(entry)[:-1] + b',"highlights":%b}' % highlights
