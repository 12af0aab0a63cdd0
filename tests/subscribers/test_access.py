"""Keys open one subscription for as long as they should; terms are written in one order whoever writes them."""

import threading
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import Connection, sql

from newswire.kit.errors import UnauthenticatedError
from newswire.subscribers.keys import PREFIX, Access, check_key, hash_key, read_access
from newswire.subscribers.models import Contract, Key, Subscriber
from newswire.subscribers.service import do_end_contract, do_save_product, do_subscribe
from newswire.subscribers.terms import read_changes
from newswire.wire.append import do_append
from tests.newsroom import PEPPER, START, Newsroom, read_latest
from tests.stories import make_draft

MOMENT = timedelta(microseconds=1)


def enter(newsroom: Newsroom, key: str, after: timedelta = timedelta(0)) -> Access:
    return check_key(newsroom.connection, f"Bearer {key}", pepper=PEPPER, now=newsroom.now + after)


def refusal(newsroom: Newsroom, authorization: str, after: timedelta = timedelta(0)) -> tuple[Any, ...]:
    """All that a refused caller is told."""
    with pytest.raises(UnauthenticatedError) as refused:
        check_key(newsroom.connection, authorization, pepper=PEPPER, now=newsroom.now + after)
    error = refused.value
    return error.code, error.title, error.status, error.detail, error.args


def test_two_keys_overlap_while_a_subscriber_changes_over(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    old = newsroom.key(paper, expires_at=newsroom.now + timedelta(days=7))
    new = newsroom.key(paper)
    assert old != new
    both = [enter(newsroom, key) for key in (old, new)]
    assert [(one.number, one.terms) for one in both] == [(paper.number, both[0].terms)] * 2
    assert both[0].key != both[1].key
    assert enter(newsroom, new, timedelta(days=8)).number == paper.number
    refusal(newsroom, f"Bearer {old}", timedelta(days=8))


def test_a_key_ends_exactly_at_its_moment(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    key = newsroom.key(paper, expires_at=newsroom.now + timedelta(hours=1))
    assert enter(newsroom, key, timedelta(hours=1) - MOMENT).number == paper.number
    refusal(newsroom, f"Bearer {key}", timedelta(hours=1))
    refusal(newsroom, f"Bearer {key}", timedelta(hours=1) + MOMENT)


def test_a_revoked_key_is_shut_at_once_and_the_others_stay_open(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    first, second = newsroom.key(paper), newsroom.key(paper)
    Key.objects.filter(digest=hash_key(first, PEPPER)).update(revoked_at=newsroom.now)
    refusal(newsroom, f"Bearer {first}")
    assert enter(newsroom, second).number == paper.number


def test_every_refusal_says_the_same_whatever_the_reason(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    good = newsroom.key(paper)
    expired = newsroom.key(paper, expires_at=newsroom.now)
    revoked = newsroom.key(paper)
    Key.objects.filter(digest=hash_key(revoked, PEPPER)).update(revoked_at=newsroom.now)
    tried = [
        "", "Bearer", "Bearer ", good, f"Basic {good}",
        f"Bearer {good}x", f"Bearer {good[:-1]}", f"Bearer {good.upper()}",
        f"Bearer {PREFIX}", f"Bearer {expired}", f"Bearer {revoked}", "Bearer ' OR '1'='1", "Bearer \u0130\u0000",
    ]  # fmt: skip
    assert len({refusal(newsroom, one) for one in tried}) == 1
    assert not any(one in str(refusal(newsroom, f"Bearer {one}")) for one in (expired, revoked))
    assert enter(newsroom, good).number == paper.number


def test_the_same_secret_under_another_pepper_is_another_key(newsroom: Newsroom) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    digests = {hash_key(key, pepper) for pepper in (PEPPER, "", PEPPER + " ", "Only for tests")}
    assert len(digests) == 4
    assert {len(one) for one in digests} == {32}


def find_columns(connection: Connection[Any]) -> Iterable[tuple[str, str, str]]:
    """Every column of every table outside PostgreSQL's own catalogue, with its type."""
    return connection.execute(
        "SELECT n.nspname, c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        " ORDER BY 1, 2, 3"
    ).fetchall()


def find_in_database(connection: Connection[Any], wanted: str) -> list[str]:
    """Where a string stands in the database: as text, or as bytes in hexadecimal."""
    found = []
    for schema, table, column in find_columns(connection):
        query = sql.SQL("SELECT 1 FROM {} WHERE position(%s IN {}::text) > 0 OR position(%s IN {}::text) > 0 LIMIT 1")
        name, cell = sql.Identifier(schema, table), sql.Identifier(column)
        if connection.execute(query.format(name, cell, cell), (wanted, wanted.encode().hex())).fetchone():
            found.append(f"{table}.{column}")
    return found


def test_the_secret_stands_nowhere_in_the_database_and_its_prefix_where_people_see_it(newsroom: Newsroom) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    shown = key[: len(PREFIX) + 4]
    secret = key[len(shown) :]
    assert find_in_database(newsroom.connection, shown) == ["subscribers_key.prefix"]
    assert find_in_database(newsroom.connection, hash_key(key, PEPPER).hex()) == ["subscribers_key.digest"]
    assert find_in_database(newsroom.connection, secret) == []
    assert find_in_database(newsroom.connection, secret[:8]) == []
    assert Key.objects.get().prefix == shown
    assert len(secret) >= 36, "what is hidden must still be beyond guessing"


def test_a_key_gives_the_terms_of_this_moment_and_not_those_of_its_making(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:en")
    key = newsroom.key(paper)
    before = enter(newsroom, key).terms
    do_save_product("paper", "Paper", "lang:tr")
    assert enter(newsroom, key).terms.claims != before.claims
    do_end_contract(paper.contract_id, newsroom.now)
    after = enter(newsroom, key).terms
    assert after.ends_at == newsroom.now
    assert after == read_access(newsroom.connection, paper.number).terms
    assert not after.run_at(newsroom.now)
    assert after.run_at(newsroom.now - MOMENT)


def test_one_product_changes_the_terms_of_all_who_have_it_and_of_nobody_else(newsroom: Newsroom) -> None:
    first, other = newsroom.subscribe("paper"), newsroom.subscribe("radio", "lang:tr")
    owner = Subscriber.objects.create(name="Second paper")
    both = do_subscribe("both", contract=Contract(subscriber=owner, starts_at=START), product_codes=["radio", "paper"])
    before = read_latest(newsroom.connection)
    do_save_product("paper", "Paper", "urgency:1")
    after = read_latest(newsroom.connection)
    assert {number for number in after if after[number] != before[number]} == {first.number, both.number}
    assert after[other.number] == before[other.number]
    assert [claim.product for claim in after[both.number].claims] == ["radio", "paper"]
    assert after[both.number].claims[0] == before[both.number].claims[0]


def test_changes_made_at_once_while_releases_go_out_keep_one_order(newsroom: Newsroom, dsn: str) -> None:
    papers = [newsroom.subscribe(name) for name in ("a", "b")]
    failures: list[BaseException] = []

    def change(name: str) -> None:
        try:
            for urgency in range(1, 6):
                do_save_product(name, name, f"urgency:{urgency}")
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    def release() -> None:
        try:
            with psycopg.connect(dsn, autocommit=True) as mine, mine.cursor() as cursor:
                for count in range(20):
                    do_append(cursor, make_draft(str(count), newsroom.now))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=change, args=("a",)), threading.Thread(target=change, args=("b",))]
    threads.append(threading.Thread(target=release))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    changes = list(read_changes(newsroom.connection, 0))
    assert [change.after_seq for change in changes] == sorted(change.after_seq for change in changes)
    for paper in papers:
        said = [one.terms for one in changes if one.number == paper.number]
        assert len(said) == 6
        assert len({repr(terms.claims) for terms in said}) == 6
        assert read_latest(newsroom.connection)[paper.number] == said[-1]
