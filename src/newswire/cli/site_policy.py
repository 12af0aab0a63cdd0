"""`newswire site policy`: what search engines and AI systems may do with the public website."""

from enum import StrEnum
from typing import Annotated

import msgspec
import typer
from psycopg import Connection
from rich.console import Console

from newswire.edition.policy import AiUse, Policy, do_set_policy, read_set_policy
from newswire.kit.clock import utc_now
from newswire.project.database import database, do_migrate, read_own_environment

Search = StrEnum("Search", ["yes", "no"])
Ai = StrEnum("Ai", ["none", "display", "grounding", "training"])

console = Console(soft_wrap=True)
_MEANINGS: dict[AiUse, str] = {
    "none": "AI systems may do nothing with the pages.",
    "display": "AI systems may index the pages, to show and link them.",
    "grounding": "AI systems may index the pages and ground answers on them.",
    "training": "AI systems may index the pages, ground answers on them and be trained on them.",
}


def set_policy(
    search: Annotated[Search | None, typer.Option(help="Whether search engines may index the pages.")] = None,
    ai: Annotated[Ai | None, typer.Option(help="How far AI systems may go, each step with all before it.")] = None,
    contact: Annotated[
        str | None, typer.Option(help="https: or mailto: address for whoever wants more; '' for the contact page.")
    ] = None,
) -> None:
    """Say what search engines and AI systems may do with the website; without an option, show it.

    robots.txt, the RSL licence, the reservation of text and data mining and the headers of every page are made from it.
    """
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        with Connection.connect(dsn, autocommit=True) as connection:
            before = read_set_policy(connection)
            after = _merge(before, search, ai, contact)
            if after != before:
                do_set_policy(connection, after, utc_now())
    _show(after)


def _merge(before: Policy, search: Search | None, ai: Ai | None, contact: str | None) -> Policy:
    """`before` with what was named; the rest stays."""
    changes: dict[str, object] = {}
    if search is not None:
        changes["search"] = search == Search.yes
    if ai is not None:
        changes["ai"] = ai.value
    if contact is not None:
        changes["contact"] = contact
    return msgspec.structs.replace(before, **changes)


def _show(policy: Policy) -> None:
    may = "may index the pages and show links to them" if policy.search else "are asked to stay away"
    console.print(f"Search engines {may}.")
    console.print(_MEANINGS[policy.ai])
    console.print(f"Whoever wants more asks at {policy.contact or 'the contact page'}.", highlight=False)
