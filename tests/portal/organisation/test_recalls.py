"""What waits to be acknowledged: kills, holds and corrections that were the organisation's own, until somebody does."""

import re

from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Act
from newswire.delivery.models import Acknowledgement
from newswire.item.item import Correction
from newswire.subscribers.models import Seat
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, read, send_notice
from tests.portal.organisation.conftest import join
from tests.portal.test_wire import text

PATH = "/portal/organisation/recalls/"


def kinds(browser: Client) -> list[str]:
    return re.findall(r'class="tag tag-(\w+)"', read(browser, PATH))


def acknowledge(browser: Client, *ns: int, subscription: int = 0) -> int:
    return browser.post(PATH, {"subscription": subscription, "n": [str(n) for n in ns]}).status_code


def release_three(newsroom: Newsroom) -> None:
    """A kill is the number 4, a hold 5, a correction 6."""
    for name in ("wrong", "held", "mended"):
        newsroom.release(name)
    send_notice(newsroom, "wrong", "kill", "The ministry denies it.")
    send_notice(newsroom, "held", "hold", "The figure is being checked.")
    newsroom.release("mended", "correction", correction=Correction("forty", "fifty", "Not forty ships: fifty."))


def test_nothing_waits_where_nothing_was_taken_back(owner: Client, newsroom: Newsroom) -> None:
    newsroom.release("fine")
    assert "Nothing waits." in text(read(owner, PATH))


def test_each_waits_with_its_reason_until_it_is_acknowledged(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    release_three(newsroom)
    shown = text(read(owner, PATH))
    assert kinds(owner) == ["correction", "hold", "kill"]
    for words in ("The ministry denies it.", "The figure is being checked.", "Not forty ships: fifty."):
        assert words in shown
    assert acknowledge(owner, 4) == 303
    assert kinds(owner) == ["correction", "hold"]
    held = Acknowledgement.objects.get()
    seat = Seat.objects.get(user=reader.user)
    assert (held.number, held.n, held.seat, held.key, held.at) == (reader.number, 4, seat.pk, 0, newsroom.now)
    deed = Act.objects.get(action="acknowledge")
    assert (deed.actor, deed.name, deed.detail) == (reader.user.username, "0", {"numbers": "4"})


def test_all_are_acknowledged_at_once(owner: Client, newsroom: Newsroom) -> None:
    release_three(newsroom)
    assert acknowledge(owner, 4, 5, 6) == 303
    assert kinds(owner) == []


def test_the_first_to_acknowledge_counts_for_the_house(owner: Client, newsroom: Newsroom, reader: Reader) -> None:
    release_three(newsroom)
    editor = join(reader, "editor")
    assert kinds(editor) == ["correction", "hold", "kill"]
    assert acknowledge(editor, 4) == acknowledge(owner, 4) == 303
    assert Acknowledgement.objects.get().seat == Seat.objects.get(role="editor").pk


def test_a_hold_that_was_lifted_asks_for_nothing_any_more(owner: Client, newsroom: Newsroom) -> None:
    newsroom.release("held")
    send_notice(newsroom, "held", "hold", "The figure is being checked.")
    newsroom.release("held", "lift")
    assert kinds(owner) == []


def test_after_a_kill_its_correction_asks_for_nothing_any_more(owner: Client, newsroom: Newsroom) -> None:
    newsroom.release("wrong")
    newsroom.release("wrong", "correction", correction=Correction("forty", "fifty"))
    send_notice(newsroom, "wrong", "kill", "All of it is wrong.")
    assert kinds(owner) == ["kill"]


def test_of_a_killed_story_nothing_is_shown_but_that_it_is_killed(owner: Client, newsroom: Newsroom) -> None:
    newsroom.release("wrong", headline="Minister to resign on Thursday")
    send_notice(newsroom, "wrong", "kill", "The ministry denies it.")
    assert "resign" not in read(owner, PATH)


def test_what_was_another_organisations_is_not_there(owner: Client, newsroom: Newsroom, stranger: Reader) -> None:
    newsroom.release("theirs", language="tr")
    newsroom.release("ours")
    send_notice(newsroom, "ours", "kill", "Ours alone.")
    theirs = join(stranger, "owner")
    assert "Ours alone." in read(owner, PATH)
    assert "Ours alone." not in read(theirs, PATH)
    assert acknowledge(theirs, 1, subscription=0) == 404
    assert acknowledge(owner, 1, subscription=stranger.number) == 404
    assert not Acknowledgement.objects.exists()


def test_a_number_that_never_came_is_not_acknowledged(owner: Client, newsroom: Newsroom) -> None:
    release_three(newsroom)
    for n in (0, 7, 10**12):
        assert acknowledge(owner, n) == 404
    assert owner.post(PATH, {"subscription": "0", "n": ["x"]}).status_code == 404
    assert owner.post(PATH, {"subscription": "x", "n": ["1"]}).status_code == 404
    assert not Acknowledgement.objects.exists()


def test_the_page_takes_as_many_queries_for_twelve_as_for_three(owner: Client, newsroom: Newsroom) -> None:
    def count(most: int) -> int:
        for at in range(len(kinds(owner)), most):
            newsroom.release(f"wrong-{at}")
            send_notice(newsroom, f"wrong-{at}", "kill", "Wrong.")
        with CaptureQueriesContext(django_connection) as queries:
            assert len(kinds(owner)) == most
        return len(queries)

    assert count(3) == count(12)
