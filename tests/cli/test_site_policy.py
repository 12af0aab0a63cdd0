"""`newswire site policy`: it shows, it changes what is named and nothing else, and refuses what makes no sense."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from newswire.cli.main import app
from newswire.cli.site_policy import Ai
from newswire.edition.policy import STEPS, Policy, PolicyError, read_set_policy

Connection = psycopg.Connection[tuple[object, ...]]
Run = Callable[..., Result]


@pytest.fixture
def run(dsn: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on the test's database."""
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("PUBLIC_DATABASE_URL", dsn)
    monkeypatch.setenv("NEWSWIRE_HOME", str(home))
    return lambda *options: CliRunner().invoke(app, ["site", "policy", *options], catch_exceptions=True)


def _set(connection: Connection) -> tuple[bool, str, str]:
    policy = read_set_policy(connection)
    return policy.search, policy.ai, policy.contact


def test_what_is_named_changes_and_the_rest_stays(run: Run, connection: Connection) -> None:
    shown = run("--ai", "display", "--contact", "mailto:rights@news.example")
    assert shown.exit_code == 0
    assert "Search engines may index" in shown.output
    assert "to show and link them" in shown.output
    assert "mailto:rights@news.example" in shown.output
    assert _set(connection) == (True, "display", "mailto:rights@news.example")
    assert "asked to stay away" in run("--search", "no").output
    assert _set(connection) == (False, "display", "mailto:rights@news.example")
    assert "the contact page" in run("--contact", "").output
    assert _set(connection) == (False, "display", "")


def test_every_step_can_be_named() -> None:
    assert tuple(Ai) == STEPS


def test_without_an_option_it_only_shows(run: Run, connection: Connection) -> None:
    shown = run()
    assert "AI systems may do nothing" in shown.output
    assert read_set_policy(connection) == Policy()


def test_words_that_are_no_step_and_a_contact_that_is_no_address_change_nothing(
    run: Run, connection: Connection
) -> None:
    for options in (("--ai", "all"), ("--search", "perhaps")):
        assert run(*options).exit_code == 2
    refused = run("--ai", "training", "--contact", "rights@news.example")
    assert isinstance(refused.exception, PolicyError)
    assert _set(connection) == (True, "none", "")
