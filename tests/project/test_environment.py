"""The environment: defaults that work, and a plain sentence for what cannot."""

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from newswire.project.database import print_role_sql, public_address, read_public_password
from newswire.project.environment import ConfigurationError, PurgeHook, read_environment, read_mail_server


def test_nothing_has_to_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = read_environment({})
    assert environment.home == tmp_path / "newswire-data"
    assert (environment.host, environment.port, environment.database_url) == ("127.0.0.1", 8000, "")
    assert environment.base_url == "http://127.0.0.1:8000"
    assert not environment.secure
    assert read_environment({}).secret_key == environment.secret_key


def test_every_variable_is_heard(tmp_path: Path) -> None:
    environment = read_environment(
        {
            "NEWSWIRE_HOME": str(tmp_path),
            "PORT": "9000",
            "NEWSWIRE_BIND": "0.0.0.0",
            "NEWSWIRE_BASE_URL": "https://wire.example/",
            "NEWSWIRE_HOSTS": "wire.example, www.wire.example",
            "NEWSWIRE_AUTHORITY": "wire.example",
            "NEWSWIRE_PROVIDER": "Example Agency",
            "NEWSWIRE_EDITION_LANGUAGE": "tr",
            "NEWSWIRE_SECRET_KEY": "given",
            "DATABASE_URL": "postgresql://me:secret@db.example:5433/wire",
            "PUBLIC_DATABASE_URL": "postgresql://public@db.example/wire",
            "PURGE_URL": "https://cache.example/purge",
            "PURGE_TOKEN": "s3cret",
        }
    )
    assert (environment.host, environment.port) == ("0.0.0.0", 9000)
    assert environment.base_url == "https://wire.example"
    assert environment.purge == PurgeHook("https://cache.example/purge", "s3cret")
    assert environment.secure
    assert environment.allowed_hosts == ("wire.example", "www.wire.example")
    assert environment.trusted_origins == ("https://wire.example",)
    assert (environment.authority, environment.provider) == ("wire.example", "Example Agency")
    assert (environment.edition_language, environment.secret_key) == ("tr", "given")
    assert environment.database() == {
        "NAME": "wire", "USER": "me", "PASSWORD": "secret", "HOST": "db.example", "PORT": "5433",
    }  # fmt: skip


def test_a_port_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PORT must be a number, not 'http'"):
        read_environment({"NEWSWIRE_HOME": str(tmp_path), "PORT": "http"})


def test_the_public_address_is_the_same_database_with_another_login(tmp_path: Path) -> None:
    own = "postgresql://newswire:secret@/newswire?host=%2Ftmp%2Frun&port=5432"
    parts = conninfo_to_dict(public_address(own, tmp_path))
    assert (parts["user"], parts["password"]) == ("newswire_public", read_public_password(tmp_path))
    assert (parts["host"], parts["dbname"]) == ("/tmp/run", "newswire")
    statements = print_role_sql(own, tmp_path)
    assert any('"newswire_public"' in one for one in statements)
    assert any('"newswire"' in one for one in statements)


@pytest.mark.parametrize(
    ("url", "host", "port", "is_tls", "is_starttls"),
    [("", "", 25, False, False), ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, False, False),
     ("smtp+starttls://mail.example", "mail.example", 587, False, True),
     ("smtps://mail.example", "mail.example", 465, True, False)],
)  # fmt: skip
def test_the_mail_server_is_read_from_one_address(
    url: str, host: str, port: int, is_tls: bool, is_starttls: bool
) -> None:
    server = read_mail_server(url, "desk@agency.example")
    assert (server.host, server.port, server.is_tls, server.is_starttls) == (host, port, is_tls, is_starttls)
    assert server.sender == "desk@agency.example"


def test_the_mail_servers_password_may_hold_any_character() -> None:
    server = read_mail_server("smtps://desk%40agency:p%2Fw%3A@mail.example", "desk@agency.example")
    assert (server.user, server.password) == ("desk@agency", "p/w:")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x"])
def test_a_mail_server_that_cannot_be_is_refused_by_name(url: str) -> None:
    with pytest.raises(ConfigurationError, match="SMTP_URL"):
        read_mail_server(url, "desk@agency.example")


def test_nobody_is_told_of_changes_unless_an_address_is_given(tmp_path: Path) -> None:
    assert read_environment({"NEWSWIRE_HOME": str(tmp_path)}).purge == PurgeHook()


@pytest.mark.parametrize("url", ["cache.example", "ftp://cache.example", "https://user:s3cret@cache.example/"])
def test_an_address_that_cannot_be_told_is_named_without_its_secret(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="PURGE_URL") as refusal:
        read_environment({"NEWSWIRE_HOME": str(tmp_path), "PURGE_URL": url})
    assert "s3cret" not in refusal.value.detail


def test_a_model_for_summaries_is_read_or_refused_by_name(tmp_path: Path) -> None:
    own = {"NEWSWIRE_HOME": str(tmp_path)}
    assert read_environment(own).summary_endpoint is None
    named = own | {"SUMMARY_URL": "https://models.example/v1", "SUMMARY_KEY": "sk-secret", "SUMMARY_MODEL": "small-1"}
    environment = read_environment(named)
    assert environment.summary_endpoint is not None
    assert environment.summary_endpoint.address == "https://models.example/v1/chat/completions"
    assert "sk-secret" not in repr(environment.summary_endpoint)
    with pytest.raises(ConfigurationError, match="SUMMARY_MODEL"):
        read_environment(named | {"SUMMARY_MODEL": ""})
    with pytest.raises(ConfigurationError, match="SUMMARY_URL"):
        read_environment(named | {"SUMMARY_URL": "models.example"})
