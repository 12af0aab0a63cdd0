"""Contracts, products and keys: numbers are dense, terms lie between two releases, keys are told apart by nobody."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection as django_connection
from django.db import connections

from newswire.kit.errors import InvalidRequestError, NotFoundError, UnauthenticatedError
from newswire.query.parse import QueryError
from newswire.subscribers.keys import check_key, hash_key, read_access
from newswire.subscribers.models import Contract, Product, Subscriber, Subscription
from newswire.subscribers.service import do_end_contract, do_open_website, do_save_product, do_subscribe
from newswire.subscribers.terms import decode_terms, encode_terms, read_changes, read_website_number
from newswire.subscribers.website import WEBSITE
from tests.newsroom import PEPPER, START, Newsroom, read_latest


def test_subscriptions_are_numbered_from_zero_without_gaps(newsroom: Newsroom) -> None:
    assert [newsroom.subscribe(name).number for name in ("a", "b", "c")] == [0, 1, 2]


@pytest.mark.usefixtures("dsn")
def test_two_who_subscribe_at_once_get_two_numbers() -> None:
    do_save_product("all", "All", "*")

    def subscribe(name: str) -> None:
        try:
            owner = Subscriber.objects.create(name=name)
            do_subscribe(name, contract=Contract(subscriber=owner, starts_at=START), product_codes=["all"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=subscribe, args=(f"paper-{count}",)) for count in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(Subscription.objects.values_list("number", flat=True)) == list(range(6))


def test_terms_say_what_the_tables_say_and_survive_storage(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper", "lang:en", ends_at=newsroom.now, archive_days=90, embargo_right=True)
    terms = read_latest(newsroom.connection)[subscription.number]
    assert decode_terms(encode_terms(terms)) == terms
    assert (terms.starts_at, terms.ends_at, terms.archive_days, terms.embargo_right) == (START, newsroom.now, 90, True)
    assert [claim.product for claim in terms.claims] == ["paper"]


def test_a_contract_runs_from_its_start_until_before_its_end(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper", "lang:en", ends_at=newsroom.now)
    terms = read_latest(newsroom.connection)[subscription.number]
    assert terms.run_at(START)
    assert not terms.run_at(START - timedelta(seconds=1))
    assert terms.run_at(newsroom.now - timedelta(microseconds=1))
    assert not terms.run_at(newsroom.now)


def test_each_change_is_written_after_the_release_it_followed(newsroom: Newsroom) -> None:
    newsroom.subscribe("paper", "lang:en")
    newsroom.append("a")
    do_save_product("paper", "Paper", "lang:tr")
    newsroom.append("b")
    newsroom.append("c")
    do_end_contract(Contract.objects.get().pk, newsroom.now)
    changes = list(read_changes(newsroom.connection, 0))
    assert [change.after_seq for change in changes] == [0, 1, 3]
    assert [change.id for change in read_changes(newsroom.connection, changes[0].id)] == [one.id for one in changes[1:]]


def test_a_change_of_terms_and_a_release_wait_for_one_another(newsroom: Newsroom, dsn: str) -> None:
    newsroom.subscribe("paper")
    with psycopg.connect(dsn) as other:
        other.execute("SELECT seq FROM wire_head FOR UPDATE")
        with django_connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(Exception, match="lock timeout"):
            do_save_product("paper", "Paper", "lang:tr")
    assert Product.objects.get().query == "*"


def test_what_cannot_be_sold_is_refused_whole(newsroom: Newsroom) -> None:
    owner = Subscriber.objects.create(name="Paper")
    with pytest.raises(InvalidRequestError, match="nothing-like-it"):
        do_subscribe("x", contract=Contract(subscriber=owner, starts_at=START), product_codes=["nothing-like-it"])
    with pytest.raises(QueryError):
        do_save_product("bad", "Bad", "weather:rain")
    with pytest.raises(NotFoundError):
        do_end_contract(4711, newsroom.now)
    assert (Contract.objects.count(), Product.objects.count()) == (0, 0)


@pytest.mark.parametrize("query", ["kind:correction", "lang:en NOT kind:new"])
def test_nothing_is_sold_by_the_kind_on_the_wire(newsroom: Newsroom, query: str) -> None:
    newsroom.subscribe("paper", "lang:en")
    do_open_website("lang:en", now=newsroom.now)
    with pytest.raises(QueryError, match="for searching"):
        do_save_product("paper", "Paper", query)
    with pytest.raises(QueryError, match="for searching"):
        do_save_product("new", "New", query)
    with pytest.raises(QueryError, match="for searching"):
        do_open_website(query, now=newsroom.now)
    assert set(Product.objects.values_list("code", "query")) == {("paper", "lang:en"), ("website", "lang:en")}


def test_a_format_that_does_not_exist_is_sold_to_nobody(newsroom: Newsroom) -> None:  # noqa: ARG001
    with pytest.raises(InvalidRequestError, match="there is no format teletext; there are ninjs"):
        do_save_product("paper", "Paper", "*", formats=["ninjs", "teletext"])
    assert not Product.objects.exists()


def test_there_is_one_website_and_opening_it_again_changes_its_query(newsroom: Newsroom) -> None:
    assert read_website_number(newsroom.connection) is None
    first = do_open_website("lang:en", now=newsroom.now)
    second = do_open_website("lang:tr", now=newsroom.now)
    assert first.number == second.number == read_website_number(newsroom.connection)
    assert Product.objects.get(code=WEBSITE).query == "lang:tr"
    assert not read_latest(newsroom.connection)[first.number].embargo_right


def test_a_key_opens_its_subscription_and_only_its_hash_is_stored(newsroom: Newsroom) -> None:
    newsroom.subscribe("other")
    paper = newsroom.subscribe("paper")
    key = newsroom.key(paper)
    access = check_key(newsroom.connection, f"Bearer {key}", pepper=PEPPER, now=newsroom.now)
    assert access.terms == read_access(newsroom.connection, paper.number).terms
    assert access.number == paper.number
    assert access.number == paper.number
    assert check_key(newsroom.connection, f"bearer  {key} ", pepper=PEPPER, now=newsroom.now) == access
    assert hash_key(key, PEPPER) != hash_key(key, "another pepper")
    with pytest.raises(UnauthenticatedError):
        check_key(newsroom.connection, f"Bearer {key}", pepper="another pepper", now=newsroom.now)
    with pytest.raises(UnauthenticatedError):
        read_access(newsroom.connection, 4711)
