"""Who may not have an item or a picture: restrictions as in “JAPAN OUT”, in a form that machines can judge."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

Outlet = Literal["newspaper", "magazine", "broadcaster", "website", "agency", "company", "institution"]
"""What kind of house a client is."""
OUTLETS: tuple[Outlet, ...] = ("newspaper", "magazine", "broadcaster", "website", "agency", "company", "institution")


class Restriction(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who may use a story or a file; empty tuples restrict nothing (ODRL 2.2: spatial, recipient, media, dateTime).

    Countries are ISO 3166-1 alpha-2 codes: `countries_out=("JP",)` is “JAPAN OUT”. `clients_only` are the ids of
    organisations. `no_web` keeps it off the public website and from clients that are websites; `no_archive` means that
    it is news for a day and may not be kept.
    """

    countries_only: tuple[str, ...] = ()
    countries_out: tuple[str, ...] = ()
    outlets_only: tuple[Outlet, ...] = ()
    outlets_out: tuple[Outlet, ...] = ()
    clients_only: tuple[int, ...] = ()
    no_web: bool = False
    no_archive: bool = False

    def clauses(self) -> Iterator[str]:
        """The restrictions as a newsroom writes them, in capitals: `JP OUT`, `ONLY TR, GR`, `NO WEB`."""
        if self.countries_only:
            yield f"ONLY {', '.join(self.countries_only)}"
        if self.countries_out:
            yield f"{', '.join(self.countries_out)} OUT"
        if self.outlets_only:
            yield f"ONLY {', '.join(self.outlets_only).upper()}"
        if self.outlets_out:
            yield f"{', '.join(self.outlets_out).upper()} OUT"
        if self.clients_only:
            yield "NAMED CLIENTS ONLY"
        if self.no_web:
            yield "NO WEB"
        if self.no_archive:
            yield "NO ARCHIVE"

    def line(self) -> str:
        """All of them on one line: `JP OUT · NO WEB`."""
        return " · ".join(self.clauses())


def read_restriction(kept: Mapping[str, Any]) -> Restriction | None:
    """A restriction as a JSON field keeps it; None where it restricts nothing. Raises `msgspec.ValidationError`."""
    found = msgspec.convert(kept, Restriction)
    return None if found == Restriction() else found


def keep_restriction(restriction: Restriction | None) -> dict[str, Any]:
    """A restriction for a JSON field."""
    kept: dict[str, Any] = msgspec.to_builtins(restriction or Restriction(), builtin_types=())
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


class Client(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a restriction looks at: the organisation's id (0 for our own website), its country and kind of house."""

    id: int = 0
    country: str = ""
    outlet: str = ""


def refusal(restriction: Restriction, client: Client) -> str:
    """The first clause that refuses this client, in the words of `Restriction.clauses`; empty where none does.

    `no_archive` refuses nobody at the moment of release: it is judged when somebody reads.
    """
    on_the_web = client.outlet == "website"
    if restriction.countries_only and client.country not in restriction.countries_only:
        return f"ONLY {', '.join(restriction.countries_only)}"
    if client.country and client.country in restriction.countries_out:
        return f"{client.country} OUT"
    if restriction.outlets_only and client.outlet not in restriction.outlets_only:
        return f"ONLY {', '.join(restriction.outlets_only).upper()}"
    if client.outlet in restriction.outlets_out:
        return f"{client.outlet.upper()} OUT"
    if restriction.clients_only and client.id not in restriction.clients_only:
        return "NAMED CLIENTS ONLY"
    return "NO WEB" if restriction.no_web and on_the_web else ""
