"""The contract's page: products, formats, what is used of the quota now; one's own alone."""

from datetime import timedelta

from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.subscribers.models import Contract, Product, Subscription
from newswire.subscribers.service import do_subscribe
from newswire.subscribers.usage import do_count
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, read
from tests.portal.organisation.conftest import join
from tests.portal.test_wire import text

PATH = "/portal/organisation/contract/"


def agree(reader: Reader, **changes: object) -> Contract:
    contract = Subscription.objects.get(pk=reader.number).contract
    Contract.objects.filter(pk=contract.pk).update(**changes)
    return contract


def test_it_says_what_was_bought(owner: Client, reader: Reader) -> None:
    agree(reader, price=900, archive_days=365, web_display_days=30, ai_use="grounding")
    Product.objects.filter(code="harbour").update(formats=["ninjs", "nitf"])
    shown = text(read(owner, PATH))
    for words in ("900.00 EUR a month", "Harbour (Full stories)", "ninjs, nitf", "365", "30", "Ground answers on it"):
        assert words in shown


def test_a_product_that_names_no_format_comes_in_all(owner: Client) -> None:
    shown = text(read(owner, PATH))
    assert "newsml-g2" in shown
    assert "ninjs" in shown


def test_it_says_how_much_of_the_quota_is_used(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    agree(reader, takes_per_month=20)
    for guid, moment in (
        ("a", newsroom.now),
        ("a", newsroom.now),
        ("b", newsroom.now),
        ("c", newsroom.now - timedelta(days=40)),
    ):
        do_count(newsroom.connection, reader.number, "api", "view", guid=guid, now=moment)
    shown = read(owner, PATH)
    assert "2 of 20" in text(shown)
    assert '<meter min="0" max="20" value="2"' in shown


def test_an_ended_and_a_suspended_contract_are_marked(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    for changes, word in (
        ({"suspended_at": newsroom.now}, "suspended"),
        ({"suspended_at": None, "starts_at": newsroom.now + timedelta(days=1)}, "not begun"),
        ({"starts_at": newsroom.now - timedelta(days=9), "ends_at": newsroom.now}, "ended"),
    ):
        agree(reader, **changes)
        assert f'<span class="house-mark">{word}</span>' in read(owner, PATH)


def test_who_pays_sees_it_and_no_way_to_give_notice(reader: Reader) -> None:
    assert "/portal/notice/" not in read(join(reader, "billing"), PATH)


def test_another_organisations_contract_is_not_there(owner: Client, stranger: Reader) -> None:
    agree(stranger, price=777)
    shown = read(owner, PATH)
    assert "777" not in shown
    assert "inland" not in shown.lower()


def test_it_takes_as_many_queries_for_twelve_subscriptions_as_for_three(
    owner: Client, newsroom: Newsroom, reader: Reader
) -> None:
    client = Subscription.objects.get(pk=reader.number).contract.subscriber

    def count(most: int) -> int:
        while Subscription.objects.filter(contract__subscriber=client).count() < most:
            contract = Contract(subscriber=client, starts_at=newsroom.now)
            do_subscribe("more", contract=contract, product_codes=["harbour"])
        with CaptureQueriesContext(django_connection) as queries:
            read(owner, PATH)
        return len(queries)

    assert count(3) == count(12)
