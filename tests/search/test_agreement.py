"""The live matcher, the archive index and the plain evaluator give the same answers to the same queries."""

import os
from datetime import datetime
from random import Random

import msgspec
import pytest

from newswire.query.ast import Node
from newswire.query.document import Document, make_document
from newswire.query.evaluate import matches
from newswire.query.matcher import Matcher
from newswire.query.moment import to_microseconds
from newswire.search.query import search
from newswire.wire.append import do_append_many
from newswire.wire.release import Draft
from tests.corpora import read_told
from tests.search.conftest import Library
from tests.search.corpus import make_queries
from tests.shared_data import require_shared_data


def put_corpora(library: Library, each: int) -> dict[str, Document]:
    """Files real stories as archive, each at its own date, and indexes them; the document of each by guid."""
    told = read_told(require_shared_data("corpora"), each)
    drafts = [
        Draft(
            kind=one.kind,
            guid=one.item.guid,
            version=1,
            item=one.item,
            released_at=one.released_at,
            actor="import",
            archive=True,
        )
        for one in told
    ]
    with library.connection.transaction(), library.connection.cursor() as cursor:
        do_append_many(cursor, drafts)
    library.catch_up(limit=500)
    return {one.item.guid: make_document(one.item, one.kind, one.released_at) for one in told}


def check_agreement(library: Library, documents: dict[str, Document], queries: list[Node], now: datetime) -> int:
    """Asks all three; returns for how many queries the answer was some of the stories and not all of them."""
    asked = to_microseconds(now)
    matcher = Matcher()
    for number, node in enumerate(queries):
        matcher.put(number, node)
    live = {guid: matcher.match(document, asked) for guid, document in documents.items()}
    telling = 0
    for number, node in enumerate(queries):
        expected = {guid for guid, document in documents.items() if matches(node, document, asked)}
        hits = search(library.connection, library.archive, node, now=now, limit=len(documents))
        assert {hit.guid for hit in hits.hits} == expected, node
        assert hits.total == len(expected), node
        assert {guid for guid, numbers in live.items() if number in numbers} == expected, node
        telling += 0 < len(expected) < len(documents)
    return telling


def test_all_three_agree_on_real_stories(library: Library, now: datetime) -> None:
    documents = put_corpora(library, 25)
    queries = make_queries(150, Random(20261127), list(documents.values()))
    assert check_agreement(library, documents, queries, now) > 40


@pytest.mark.soak
@pytest.mark.skipif(os.environ.get("NEWSWIRE_SOAK") != "1", reason="two thousand queries over 1,600 stories")
def test_all_three_agree_on_two_thousand_queries(library: Library, now: datetime) -> None:
    documents = put_corpora(library, 320)
    queries = make_queries(2000, Random(20261128), list(documents.values()))
    assert check_agreement(library, documents, queries, now) > 600


def test_the_corpora_are_read_alike_every_time() -> None:
    folder = require_shared_data("corpora")
    first, second = (msgspec.json.encode(read_told(folder, 5)) for _ in range(2))
    assert first == second
