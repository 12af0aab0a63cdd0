"""The same question to others: tantivy called directly, and PostgreSQL's full text with exact counts and facets."""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection, sql
from psycopg.errors import QueryCanceled
from tantivy import Query

from benchmarks.search_stories import NOW, OWN
from newswire.item.body import read_texts
from newswire.query.ast import AllOf, AnyOf, Exact, Node, Not, Prefix, Range, Since, Word, Words
from newswire.query.moment import to_microseconds
from newswire.search.facets import TEXT_COLUMNS
from newswire.search.index import Snapshot
from newswire.search.schema import RANK
from newswire.search.sights import Sight

PATIENCE_MS = 5000
"""After so long PostgreSQL's answer is given up; it counts as that long."""
_TABLE = """
CREATE UNLOGGED TABLE peer (
    seq bigint, released_at timestamptz, day date, language text, urgency int, sections text[], subjects text[],
    places text[], products text[], words tsvector
)"""
_INDEXES = (
    "CREATE INDEX ON peer USING gin (words)",
    "CREATE INDEX ON peer (released_at)",
    "CREATE INDEX ON peer USING gin (products, subjects)",
    "ANALYZE peer",
)
_ASK = """
WITH found AS MATERIALIZED (SELECT * FROM peer WHERE products && {own} AND {wanted}),
newest AS (SELECT seq FROM found ORDER BY released_at DESC LIMIT 20)
SELECT 'seq', seq::text, 1 FROM newest
UNION ALL SELECT 'total', '', count(*) FROM found
UNION ALL SELECT 'section', value, count(*) FROM found, unnest(sections) AS value GROUP BY value
UNION ALL SELECT 'subject', value, count(*) FROM found, unnest(subjects) AS value GROUP BY value
UNION ALL SELECT 'place', value, count(*) FROM found, unnest(places) AS value GROUP BY value
UNION ALL SELECT 'language', language, count(*) FROM found GROUP BY language
UNION ALL SELECT 'urgency', urgency::text, count(*) FROM found GROUP BY urgency
UNION ALL (SELECT 'day', day::text, count(*) FROM found GROUP BY day ORDER BY day DESC LIMIT 62)
"""


def ask_tantivy(snapshot: Snapshot, query: Query) -> int:
    """The newest 20, the exact count and all facets, as tantivy's own calls give them; the count."""
    found: Any = snapshot.searcher.search(query, 20, count=True, order_by_field=RANK)
    numbers = [{"terms": {"field": name, "size": 1000}} for name in ("facet_urgency",)]
    texts = {name: {"terms": {"field": name, "size": 1000, "segment_size": 1000}} for name in TEXT_COLUMNS}
    days = {"terms": {"field": "facet_day", "size": 62, "order": {"_key": "desc"}}}
    snapshot.searcher.aggregate(query, {**texts, "urgency": numbers[0], "day": days})
    snapshot.searcher.fast_field_values("seq", [address for _, address in found.hits])
    return int(found.count)


def fill_postgresql(connection: Connection[Any], sights: Iterable[Sight]) -> int:
    """Puts the stories into a table with PostgreSQL's own text index; how many."""
    connection.execute(_TABLE)
    count = 0
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE raw (seq bigint, released_at timestamptz, language text, urgency int, sections text[],"
            " subjects text[], places text[], products text[], content text) ON COMMIT DROP"
        )
        with cursor.copy("COPY raw FROM STDIN") as copy:
            for one in sights:
                item = one.item
                copy.write_row((
                    one.event.seq, one.event.released_at, item.language, item.urgency, list(item.sections),
                    [subject.qcode for subject in item.subjects], [place.code for place in item.places],
                    sorted(one.products), " ".join((item.headline, item.standfirst, *read_texts(item.body))),
                ))  # fmt: skip
                count += 1
        cursor.execute(
            "INSERT INTO peer SELECT seq, released_at, released_at::date, language, urgency, sections, subjects,"
            " places, products, to_tsvector('simple', content) FROM raw"
        )
    for statement in _INDEXES:
        connection.execute(statement.encode())
    return count


def ask_postgresql(connection: Connection[Any], node: Node) -> int | None:
    """The same question; the count, None where it took too long."""
    query = sql.SQL(_ASK).format(own=sql.Literal(list(OWN)), wanted=_translate(node))
    try:
        rows = connection.execute(query).fetchall()
    except QueryCanceled:
        return None
    return next(int(many) for kind, _, many in rows if kind == "total")


def _translate(node: Node) -> sql.Composable:
    match node:
        case AllOf(parts):
            return sql.SQL("({})").format(sql.SQL(" AND ").join(map(_translate, parts)))
        case AnyOf(parts):
            return sql.SQL("({})").format(sql.SQL(" OR ").join(map(_translate, parts)))
        case Not(part):
            return sql.SQL("NOT {}").format(_translate(part))
        case Word(_, word):
            return sql.SQL("words @@ plainto_tsquery('simple', {})").format(sql.Literal(word))
        case Words(_, tokens):
            return sql.SQL("words @@ phraseto_tsquery('simple', {})").format(sql.Literal(" ".join(tokens)))
        case Prefix(_, start):
            return sql.SQL("words @@ to_tsquery('simple', {})").format(sql.Literal(f"'{start}':*"))
        case Range(_, low, high):
            return sql.SQL("urgency BETWEEN {} AND {}").format(sql.Literal(low), sql.Literal(high))
        case Since(moment):
            begin = sql.Literal(moment.begin(to_microseconds(NOW)) / 1_000_000)
            return sql.SQL("released_at >= to_timestamp({})").format(begin)
        case Exact(field, value):
            columns = {"lang": "language = {}", "subject": "subjects @> ARRAY[{}]", "service": "sections @> ARRAY[{}]"}
            return sql.SQL(columns[field]).format(sql.Literal(value))
    raise ValueError(node)
