"""The usage statement at the desk: for whoever sells and answers for it; of the organisation that was chosen."""

import csv
import io

import pytest

from newswire.accounts.models import Role
from newswire.kit.clock import utc_now
from newswire.subscribers.models import Subscriber
from newswire.subscribers.service import do_change_subscription, do_save_product
from newswire.subscribers.usage import do_count
from tests.desk.conftest import Enter
from tests.newsroom import Newsroom


@pytest.fixture
def paper(newsroom: Newsroom) -> Subscriber:
    """An organisation that got a release and opened a story, beside another that opened one too."""
    for name in ("paper", "other"):
        number = newsroom.subscribe(name, takes_per_month=20).number
        do_count(newsroom.connection, number, "api", "view", guid=f"read by {name}", now=newsroom.now)
    newsroom.release("a")
    return Subscriber.objects.get(name="paper")


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.TRANSLATOR, Role.PICTURE_EDITOR])
def test_the_newsroom_has_no_business_there(enter: Enter, role: Role) -> None:
    client = enter(role)
    for path in ("/desk/usage/", "/desk/usage.csv"):
        assert client.get(path).status_code == 302


@pytest.mark.parametrize("role", [Role.SALES, Role.DUTY_CHIEF, Role.ADMINISTRATOR])
def test_a_statement_is_of_the_organisation_and_month_that_were_chosen(
    enter: Enter, role: Role, paper: Subscriber
) -> None:
    client = enter(role)
    assert b"Choose an organisation and a month." in client.get("/desk/usage/").content
    page = client.get(f"/desk/usage/?organisation={paper.pk}&month=2026-11").content.decode()
    assert "November 2026" in page
    assert "read by paper" in page
    assert "read by other" not in page
    assert "1 of 20" in page
    assert f"/desk/usage.csv?organisation={paper.pk}&amp;month=2026-11" in page


def test_it_is_split_by_product(enter: Enter, newsroom: Newsroom, paper: Subscriber) -> None:
    number = paper.contracts.get().subscriptions.get().number
    do_save_product("turkish", "Turkish desk", "lang:tr")
    do_change_subscription(number, name="paper", product_codes=["paper", "turkish"])
    newsroom.release("b", language="tr")
    page = enter(Role.SALES).get(f"/desk/usage/?organisation={paper.pk}&month=2026-11").content.decode()
    assert "<bdi>Paper</bdi></td><td>2</td><td>0</td><td>0</td>" in page
    assert "<bdi>Turkish desk</bdi></td><td>1</td><td>0</td><td>0</td>" in page
    assert "by no product: it follows a story they had</td><td>0</td><td>1</td>" in page


def test_without_a_month_it_is_the_present_one(enter: Enter, paper: Subscriber) -> None:
    page = enter(Role.SALES).get(f"/desk/usage/?organisation={paper.pk}").content.decode()
    assert f"{utc_now():%B %Y}" in page


def test_what_cannot_be_read_is_said_at_the_field(enter: Enter, paper: Subscriber) -> None:
    client = enter(Role.SALES)
    page = client.get(f"/desk/usage/?organisation={paper.pk}&month=soon").content.decode()
    assert "A month is written like 2026-11." in page
    assert client.get("/desk/usage/?organisation=999&month=2026-11").status_code == 200
    assert client.get("/desk/usage.csv?organisation=999").status_code == 400


def test_the_file_has_the_same_month(enter: Enter, paper: Subscriber) -> None:
    answer = enter(Role.SALES).get(f"/desk/usage.csv?organisation={paper.pk}&month=2026-11")
    assert answer["Content-Disposition"] == 'attachment; filename="usage-2026-11.csv"'
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row[5] for row in rows] == ["action", "delivered", "view"]
    assert "other" not in answer.content.decode()


def test_it_stands_in_the_menu_of_those_who_read_it(enter: Enter) -> None:
    assert b'"/desk/usage/"' in enter(Role.SALES).get("/desk/").content
    assert b'"/desk/usage/"' not in enter(Role.REPORTER).get("/desk/").content
