"""“Why did they (not) get it?” on the screen: the refusing clause is marked, an offer shows its difference."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser

from newswire.accounts.models import Role
from newswire.desk.explain_form import Otherwise
from newswire.desk.explain_words import BAR_WORDS, GETS_WORDS, IF_WORDS, LIMIT_WORDS, WITHHELD_WORDS
from newswire.desk.menu import SELLERS
from newswire.item.item import Media
from newswire.item.rights import Restriction
from newswire.query.ast import Everything
from newswire.subscribers.models import Subscription
from newswire.subscribers.service import do_save_product, do_suspend_contract
from newswire.subscribers.terms import Claim, Terms
from tests.desk.conftest import Enter
from tests.desk.test_browser import OVERFLOW, faults, sign_in
from tests.editing.people import make_user
from tests.newsroom import START, Newsroom
from tests.screens import open_browser
from tests.stories import make_guid


@pytest.fixture
def seller(enter: Enter) -> Client:
    return enter(Role.SALES)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with open_browser() as opened:
        yield opened


@pytest.fixture
def paper(newsroom: Newsroom) -> Subscription:
    """A paper that gets Turkish stories; the English one of these tests it did not get."""
    subscription = newsroom.subscribe("paper", "lang:tr AND harbour", country="JP")
    newsroom.subscribe("magazine")
    do_save_product("world", "World stories", "service:world", form="summary")
    picture = Media(id="m1", type="picture", rights=Restriction(countries_out=("JP",)))
    newsroom.release("a", embargo_until=newsroom.now + timedelta(hours=2))
    newsroom.release("a", "update", embargo_until=None, media=(picture,))
    newsroom.release("b", language="tr", media=(picture,))
    return subscription


def read(client: Client, **query: str | int) -> str:
    answer = client.get("/desk/explain/", query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_refusal_marks_the_clause_and_names_the_near_miss(seller: Client, paper: Subscription) -> None:
    page = read(seller, guid=make_guid("a"), number=paper.number)
    assert page.count("Did not get it") == 2
    assert '<mark class="desk-clause desk-clause--no">lang:tr</mark> AND harbour' in page
    assert "everything else matches" in page
    assert "under embargo, and the contract has no embargo right" in page


def test_a_grant_shows_number_version_limit_and_what_is_left_out(seller: Client, paper: Subscription) -> None:
    page = read(seller, guid=make_guid("b"), number=paper.number)
    assert "Got all of it" in page
    assert "their number 1, their version 1" in page
    assert "Grants it" in page
    assert "readable until" in page
    assert "archive days of the contract" in page
    assert "JP OUT" in page


def test_what_if_shows_the_difference(seller: Client, paper: Subscription) -> None:
    page = read(seller, guid=make_guid("a"), number=paper.number, add="world", embargo="yes")
    assert page.count('<strong class="desk-why-different">Would get the summary</strong>') == 2
    later = read(seller, guid=make_guid("a"), number=paper.number, add="world", form="headlines")
    assert later.count("Would get the headline") == 1
    assert later.count("Would not get it") == 1
    ended = read(seller, guid=make_guid("b"), number=paper.number, ends="2026-01-02T00:00")
    assert '<strong class="desk-why-different">Would not get it</strong>' in ended
    assert "The contract had ended" in ended
    same = read(seller, guid=make_guid("b"), number=paper.number, embargo="yes")
    assert "no difference" in same


def test_a_suspension_is_named_and_can_be_thought_away(seller: Client, paper: Subscription, newsroom: Newsroom) -> None:
    do_suspend_contract(paper.contract_id, "unpaid", now=newsroom.now)
    newsroom.release("c", language="tr")
    assert "The contract was suspended" in read(seller, guid=make_guid("c"), number=paper.number)
    assert "Would get all of it" in read(seller, guid=make_guid("c"), number=paper.number, resumed="on")


def test_otherwise_changes_only_what_it_says() -> None:
    terms = Terms((Claim("a", Everything()), Claim("b", Everything())), START, suspended=True)
    assert Otherwise()(terms) == terms
    other = Otherwise((Claim("a", Everything(), "summary"),), frozenset({"b"}), True, None, START, True)(terms)
    assert [(one.product, one.form) for one in other.claims] == [("a", "summary")]
    assert (other.embargo_right, other.starts_at, other.ends_at, other.suspended) == (True, START, START, False)


def test_stories_and_subscriptions_are_found_by_words(seller: Client, paper: Subscription) -> None:
    page = read(seller, story="northaven harbour", who="pa")
    assert page.count("Northaven harbour opens again") == 2
    assert "Which story?" in page
    assert "Version 2" in read(seller, story="again (a)", who="paper")
    assert "Version 1" in read(seller, story=make_guid("b"), who=str(paper.number))
    both = read(seller, guid=make_guid("a"), who="a")
    assert "magazine (1)" in both
    assert "paper (0)" in both


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Choose a story and a subscription."),
        ({"story": "zeppelin"}, "No story of the last releases has these words."),
        ({"who": "zeppelin"}, "There is no such subscription."),
        ({"who": "99"}, "There is no such subscription."),
        ({"guid": "urn:nowhere", "number": "0"}, "There is no such story on the wire."),
        ({"guid": "a\0b", "number": "x"}, "Choose a story and a subscription."),
        ({"guid": make_guid("a"), "number": "0", "starts": "soon"}, "Version 1"),
        ({"guid": make_guid("a"), "number": "0", "add": "nothing"}, "Version 1"),
    ],
)
@pytest.mark.usefixtures("paper")
def test_whatever_is_asked_the_page_answers(seller: Client, query: dict[str, str], words: str) -> None:
    assert words in read(seller, **query)


def test_a_kill_says_whom_it_reached(seller: Client, paper: Subscription, newsroom: Newsroom) -> None:
    newsroom.release("b", "kill")
    page = read(seller, guid=make_guid("b"), number=paper.number)
    assert "because it had the story before" in page
    assert "not readable any more: killed" in page
    assert "Goes to everybody who had the story" in page


def test_what_the_router_has_yet_to_do_is_marked(seller: Client, paper: Subscription, newsroom: Newsroom) -> None:
    newsroom.append("d", language="tr")
    page = read(seller, guid=make_guid("d"), number=paper.number)
    assert "not routed yet" in page
    assert "their number" not in page


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.usefixtures("paper")
def test_only_sales_and_seniors_are_told(enter: Enter, role: Role) -> None:
    client = enter(role)
    allowed = role in SELLERS
    assert (client.get("/desk/explain/").status_code == 200) == allowed
    if role != Role.SUBSCRIBER:
        assert ("Who got it?" in client.get("/desk/wire/").content.decode()) == allowed


def test_every_answer_has_words() -> None:
    assert set(GETS_WORDS) == set(IF_WORDS) == {"", "full", "summary", "headlines", "notice"}
    assert set(BAR_WORDS) == {
        "archived", "no-subscription", "not-started", "ended", "suspended", "embargo", "restriction"
    }  # fmt: skip
    assert set(LIMIT_WORDS) == {"archive", "no-archive", "expires"}
    assert set(WITHHELD_WORDS) == {"", "recall", "hold", "contract", "format", "archive", "expired"}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_accessible_and_fits(
    browser: Browser, desk_address: str, paper: Subscription, width: int, language: str
) -> None:
    user = make_user(Role.DUTY_CHIEF)
    options = {"locale": language, "viewport": {"width": width, "height": 900}}
    page, wrong = sign_in(browser, desk_address, user, **options)
    page.goto(f"/desk/explain/?guid={make_guid('a')}&number={paper.number}&add=world&embargo=yes")
    assert page.locator(".desk-why").count() == 2
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    page.goto("/desk/explain/?story=harbour&who=a")
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert wrong == []
