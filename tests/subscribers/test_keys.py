"""Keys: scopes, rotation with an overlap, revocation, last use, and the link that shows one once."""

from datetime import timedelta

import pytest

from newswire.kit.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from newswire.subscribers.key_service import (
    LINK_LIFE,
    OVERLAP,
    do_make_key_link,
    do_open_key_link,
    do_revoke_key,
    do_rotate_key,
)
from newswire.subscribers.keys import PREFIX, USE_NOTED, Access, check_key
from newswire.subscribers.models import Key, KeyLink
from tests.newsroom import PEPPER, Newsroom


def enter(newsroom: Newsroom, secret: str, later: timedelta = timedelta(0)) -> Access:
    return check_key(newsroom.connection, f"Bearer {secret}", pepper=PEPPER, now=newsroom.now + later)


def test_a_key_without_scopes_opens_everything_and_one_with_scopes_only_those(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    enter(newsroom, newsroom.key(paper)).check_scope("search")
    access = enter(newsroom, newsroom.key(paper, scopes=("read", "media")))
    access.check_scope("read")
    with pytest.raises(ForbiddenError, match="media, read"):
        access.check_scope("search")


def test_a_rotated_key_goes_on_for_the_overlap_beside_its_successor(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    old = newsroom.key(paper, label="cms", scopes=("read",))
    key = Key.objects.get()
    new = do_rotate_key(key.pk, pepper=PEPPER, now=newsroom.now)
    successor = Key.objects.exclude(pk=key.pk).get()
    assert (successor.label, successor.scopes, successor.expires_at) == ("cms", ["read"], None)
    assert Key.objects.get(pk=key.pk).successor == successor
    before_the_end = OVERLAP - timedelta(seconds=1)
    assert enter(newsroom, old, before_the_end).number == enter(newsroom, new, before_the_end).number
    with pytest.raises(UnauthenticatedError):
        enter(newsroom, old, OVERLAP)
    assert enter(newsroom, new, OVERLAP).key == successor.pk
    with pytest.raises(NotFoundError):
        do_rotate_key(key.pk, pepper=PEPPER, now=newsroom.now)


def test_a_rotation_never_lengthens_the_life_of_the_old_key(newsroom: Newsroom) -> None:
    newsroom.key(newsroom.subscribe("paper"), expires_at=newsroom.now + timedelta(hours=1))
    key = Key.objects.get()
    do_rotate_key(key.pk, pepper=PEPPER, now=newsroom.now)
    assert {one.expires_at for one in Key.objects.all()} == {newsroom.now + timedelta(hours=1)}
    with pytest.raises(NotFoundError):
        do_rotate_key(Key.objects.latest("pk").pk, pepper=PEPPER, now=newsroom.now + timedelta(hours=1))


def test_a_revoked_key_ends_at_once_and_only_once(newsroom: Newsroom) -> None:
    secret = newsroom.key(newsroom.subscribe("paper"))
    do_revoke_key(Key.objects.get().pk, now=newsroom.now)
    with pytest.raises(UnauthenticatedError):
        enter(newsroom, secret)
    with pytest.raises(NotFoundError):
        do_revoke_key(Key.objects.get().pk, now=newsroom.now)


def test_the_last_use_is_noted_once_a_minute_at_the_most(newsroom: Newsroom) -> None:
    secret = newsroom.key(newsroom.subscribe("paper"))
    for later in (timedelta(0), USE_NOTED):
        enter(newsroom, secret, later)
        assert Key.objects.get().last_used_at == newsroom.now
    later = USE_NOTED + timedelta(seconds=1)
    enter(newsroom, secret, later)
    assert Key.objects.get().last_used_at == newsroom.now + later


def test_a_link_makes_and_shows_a_key_once(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    link = do_make_key_link(paper, pepper=PEPPER, now=newsroom.now)
    assert not Key.objects.exists()
    assert link.encode() not in bytes(KeyLink.objects.get().digest)
    subscription, secret = do_open_key_link(link, pepper=PEPPER, now=newsroom.now)
    assert subscription == paper
    assert secret.startswith(PREFIX)
    assert enter(newsroom, secret).number == paper.number
    with pytest.raises(NotFoundError):
        do_open_key_link(link, pepper=PEPPER, now=newsroom.now)


@pytest.mark.parametrize("late", [LINK_LIFE, LINK_LIFE * 2])
def test_a_link_that_waited_too_long_is_as_one_that_never_was(newsroom: Newsroom, late: timedelta) -> None:
    link = do_make_key_link(newsroom.subscribe("paper"), pepper=PEPPER, now=newsroom.now)
    for secret, later in ((link, late), ("nw_link_never", timedelta(0))):
        with pytest.raises(NotFoundError, match="another"):
            do_open_key_link(secret, pepper=PEPPER, now=newsroom.now + later)
    assert not Key.objects.exists()
