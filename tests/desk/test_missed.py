"""What a subscription was not entitled to, as sales sees it."""

import pytest

from newswire.accounts.models import Role
from newswire.kit.clock import utc_now
from newswire.subscribers.service import do_open_website
from tests.desk.conftest import Enter
from tests.newsroom import Newsroom


@pytest.fixture
def number(newsroom: Newsroom) -> int:
    """A subscription to stories in Turkish, beside a product that carries everything."""
    newsroom.now = utc_now()
    number = newsroom.subscribe("turkish", "lang:tr").number
    newsroom.subscribe("everything")
    newsroom.release("a", sections=("sports",))
    newsroom.release("mine", language="tr")
    return number


def test_it_says_what_did_not_come_and_what_would_have_brought_it(enter: Enter, number: int) -> None:
    page = enter(Role.SALES).get(f"/desk/usage/missed/{number}/").content.decode()
    assert "Of the newest 2 stories of the last 30 days 1 did not come" in page
    for part in ("Everything", "Northaven harbour opens again (a)", "Sports", "transport", "English"):
        assert part in page, part
    assert "(mine)" not in page
    assert "has it:" not in page


def test_who_had_everything_is_told_so(enter: Enter, number: int) -> None:
    page = enter(Role.SALES).get(f"/desk/usage/missed/{number + 1}/").content.decode()
    assert "Everything came." in page


def test_the_newsroom_and_the_websites_own_subscription_have_no_such_page(
    enter: Enter, number: int, newsroom: Newsroom
) -> None:
    assert enter(Role.REPORTER).get(f"/desk/usage/missed/{number}/").status_code == 302
    website = do_open_website("*", now=newsroom.now)
    sales = enter(Role.SALES)
    assert sales.get(f"/desk/usage/missed/{website.number}/").status_code == 404
    assert sales.get("/desk/usage/missed/999/").status_code == 404
