"""How many times an address may send a form, and what is remembered of it."""

from datetime import UTC, datetime, timedelta

import pytest

from newswire.portal.guard import AddressLimit, make_token, read_age

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_address_is_free_again_when_its_oldest_has_passed() -> None:
    limit = AddressLimit(2, HOUR)
    assert limit.take("192.0.2.1", NOW)
    assert limit.take("192.0.2.1", NOW + HOUR / 2)
    assert not limit.take("192.0.2.1", NOW + HOUR / 2)
    assert limit.take("192.0.2.2", NOW + HOUR / 2)
    assert limit.take("192.0.2.1", NOW + HOUR)
    assert not limit.take("192.0.2.1", NOW + HOUR)


def test_who_is_refused_does_not_wait_longer_for_having_asked() -> None:
    limit = AddressLimit(1, HOUR)
    assert limit.take("192.0.2.1", NOW)
    assert not limit.take("192.0.2.1", NOW + HOUR * 0.9)
    assert limit.take("192.0.2.1", NOW + HOUR)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
        ("unix:", "unix:", True),
    ],
)
def test_an_ipv6_network_counts_as_one(one: str, other: str, is_same: bool) -> None:
    limit = AddressLimit(1, HOUR)
    assert limit.take(one, NOW)
    assert limit.take(other, NOW) is not is_same


def test_no_more_addresses_are_remembered_than_said_and_the_longest_silent_goes_first() -> None:
    limit = AddressLimit(1, HOUR, addresses=2)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert limit.take(address, NOW)
    assert not limit.take("192.0.2.3", NOW)
    assert limit.take("192.0.2.1", NOW)


def test_the_time_of_opening_is_read_back_and_nobody_elses() -> None:
    token = make_token(NOW)
    assert read_age(token, NOW + HOUR) == HOUR
    assert read_age(token[:-1] + ("a" if token[-1] != "a" else "b"), NOW) is None
    assert read_age("9" + token, NOW) is None
