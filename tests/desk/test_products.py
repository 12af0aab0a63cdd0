"""Products at the desk: the list, the form that shows what a query matches before it is saved, and who may look."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from newswire.accounts.models import Act, Role
from newswire.desk.menu import SELLERS
from newswire.kit.clock import utc_now
from newswire.query.parse import parse_query
from newswire.subscribers.buyers import count_buyers
from newswire.subscribers.models import Product
from newswire.subscribers.service import do_save_product
from tests.desk.conftest import Enter
from tests.desk.test_browser import OVERFLOW, faults, sign_in
from tests.editing.people import make_user
from tests.newsroom import Newsroom, read_latest
from tests.screens import open_browser
from tests.search.conftest import Library

FORM = {"name": "World", "code": "world", "query": "service:world", "form": "summary", "formats": ["ninjs"]}


@pytest.fixture
def seller(enter: Enter) -> Client:
    return enter(Role.SALES)


@pytest.fixture
def shelf(newsroom: Newsroom, home: Path, settings_home: None) -> Library:  # noqa: ARG001 - the home must be set
    """An archive of three stories of the last days that the desk reads."""
    now = utc_now()
    for ago, (name, language) in enumerate((("a", "en"), ("b", "en"), ("c", "tr"))):
        newsroom.now = now - timedelta(days=ago, minutes=1)
        newsroom.release(name, language=language, headline=f"Harbour story {name}")
    library = Library(newsroom.connection, home, now)
    library.catch_up()
    return library


@pytest.fixture
def settings_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The desk reads the test's home, where there is no index yet."""
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with open_browser() as opened:
        yield opened


def test_a_product_is_made_and_changed(seller: Client) -> None:
    answer = seller.post("/desk/products/add/", FORM, follow=True)
    assert b"The product is saved" in answer.content
    product = Product.objects.get(code="world")
    assert (product.name, product.query, product.form, product.formats) == (
        "World", "service:world", "summary", ["ninjs"],
    )  # fmt: skip
    seller.post("/desk/products/world/", {**FORM, "code": "other", "query": "lang:tr", "form": "full", "formats": []})
    product.refresh_from_db()
    assert (product.query, product.form, product.formats) == ("lang:tr", "full", [])
    assert Product.objects.count() == 1
    deeds = Act.objects.filter(action="product-saved").order_by("id")
    assert [(one.name, one.actor, one.role, one.detail["query"]) for one in deeds] == [
        ("world", "a-sales", "sales", "service:world"),
        ("world", "a-sales", "sales", "lang:tr"),
    ]


def test_a_changed_query_counts_for_its_buyers_from_the_next_release_on(seller: Client, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:en")
    newsroom.release("a")
    seller.post("/desk/products/paper/", {"name": "Paper", "query": "lang:tr", "form": "full"})
    newsroom.release("b")
    (claim,) = read_latest(newsroom.connection)[paper.number].claims
    assert claim.product == "paper"
    assert count_buyers() == {"paper": 1}
    rows = newsroom.connection.execute("SELECT guid FROM routing_audience").fetchall()
    assert [guid.rpartition(":")[2] for (guid,) in rows] == ["a"]
    assert claim.query == parse_query("lang:tr")


@pytest.mark.parametrize("code", ["add", "preview", "taken"])
def test_a_code_that_is_taken_is_refused(seller: Client, code: str) -> None:
    do_save_product("taken", "Taken", "*")
    answer = seller.post("/desk/products/add/", {**FORM, "code": code})
    assert b"This code is taken." in answer.content
    assert list(Product.objects.values_list("name", flat=True)) == ["Taken"]


def test_an_error_points_at_the_character_and_nothing_is_saved(seller: Client) -> None:
    answer = seller.post("/desk/products/add/", {**FORM, "query": "lang:en AND colour:red"})
    assert b"nothing was saved" in answer.content
    assert b"cannot be read from character 13 on" in answer.content
    assert b"lang:en AND <mark>c</mark>olour:red" in answer.content
    assert not Product.objects.exists()


@pytest.mark.usefixtures("shelf")
def test_a_product_by_kind_is_refused_when_saved_and_while_one_types(seller: Client) -> None:
    answer = seller.post("/desk/products/add/", {**FORM, "query": "lang:en AND kind:correction"})
    assert b"nothing was saved" in answer.content
    assert not Product.objects.exists()
    for page in (answer, seller.get("/desk/products/preview/", {"query": "lang:en AND kind:correction"})):
        assert b"lang:en AND <mark>k</mark>ind:correction" in page.content
        assert "“kind:” is for searching" in page.content.decode()


@pytest.mark.usefixtures("shelf")
def test_the_preview_shows_days_examples_and_near_misses(seller: Client) -> None:
    page = seller.get("/desk/products/preview/", {"query": "lang:en AND NOT headline:b"}).content.decode()
    assert "1 story in the last 30 days" in page
    assert page.count("<li data-level=") == 30
    assert page.count('data-level="20"') == 1
    assert "Harbour story a" in page
    assert "Harbour story b" in page.partition("Just missed")[2]
    assert "Harbour story c" in page.partition("Just missed")[2]
    assert "keeps 1 story out" in page


@pytest.mark.usefixtures("shelf")
def test_the_list_counts_buyers_and_what_matched(seller: Client, newsroom: Newsroom) -> None:
    newsroom.subscribe("paper", "lang:en")
    do_save_product("turkish", "Turkish", "lang:tr")
    page = " ".join(seller.get("/desk/products/").content.decode().split())
    assert '<td class="desk-number">1</td> <td class="desk-number">2</td>' in page
    assert '<td class="desk-number">0</td> <td class="desk-number">1</td>' in page


@pytest.mark.usefixtures("shelf")
def test_the_list_costs_the_same_however_long(
    seller: Client, django_count: Callable[[Callable[[], object]], int]
) -> None:
    do_save_product("p", "P", "*")
    few = django_count(lambda: seller.get("/desk/products/"))
    for at in range(20):
        do_save_product(f"p{at}", f"P {at}", "lang:en")
    assert django_count(lambda: seller.get("/desk/products/")) == few


@pytest.mark.usefixtures("settings_home")
def test_without_an_index_the_page_says_so_and_saving_works(seller: Client) -> None:
    assert b"Saving works all the same" in seller.get("/desk/products/add/").content
    seller.post("/desk/products/add/", FORM)
    assert Product.objects.get().code == "world"
    assert b"is not known yet" in seller.get("/desk/products/").content


@pytest.mark.usefixtures("shelf")
def test_looking_saves_nothing(seller: Client) -> None:
    answer = seller.post("/desk/products/add/", {**FORM, "query": "lang:tr", "look": "1"})
    assert b"1 story in the last 30 days" in answer.content
    assert not Product.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_only_sales_and_seniors_see_products(enter: Enter, role: Role) -> None:
    do_save_product("world", "World", "*")
    client = enter(role)
    allowed = role in SELLERS
    for address in ("/desk/products/", "/desk/products/add/", "/desk/products/world/", "/desk/products/preview/"):
        assert (client.get(address).status_code == 200) == allowed, address
    client.post("/desk/products/world/", {**FORM, "code": "world", "name": "Changed"})
    assert (Product.objects.get().name == "Changed") == allowed


def test_a_stranger_sees_nothing(stranger: Client) -> None:
    for address in ("/desk/products/", "/desk/products/add/", "/desk/explain/"):
        assert stranger.get(address).status_code == 302


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_preview_follows_what_is_typed(
    browser: Browser,
    desk_address: str,
    shelf: Library,  # noqa: ARG001 - after the browser, whose loop has database connections of its own
    width: int,
    language: str,
) -> None:
    user = make_user(Role.SALES)
    options = {"locale": language, "viewport": {"width": width, "height": 900}}
    page, wrong = sign_in(browser, desk_address, user, **options)
    page.goto("/desk/products/add/")
    place = page.locator("#product-preview")
    expect(place.locator("li[title]")).to_have_count(30)
    page.locator("#id_query").fill("lang:tr AND harbour")
    expect(place.locator(".desk-misses dt").first).to_contain_text("lang:tr")
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    page.locator("#id_query").fill("lang:tr AND (")
    expect(place.locator("mark")).to_have_text("…")
    page.locator("#id_query").fill("lang:tr")
    expect(place.locator(".desk-lines li")).to_have_count(1)
    page.locator("#id_name").fill("Turkish")
    page.locator("#id_code").fill("turkish")
    page.locator("form[method=post] .desk-buttons button").first.click()
    expect(page.locator(".desk-products tbody tr")).to_have_count(1)
    page.goto("/desk/products/")  # without the message, which fades in
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert wrong == []
