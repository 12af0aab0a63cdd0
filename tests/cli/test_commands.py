"""The command line: what it prints, what it refuses, and its exit codes."""

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from newswire.accounts.models import Act, Role, User
from newswire.cli.main import app, main
from newswire.cli.people import DeskRole
from newswire.kit.clock import utc_now
from newswire.kit.errors import InvalidRequestError, NotFoundError, RuleError
from newswire.query.parse import QueryError
from newswire.routing.feed import read_entries, read_newest_number
from newswire.subscribers.keys import check_key
from newswire.subscribers.models import Contract, Product, Subscriber, Subscription
from newswire.subscribers.website import Limits, read_limits, read_query
from tests.newsroom import PEPPER, Newsroom

Run = Callable[..., Result]

PAGE = """World

Lock at Tollan opens again

Ada Lind   | 14.01.2026

The lock at Tollan opened again on Tuesday.
"""


@pytest.fixture
def run(dsn: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the test's database."""
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("PUBLIC_DATABASE_URL", dsn)
    monkeypatch.setenv("NEWSWIRE_HOME", str(home))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), catch_exceptions=True)

    return invoke


def test_without_a_command_the_help_is_shown() -> None:
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 2
    assert "wire" in result.output


def test_a_subscriber_gets_a_key_that_opens_the_feed(run: Run, newsroom: Newsroom) -> None:
    result = run("subscriber", "add", "Daily Post", "--query", "lang:en", "--embargo")
    assert result.exit_code == 0
    key = result.output.strip()
    access = check_key(newsroom.connection, f"Bearer {key}", pepper=PEPPER, now=newsroom.now)
    assert access.terms.embargo_right
    assert "Daily Post" in run("subscriber", "list").output
    again = run("subscriber", "add", "Daily Post")
    assert isinstance(again.exception, InvalidRequestError)


def test_a_client_is_added_with_a_country_that_exists_or_not_at_all(run: Run) -> None:
    assert run("subscriber", "add", "Daily Post", "--country", "jp").exit_code == 0
    assert Subscriber.objects.get().country == "JP"
    refused = run("subscriber", "add", "Weekly", "--country", "XX")
    assert isinstance(refused.exception, RuleError)
    assert "no country “XX”" in refused.exception.detail
    assert Subscriber.objects.count() == 1
    assert Product.objects.count() == 1


@pytest.mark.parametrize("query", ["weather:rain", "lang:en AND kind:correction"])
def test_a_query_that_cannot_be_sold_adds_nobody(run: Run, query: str) -> None:
    assert isinstance(run("site", "open", "--query", query).exception, QueryError)
    result = run("subscriber", "add", "Daily Post", "--query", query)
    assert isinstance(result.exception, QueryError)
    assert Subscription.objects.count() == 0


def test_a_contract_is_renewed_by_the_number_of_its_subscription(run: Run, newsroom: Newsroom) -> None:
    end = utc_now().replace(microsecond=0) + timedelta(days=30)
    paper = newsroom.subscribe("paper", ends_at=end)
    User.objects.create_user("sara", role=Role.SALES)
    User.objects.create_user("erik", role=Role.EDITOR)
    until = f"{end.year + 1}-12-31"
    result = run("subscriber", "renew", "0", "--until", until, "--price", "900.00", "--as", "sara")
    assert result.exit_code == 0
    assert f"until the end of {until}" in " ".join(result.output.split())
    contract = Contract.objects.get(pk=paper.contract_id)
    assert (contract.ends_at, contract.price) == (datetime(end.year + 2, 1, 1, tzinfo=UTC), Decimal(900))
    assert Act.objects.get(action="renew").actor == "sara"
    for words, error in (
        (("0", "--until", until, "--as", "sara"), RuleError),
        (("0", "--until", f"{end.year + 3}-12-31", "--as", "erik"), RuleError),
        (("0", "--until", f"{end.year + 3}-12-31", "--as", "nobody"), NotFoundError),
        (("7", "--until", until, "--as", "sara"), NotFoundError),
        (("0", "--until", until, "--as", "sara", "--price", "much"), InvalidRequestError),
    ):
        assert isinstance(run("subscriber", "renew", *words).exception, error), words
    assert run("subscriber", "renew", "0", "--until", "soon", "--as", "sara").exit_code == 2


def test_people_are_added_with_a_password_shown_once(run: Run) -> None:
    password = run("person", "add", "chief", "--role", "duty-chief").output.strip()
    user = User.objects.get(username="chief")
    assert user.check_password(password)
    assert user.is_desk
    assert isinstance(run("person", "add", "chief").exception, InvalidRequestError)
    assert isinstance(run("person", "add", "guest", "--subscriber", "Nobody").exception, NotFoundError)
    run("subscriber", "add", "Daily Post")
    assert run("person", "add", "guest", "--subscriber", "Daily Post").exit_code == 0
    guest = User.objects.get(username="guest")
    assert not guest.is_desk
    assert guest.seat.subscriber.name == "Daily Post"
    assert run("person", "add", "other", "--role", "king").exit_code == 2


def test_every_role_of_the_desk_can_be_given() -> None:
    assert {one.value for one in DeskRole} == {one.value for one in Role} - {Role.SUBSCRIBER.value}


def test_import_prints_a_table_and_fails_where_a_story_was_refused(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    result = run("import", str(page))
    assert result.exit_code == 0
    assert result.output.split()[:8] == ["Read", "Released", "Duplicates", "Refused", "1", "1", "0", "0"]
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    refused = run("import", str(page), str(empty))
    assert refused.exit_code == 1
    assert "empty.txt" in refused.output
    assert run("import", str(tmp_path / "nowhere")).exit_code == 2


def test_the_website_carries_what_was_opened(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    assert run("site", "open", "--query", "lang:en").exit_code == 0
    assert run("site", "open", "--query", "section:world").exit_code == 0
    (website,) = Subscription.objects.all()
    assert website.is_website
    (tmp_path / "page.txt").write_text(PAGE)
    run("import", str(tmp_path / "page.txt"))
    newsroom.route()
    assert read_newest_number(newsroom.connection, website.number) == 1
    assert "1 entries applied" in run("site", "rebuild").output
    assert newsroom.connection.execute("SELECT headline FROM edition.story").fetchone() == (
        "Lock at Tollan opens again",
    )


def test_how_much_goes_public_is_said_once_and_stays(run: Run, newsroom: Newsroom) -> None:
    first = run(
        *("site", "open", "--query", "lang:en", "--cap", "economy=20", "--cap", "news=3", "--head-start", "5"),
        *("--words", "80", "--share", "20"),
    )
    assert first.exit_code == 0
    assert "5 min" in first.output
    assert run("site", "open", "--cap", "economy=", "--head-start", "0").exit_code == 0
    assert read_query(newsroom.connection) == "lang:en"
    assert read_limits(newsroom.connection) == Limits(caps={"news": 3}, head_start=0, max_words=80, max_share=20)


@pytest.mark.parametrize(
    "options",
    [
        ("--cap", "economy"),
        ("--cap", "economy=some"),
        ("--cap", "nowhere=3"),
        ("--head-start", "-1"),
        ("--words", "500"),
        ("--share", "50"),
    ],
)
def test_limits_that_cannot_be_kept_are_refused_and_change_nothing(
    run: Run, newsroom: Newsroom, options: tuple[str, str]
) -> None:
    run("site", "open", "--head-start", "7")
    assert run("site", "open", "--query", "lang:tr", *options).exit_code == 1
    assert read_limits(newsroom.connection) == Limits(head_start=7)
    assert read_query(newsroom.connection) == ""


def test_the_wire_is_shown_as_lines_and_as_json(run: Run, newsroom: Newsroom) -> None:
    newsroom.release("a")
    newsroom.release("a", "kill")
    lines = run("wire", "tail", "--no-follow").output.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert "kill" in lines[1]
    first, second = (json.loads(line) for line in run("wire", "tail", "--no-follow", "--json").output.splitlines())
    assert (first["seq"], first["kind"], first["language"]) == (1, "new", "en")
    assert (second["seq"], second["kind"], second["headline"]) == (2, "kill", "")


def test_verify_tells_by_its_exit_code_whether_the_wire_holds(run: Run, newsroom: Newsroom) -> None:
    newsroom.release("a")
    assert run("wire", "verify").exit_code == 0
    newsroom.connection.execute("UPDATE wire_payload SET content = '{}'")
    broken = run("wire", "verify")
    assert broken.exit_code == 1
    assert "Release 1" in broken.output
    report = json.loads(run("wire", "verify", "--json").output)
    assert report["releases"] == 1
    assert report["faults"][0]["seq"] == 1


def test_replay_gives_the_same_numbers(run: Run, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a")
    newsroom.release("b")
    before = read_entries(newsroom.connection, newsroom.reader(paper.number), 0)
    assert "2 releases routed" in run("wire", "replay").output
    assert read_entries(newsroom.connection, newsroom.reader(paper.number), 0) == before


def test_roles_are_printed_as_sql_for_a_server_of_ones_own(run: Run, home: Path) -> None:
    output = run("db", "roles").output
    assert "newswire_public" in output
    assert all(line.endswith(";") or line for line in output.splitlines())
    password = home / "keys" / "public-database"
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert run("db", "migrate").exit_code == 0


def test_a_failure_is_one_sentence_and_exit_code_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("db", "migrate").exit_code == 0
    monkeypatch.setattr("sys.argv", ["newswire", "subscriber", "add", "Post", "--query", "weather:rain"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "no field “weather”" in capsys.readouterr().err
    monkeypatch.setitem(os.environ, "PORT", "none")
    with pytest.raises(SystemExit):
        main()
    assert "PORT must be a number" in capsys.readouterr().err
