"""Keys rotated, revoked and shown once by a link: what goes on, what is over, what nobody can find in the database."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from newswire.kit.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from newswire.subscribers.key_service import (
    LINK_LIFE,
    OVERLAP,
    do_create_key,
    do_make_key_link,
    do_open_key_link,
    do_revoke_key,
    do_rotate_key,
    read_key_link,
)
from newswire.subscribers.keys import Access, check_key, hash_key
from newswire.subscribers.models import Key, KeyLink
from tests.newsroom import PEPPER, Newsroom
from tests.subscribers.test_access import find_in_database


def enter(newsroom: Newsroom, key: str, after: timedelta = timedelta(0)) -> Access:
    return check_key(newsroom.connection, f"Bearer {key}", pepper=PEPPER, now=newsroom.now + after)


def test_a_rotated_key_goes_on_for_the_overlap_and_its_successor_after_it(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    old = do_create_key(paper, pepper=PEPPER, now=newsroom.now, label="editorial system", scopes=("read", "sample"))
    number = Key.objects.get().pk
    new = do_rotate_key(number, pepper=PEPPER, now=newsroom.now)
    successor = Key.objects.get(predecessors=number)
    assert (successor.label, successor.scopes) == ("editorial system", ["read", "sample"])
    for key in (old, new):
        assert enter(newsroom, key, OVERLAP - timedelta(seconds=1)).number == paper.number
    assert enter(newsroom, new, OVERLAP).number == paper.number
    with pytest.raises(UnauthenticatedError):
        enter(newsroom, old, OVERLAP)


def test_a_key_is_rotated_once_and_never_lives_longer_for_it(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    soon = newsroom.now + timedelta(days=2)
    do_create_key(paper, pepper=PEPPER, now=newsroom.now, expires_at=soon)
    number = Key.objects.get().pk
    do_rotate_key(number, pepper=PEPPER, now=newsroom.now)
    assert {key.expires_at for key in Key.objects.all()} == {soon}
    for again in (number, 4711):
        with pytest.raises(NotFoundError):
            do_rotate_key(again, pepper=PEPPER, now=newsroom.now)
    with pytest.raises(NotFoundError):
        do_rotate_key(Key.objects.get(predecessors=number).pk, pepper=PEPPER, now=soon)
    assert Key.objects.count() == 2


def test_a_revoked_key_is_over_at_once_and_neither_rotated_nor_revoked_again(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    key = newsroom.key(paper)
    number = Key.objects.get().pk
    do_revoke_key(number, now=newsroom.now)
    with pytest.raises(UnauthenticatedError):
        enter(newsroom, key)
    with pytest.raises(NotFoundError):
        do_revoke_key(number, now=newsroom.now)
    with pytest.raises(NotFoundError):
        do_rotate_key(number, pepper=PEPPER, now=newsroom.now)


def test_a_key_opens_what_its_scopes_say_and_one_without_scopes_everything(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    narrow = enter(newsroom, newsroom.key(paper, scopes=("read",)))
    narrow.check_scope("read")
    with pytest.raises(ForbiddenError, match="it opens read"):
        narrow.check_scope("sample")
    wide = enter(newsroom, newsroom.key(paper))
    for scope in ("read", "media", "search", "acknowledge", "sample"):
        wide.check_scope(scope)


def test_the_last_use_of_a_key_is_written_once_a_minute(newsroom: Newsroom) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    assert Key.objects.get().last_used_at is None
    for seconds, written in ((0, 0), (30, 0), (60, 0), (61, 61)):
        enter(newsroom, key, timedelta(seconds=seconds))
        assert Key.objects.get().last_used_at == newsroom.now + timedelta(seconds=written)


def test_a_link_makes_one_key_and_stands_nowhere_in_the_database(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    link = do_make_key_link(paper, pepper=PEPPER, now=newsroom.now)
    assert find_in_database(newsroom.connection, link) == []
    assert find_in_database(newsroom.connection, hash_key(link, PEPPER).hex()) == ["subscribers_keylink.digest"]
    assert read_key_link(link, pepper=PEPPER, now=newsroom.now) == paper
    assert not Key.objects.exists()
    subscription, key = do_open_key_link(link, pepper=PEPPER, now=newsroom.now)
    assert subscription == paper
    assert enter(newsroom, key).number == paper.number
    with pytest.raises(NotFoundError):
        do_open_key_link(link, pepper=PEPPER, now=newsroom.now)
    assert Key.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "nw_link_", "nw_link_guessed", "\u0130\u0000"])
def test_spent_late_and_guessed_links_are_told_the_same(newsroom: Newsroom, wrong: str) -> None:
    paper = newsroom.subscribe("paper")
    spent, late = (do_make_key_link(paper, pepper=PEPPER, now=newsroom.now) for _ in range(2))
    do_open_key_link(spent, pepper=PEPPER, now=newsroom.now)
    said = set()
    for secret, now in ((wrong, newsroom.now), (spent, newsroom.now), (late, newsroom.now + LINK_LIFE)):
        for ask in (read_key_link, do_open_key_link):
            with pytest.raises(NotFoundError) as refused:
                ask(secret, pepper=PEPPER, now=now)
            said.add(refused.value.detail)
    assert len(said) == 1


def test_two_who_open_a_link_at_once_get_one_key(newsroom: Newsroom) -> None:
    link = do_make_key_link(newsroom.subscribe("paper"), pepper=PEPPER, now=newsroom.now)
    got: list[str] = []

    def open_it() -> None:
        try:
            got.append(do_open_key_link(link, pepper=PEPPER, now=newsroom.now)[1])
        except NotFoundError:
            got.append("")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(bool(key) for key in got) == [False, False, False, True]
    assert (Key.objects.count(), KeyLink.objects.get().opened_at) == (1, newsroom.now)
