"""The environment variables Newswire reads, as one typed value: nothing else looks into `os.environ`."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from psycopg.conninfo import conninfo_to_dict

from newswire.enrichment.endpoint import Endpoint, check_endpoint
from newswire.kit.errors import NewswireError
from newswire.kit.outbound import check_address
from newswire.kit.secret_file import read_or_make


class ConfigurationError(NewswireError):
    """A setting that cannot work; the sentence names the variable."""

    code = "configuration"
    title = "The configuration cannot work"


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail leaves by; an empty `host` means that it stays."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    is_tls: bool = False
    is_starttls: bool = False
    sender: str


class PurgeHook(msgspec.Struct, frozen=True):
    """Whom to tell of changed public addresses; an empty `url` means nobody."""

    url: str = ""
    token: str = ""


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says. Paths are absolute; empty `database_url` means the embedded PostgreSQL."""

    home: Path
    host: str
    port: int
    database_url: str
    public_database_url: str
    base_url: str
    authority: str
    provider: str
    edition_language: str
    secret_key: str
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    secure: bool
    mail: MailServer
    purge: PurgeHook
    summary_endpoint: Endpoint | None = None
    private_hosts: tuple[str, ...] = ()

    def database(self) -> dict[str, Any]:
        """Django's connection settings for `database_url`."""
        parts = conninfo_to_dict(self.database_url)
        return {
            "NAME": str(parts.get("dbname") or "newswire"),
            "USER": str(parts.get("user") or ""),
            "PASSWORD": str(parts.get("password") or ""),
            "HOST": str(parts.get("host") or ""),
            "PORT": str(parts.get("port") or ""),
        }


def read_secret_key(home: Path) -> str:
    """The key that signs sessions and links: made on first use, kept in `home/secret-key` (mode 0600)."""
    return read_or_make(home / "secret-key", lambda: secrets.token_urlsafe(50).encode()).decode()


def set_variable(name: str, value: str) -> None:
    """Overrides a variable for this process and its children, as a command-line option does."""
    os.environ[name] = value


MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def read_mail_server(url: str, sender: str) -> MailServer:
    """The server of `smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`; none for an empty `url`."""
    if not url:
        return MailServer(sender=sender)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError("SMTP_URL has a port that is not a number") from error
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ConfigurationError("SMTP_URL must look like smtp+starttls://user:password@host:587")
    return MailServer(
        host=parts.hostname,
        port=port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        is_starttls=parts.scheme == "smtp+starttls",
        sender=sender,
    )


def read_purge_hook(url: str, token: str) -> PurgeHook:
    """Who is told of changed public addresses; nobody for an empty `url`."""
    if url:
        try:
            check_address(url)
        except ValueError as error:
            raise ConfigurationError(f"PURGE_URL {error}; a secret goes into PURGE_TOKEN") from error
    return PurgeHook(url, token)


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Reads and checks the variables; raises `ConfigurationError` with the name of the one that is wrong."""
    home = Path(variables.get("NEWSWIRE_HOME") or "newswire-data").absolute()
    try:
        port = int(variables.get("PORT") or 8000)
    except ValueError as error:
        raise ConfigurationError(f"PORT must be a number, not {variables['PORT']!r}") from error
    base_url = variables.get("NEWSWIRE_BASE_URL") or f"http://127.0.0.1:{port}"
    authority = variables.get("NEWSWIRE_AUTHORITY") or "newswire.example"
    sender = variables.get("NEWSWIRE_MAIL_FROM") or f"newswire@{authority}"
    hosts = split_names(variables.get("NEWSWIRE_HOSTS", ""))
    return Environment(
        home=home,
        host=variables.get("NEWSWIRE_BIND") or "127.0.0.1",
        port=port,
        database_url=variables.get("DATABASE_URL", ""),
        public_database_url=variables.get("PUBLIC_DATABASE_URL", ""),
        base_url=base_url.rstrip("/"),
        authority=authority,
        provider=variables.get("NEWSWIRE_PROVIDER") or "Newswire",
        edition_language=variables.get("NEWSWIRE_EDITION_LANGUAGE") or "en",
        secret_key=variables.get("NEWSWIRE_SECRET_KEY") or read_secret_key(home),
        allowed_hosts=hosts or ("127.0.0.1", "localhost", "[::1]"),
        trusted_origins=(base_url.rstrip("/"),),
        secure=base_url.startswith("https://"),
        mail=read_mail_server(variables.get("SMTP_URL", ""), sender),
        purge=read_purge_hook(variables.get("PURGE_URL", ""), variables.get("PURGE_TOKEN", "")),
        summary_endpoint=read_summary_endpoint(variables),
        private_hosts=split_names(variables.get("NEWSWIRE_PRIVATE_HOSTS", "")),
    )


def split_names(text: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def read_summary_endpoint(variables: Mapping[str, str]) -> Endpoint | None:
    """The language model that may be asked for summaries, None where none is set."""
    url, key, model = (
        variables.get("SUMMARY_URL", ""),
        variables.get("SUMMARY_KEY", ""),
        variables.get("SUMMARY_MODEL", ""),
    )
    try:
        return check_endpoint(url, key, model)
    except ValueError as error:
        raise ConfigurationError(f"SUMMARY_URL, SUMMARY_KEY and SUMMARY_MODEL cannot work: {error}") from error
