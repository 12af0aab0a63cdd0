"""`/v1/sample`: what a trial may test against and nothing else; whoever fetched it is told of a kill."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from newswire.item.item import Media, Rendition
from newswire.item.rights import Restriction
from newswire.routing.feed import read_entries
from newswire.routing.holdings import do_note_holdings
from newswire.routing.sample import MOST, do_read_sample
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Subscription
from newswire.subscribers.service import do_end_contract
from tests.api.conftest import bearer
from tests.newsroom import Newsroom
from tests.stories import make_guid

HOUR = timedelta(hours=1)


def start_trial(newsroom: Newsroom, name: str = "trial", query: str = "*", **terms: Any) -> Subscription:
    """A subscription that begins now: nothing of the last day was ever routed to it."""
    said: dict[str, Any] = {"starts_at": newsroom.now, "is_trial": True, "archive_days": 30}
    return newsroom.subscribe(name, query, **(said | terms))


def release_earlier(newsroom: Newsroom, hours: int, name: str, *args: Any, **changes: Any) -> None:
    """Releases a story some hours ago."""
    present = newsroom.now
    newsroom.now = present - timedelta(hours=hours)
    newsroom.release(name, *args, **changes)
    newsroom.now = present


def sample(newsroom: Newsroom, subscription: Subscription) -> list[dict[str, Any]]:
    """What the subscription finds, as short as a test needs it."""
    terms = read_access(newsroom.connection, subscription.number).terms
    entries = do_read_sample(newsroom.connection, newsroom.reader(subscription.number), terms)
    return [
        {"name": entry.guid.rpartition(":")[2], "kind": entry.kind, "version": entry.version, "item": entry.item}
        for entry in entries
    ]


def names(newsroom: Newsroom, subscription: Subscription) -> list[str]:
    return [one["name"] for one in sample(newsroom, subscription)]


def test_the_last_day_comes_in_feed_shape_without_numbers(newsroom: Newsroom, client: httpx.Client) -> None:
    newsroom.subscribe("paper")
    release_earlier(newsroom, 25, "yesterday")
    release_earlier(newsroom, 23, "a")
    release_earlier(newsroom, 2, "b")
    key = newsroom.key(start_trial(newsroom))
    answer = client.get("/v1/sample", headers=bearer(key))
    assert answer.status_code == 200
    page = answer.json()
    assert page["since"] == "2026-11-23T09:30:00Z"
    assert [one["guid"] for one in page["items"]] == [make_guid("a"), make_guid("b")]
    assert set(page["items"][0]) == {"kind", "use", "until", "guid", "version", "released_at", "item"}
    assert page["items"][0]["item"]["uri"] == make_guid("a")
    assert client.get("/v1/feed", headers=bearer(key)).json()["head"] == 0


def test_a_key_needs_the_scope_and_the_contract_must_run(newsroom: Newsroom, client: httpx.Client) -> None:
    trial = start_trial(newsroom)
    for scopes, status in (("read",), 403), (("read", "sample"), 200), ((), 200):
        answer = client.get("/v1/sample", headers=bearer(newsroom.key(trial, scopes=scopes)))
        assert answer.status_code == status
    key = newsroom.key(trial)
    do_end_contract(trial.contract_id, newsroom.now)
    ended = client.get("/v1/sample", headers=bearer(key))
    assert (ended.status_code, ended.json()["code"]) == (403, "forbidden")
    assert client.get("/v1/sample").status_code == 401


def test_only_what_the_products_match_in_their_forms(newsroom: Newsroom) -> None:
    release_earlier(newsroom, 2, "english")
    release_earlier(newsroom, 1, "turkish", language="tr")
    turkish = start_trial(newsroom, "turkish", "lang:tr")
    short = start_trial(newsroom, "short", form="headlines")
    assert names(newsroom, turkish) == ["turkish"]
    assert [(one["name"], one["item"].body) for one in sample(newsroom, short)] == [("english", ()), ("turkish", ())]


def test_nothing_held_killed_embargoed_expired_or_restricted_and_no_older_version_either(newsroom: Newsroom) -> None:
    newsroom.subscribe("paper", embargo_right=True)
    for name in ("held", "killed", "lifted"):
        release_earlier(newsroom, 3, name)
    release_earlier(newsroom, 2, "held", "hold")
    release_earlier(newsroom, 2, "killed", "kill")
    release_earlier(newsroom, 2, "lifted", "hold")
    release_earlier(newsroom, 1, "lifted", "lift")
    release_earlier(newsroom, 2, "embargoed", embargo_until=newsroom.now + HOUR)
    release_earlier(newsroom, 2, "expired", expires=newsroom.now - HOUR)
    release_earlier(newsroom, 2, "no japan", rights=Restriction(countries_out=("JP",)))
    release_earlier(newsroom, 2, "free once")
    release_earlier(newsroom, 1, "free once", "update", rights=Restriction(countries_out=("JP",)))
    trial = start_trial(newsroom, country="JP", embargo_right=True)
    assert names(newsroom, trial) == ["lifted"]


def test_a_file_that_the_client_may_not_have_is_left_out(newsroom: Newsroom, client: httpx.Client) -> None:
    rendition = Rendition("full", "a" * 64, "image/jpeg", 100, 100, 1000)
    media = Media(
        id="p", type="picture", renditions=(rendition,), rights=Restriction(countries_out=("JP",)), caption="Quay"
    )
    release_earlier(newsroom, 1, "a", media=(media,))
    key = newsroom.key(start_trial(newsroom, country="JP"))
    (entry,) = client.get("/v1/sample", headers=bearer(key)).json()["items"]
    assert entry["left_out"] == [{"id": "p", "type": "picture", "reason": "JP OUT"}]
    assert "Quay" not in str(entry)


def test_each_story_comes_once_as_its_newest_version_and_as_new(newsroom: Newsroom) -> None:
    newsroom.subscribe("paper")
    release_earlier(newsroom, 30, "a")
    release_earlier(newsroom, 3, "a", "update", headline="Second")
    release_earlier(newsroom, 2, "a", "update", headline="Third", update_line="adds quotes")
    (story,) = sample(newsroom, start_trial(newsroom))
    assert (story["kind"], story["version"], story["item"].headline) == ("new", 1, "Third")
    assert story["item"].update_line == ""
    assert story["item"].first_created == newsroom.now - 2 * HOUR


def test_whoever_fetched_it_gets_corrections_and_kills_of_it(newsroom: Newsroom) -> None:
    release_earlier(newsroom, 2, "a")
    release_earlier(newsroom, 2, "b")
    trial = start_trial(newsroom, "trial", "headline:nothing-matches OR urgency:5")
    assert names(newsroom, trial) == ["a", "b"]
    newsroom.release("a", "kill")
    newsroom.release("b", "update", urgency=6)
    entries = read_entries(newsroom.connection, newsroom.reader(trial.number), 0)
    assert [(one.n, one.kind, one.use, one.version) for one in entries] == [
        (1, "kill", "recall", 2),
        (2, "update", "publish", 2),
    ]
    assert names(newsroom, trial) == []


def test_a_second_look_gives_the_same_and_notes_nothing_twice(newsroom: Newsroom) -> None:
    release_earlier(newsroom, 2, "a")
    trial = start_trial(newsroom)
    first = sample(newsroom, trial)
    assert sample(newsroom, trial) == first
    count = newsroom.connection.execute("SELECT count(*), min(door) FROM routing_holding").fetchone()
    assert count == (1, "sample")


def test_a_story_killed_while_the_sample_is_made_is_not_handed_out(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_earlier(newsroom, 2, "a")
    trial = start_trial(newsroom)

    def note_after_a_kill(*args: Any, **kwargs: Any) -> None:
        newsroom.release("a", "kill")
        do_note_holdings(*args, **kwargs)

    monkeypatch.setattr("newswire.routing.sample.do_note_holdings", note_after_a_kill)
    assert names(newsroom, trial) == []


def test_a_sample_is_the_newest_hundred(newsroom: Newsroom) -> None:
    for count in range(MOST + 5):
        newsroom.append(f"s{count:03}")
    newsroom.route()
    found = names(newsroom, start_trial(newsroom))
    assert (len(found), found[0], found[-1]) == (MOST, "s005", "s104")


def test_archived_stories_and_what_is_not_routed_yet_are_not_in_it(newsroom: Newsroom) -> None:
    newsroom.release("a")
    newsroom.append("not yet")
    assert names(newsroom, start_trial(newsroom)) == ["a"]
