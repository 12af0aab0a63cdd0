"""Restrictions at the machine doors: a refused file is left out and named, a refused story does not exist."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from newswire.item.body import Embed, Paragraph
from newswire.item.item import Media, Rendition
from newswire.item.rights import Restriction
from newswire.subscribers.models import Subscription
from tests.api.conftest import Application, bearer, read_releases
from tests.api.test_stream import opened
from tests.newsroom import Newsroom
from tests.restrictions import CASES, make_restriction, subscribe_houses
from tests.stories import BODY, make_guid

SHA = "ab" * 32


def make_picture(rights: Restriction | None = None, **changes: Any) -> Media:
    file = Rendition("web", SHA, "image/jpeg", 800, 600, 9)
    return Media("p1", "picture", "The quay", "Ida Brandt", renditions=(file,), rights=rights, **changes)


def release_with_picture(newsroom: Newsroom, rights: Restriction | None, **changes: Any) -> None:
    newsroom.release("a", media=(make_picture(rights, **changes),), body=(*BODY, Embed("p1"), Paragraph("The end.")))


def read_feed(client: httpx.Client, newsroom: Newsroom, subscription: Subscription) -> list[dict[str, Any]]:
    answer = client.get("/v1/feed?after=0", headers=bearer(newsroom.key(subscription)))
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("line", CASES)
def test_a_refused_picture_is_left_out_and_named_and_the_text_still_goes(
    newsroom: Newsroom, client: httpx.Client, api: str, line: str
) -> None:
    houses = subscribe_houses(newsroom)
    release_with_picture(newsroom, make_restriction(line, houses))
    for name, subscription in houses.items():
        [entry] = read_feed(client, newsroom, subscription)
        with opened(api, newsroom.key(subscription), "?after=0") as stream:
            (streamed,) = read_releases(stream, 1)
        assert streamed.data == entry
        text, found = entry["item"]["bodies"][0]["value"], str(entry)
        assert all(block.text in text for block in BODY)
        assert "The end." in text
        if name in CASES[line][1]:
            assert [(one["id"], one["type"]) for one in entry["left_out"]] == [("p1", "picture")]
            assert entry["item"]["edNote"].startswith("NOT INCLUDED: picture (")
            assert "The quay" not in found
            assert SHA not in found
            assert "#p1" not in found
        else:
            assert "left_out" not in entry
            assert "The quay" in found
            assert SHA[:9] in found or "#p1" in found


@pytest.mark.parametrize("line", CASES)
def test_a_refused_story_is_nothing_at_all(newsroom: Newsroom, client: httpx.Client, line: str) -> None:
    houses = subscribe_houses(newsroom)
    newsroom.release("a", rights=make_restriction(line, houses))
    newsroom.release("b")
    for name, subscription in houses.items():
        key = newsroom.key(subscription)
        guids = [one["guid"] for one in read_feed(client, newsroom, subscription)]
        refused = name in CASES[line][1]
        assert guids == ([make_guid("b")] if refused else [make_guid("a"), make_guid("b")])
        one = client.get(f"/v1/items/{make_guid('a')}", headers=bearer(key))
        never = client.get(f"/v1/items/{make_guid('z')}", headers=bearer(key))
        assert one.status_code == (404 if refused else 200)
        if refused:
            assert one.content.replace(b"-a", b"-z") == never.content.replace(b"-a", b"-z")


@pytest.mark.parametrize("kind", ["update", "correction", "refile"])
def test_a_holder_who_is_newly_excluded_is_told_without_a_word_of_the_text(
    newsroom: Newsroom, client: httpx.Client, kind: Any
) -> None:
    houses = subscribe_houses(newsroom)
    newsroom.release("a")
    newsroom.release("a", kind, rights=Restriction(countries_out=("JP",)))
    first, second = read_feed(client, newsroom, houses["tokyo-paper"])
    assert (first["n"], second["n"]) == (1, 2)
    assert (second["kind"], second["version"], second["withheld"]) == (kind, 2, "contract")
    assert "bodies" not in second["item"]
    assert "headlines" not in second["item"]
    assert all(block.text not in str(second) for block in BODY)
    [_, other] = read_feed(client, newsroom, houses["izmir-radio"])
    assert other["item"]["bodies"]


def test_what_may_not_be_archived_is_not_given_after_a_day(
    newsroom: Newsroom, client: httpx.Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a", rights=Restriction(no_archive=True))
    newsroom.release("b", media=(make_picture(Restriction(no_archive=True)),))
    entries = read_feed(client, newsroom, paper)
    assert ["withheld" in one or "left_out" in one for one in entries] == [False, False]
    monkeypatch.setattr(application.api, "_clock", lambda: newsroom.now + timedelta(days=1))
    story, with_picture = read_feed(client, newsroom, paper)
    assert (story["withheld"], "bodies" in story["item"]) == ("archive", False)
    assert with_picture["left_out"] == [{"id": "p1", "type": "picture", "reason": "NO ARCHIVE"}]
    assert with_picture["item"]["bodies"]


def test_what_has_expired_is_not_given_also_before_the_clock_has_said_so(
    newsroom: Newsroom, client: httpx.Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = newsroom.subscribe("paper")
    hour = timedelta(hours=1)
    newsroom.release("a", expires=newsroom.now + hour)
    newsroom.release("b", media=(make_picture(expires=newsroom.now + hour),))
    assert ["withheld" in one or "left_out" in one for one in read_feed(client, newsroom, paper)] == [False, False]
    monkeypatch.setattr(application.api, "_clock", lambda: newsroom.now + hour)
    story, with_picture = read_feed(client, newsroom, paper)
    assert (story["withheld"], "bodies" in story["item"]) == ("expired", False)
    assert with_picture["left_out"] == [{"id": "p1", "type": "picture", "reason": "EXPIRED"}]
