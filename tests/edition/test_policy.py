"""The policy: one row, written by us, read by the public login; silence reserves rights."""

from datetime import datetime, timedelta

import psycopg
import pytest

from newswire.edition import reader
from newswire.edition.policy import (
    STEPS,
    AiUse,
    Policy,
    PolicyError,
    check_contact,
    do_set_policy,
    read_policy,
    read_set_policy,
)
from newswire.subscribers.models import AiUse as ContractUse
from tests.edition.asking import ask

Connection = psycopg.Connection[tuple[object, ...]]


def test_without_a_row_search_is_welcome_and_every_other_right_is_kept(dsn: str, connection: Connection) -> None:
    assert ask(dsn, read_policy) == read_set_policy(connection) == Policy(search=True, ai="none", contact="")


@pytest.mark.parametrize("search", [True, False])
@pytest.mark.parametrize("ai", STEPS)
def test_the_public_login_reads_what_was_set(
    public_dsn: str, connection: Connection, now: datetime, search: bool, ai: AiUse
) -> None:
    policy = Policy(search=search, ai=ai, contact="mailto:rights@news.example")
    assert do_set_policy(connection, policy, now)
    expected = Policy(search=search, ai=ai, contact="mailto:rights@news.example", changed_at=now)
    assert ask(public_dsn, read_policy) == read_set_policy(connection) == expected


def test_a_change_moves_the_edition_and_the_same_again_does_not(
    dsn: str, connection: Connection, now: datetime
) -> None:
    assert do_set_policy(connection, Policy(ai="display"), now)
    assert ask(dsn, reader.read_changes).counter == 1
    assert not do_set_policy(connection, Policy(ai="display"), now + timedelta(hours=1))
    assert ask(dsn, reader.read_changes).counter == 1
    assert read_set_policy(connection).changed_at == now
    assert do_set_policy(connection, Policy(), now)
    assert ask(dsn, reader.read_changes).counter == 2
    assert connection.execute("SELECT count(*) FROM edition.policy").fetchone() == (1,)


@pytest.mark.parametrize("contact", ["", "https://news.example/rights", "http://news.example", "mailto:a@news.example"])
def test_a_contact_is_an_address(contact: str) -> None:
    check_contact(contact)


@pytest.mark.parametrize("contact", ["news.example", "javascript:alert(1)", "mailto:nobody", "https:///x", "a b"])
def test_what_is_no_address_changes_nothing(connection: Connection, now: datetime, contact: str) -> None:
    with pytest.raises(PolicyError, match="as it was"):
        do_set_policy(connection, Policy(ai="training", contact=contact), now)
    assert read_set_policy(connection) == Policy()


def test_each_step_allows_all_before_it() -> None:
    for step in STEPS:
        assert [one for one in STEPS if Policy(ai=step).allows(one)] == list(STEPS[: STEPS.index(step) + 1])


def test_the_steps_are_those_of_a_contract() -> None:
    assert list(STEPS) == ContractUse.values
