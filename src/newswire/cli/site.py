"""`newswire site`: what goes public, how much of it and when."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from psycopg import Connection
from rich.console import Console
from rich.progress import Progress

from newswire.cli.site_policy import set_policy
from newswire.delivery.website.follow import do_advance, do_rewind
from newswire.delivery.website.read_secrets import read_secrets
from newswire.kit.clock import utc_now
from newswire.kit.errors import InvalidRequestError
from newswire.project.database import database, do_migrate, read_own_environment
from newswire.project.site_crawl import Crawl, open_site_client
from newswire.subscribers.website import Limits, read_limits, read_query

Query = Annotated[
    str | None, typer.Option(help="What goes public, in Lucene syntax; everything where empty.", show_default=False)
]
Cap = Annotated[
    list[str] | None,
    typer.Option(
        help="Stories first published a day in a section: economy=20; without a number: no limit. As often as needed.",
        show_default=False,
    ),
]
HeadStart = Annotated[int | None, typer.Option(help="Minutes that subscribers are ahead.", show_default=False)]
Words = Annotated[int | None, typer.Option(help="Words of an automatic summary at the most.", show_default=False)]
Share = Annotated[
    int | None, typer.Option(help="Per cent of a story that its summary has at the most.", show_default=False)
]

site_commands = typer.Typer(help="The public website.", no_args_is_help=True)
console = Console()
site_commands.command("policy", epilog="Example: newswire site policy --search yes --ai display")(set_policy)


@site_commands.command("rebuild", epilog="Example: newswire site rebuild")
def rebuild_site() -> None:
    """Make the edition again from the wire, as it may be shown now. The site stays up meanwhile."""
    home = read_own_environment().home
    with database() as dsn:
        do_migrate(dsn, home)
        with Connection.connect(dsn, autocommit=True) as connection, console.status("Rebuilding the website"):
            do_rewind(connection)
            done = 0
            while applied := do_advance(connection, home, now=utc_now()):
                done += applied
    console.print(f"{done} entries applied.")


@site_commands.command(
    "open", epilog="Example: newswire site open --query 'lang:en' --cap economy=20 --cap sports=30 --head-start 5"
)
def open_site(
    query: Query = None, cap: Cap = None, head_start: HeadStart = None, words: Words = None, share: Share = None
) -> None:
    """Say which portion of the stories goes public; it counts from the next release on. What is not said stays."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from newswire.subscribers.service import do_open_website

        with Connection.connect(dsn, autocommit=True) as connection:
            standing, asked = read_limits(connection), read_query(connection) if query is None else query
        said = {"head_start": head_start, "max_words": words, "max_share": share}
        limits = msgspec.structs.replace(
            standing,
            caps=_read_caps(standing, cap or ()),
            **{name: value for name, value in said.items() if value is not None},
        )
        do_open_website(asked or "", now=utc_now(), limits=limits)
    console.print(f"The website carries what matches, summarised, from the next release on. {_tell(limits)}")


def _read_caps(standing: Limits, said: Sequence[str]) -> dict[str, int]:
    caps = dict(standing.caps)
    for one in said:
        section, mark, number = one.partition("=")
        if not mark or (number and not (number.isascii() and number.isdecimal())):
            raise InvalidRequestError(f"“{one}” is no cap: write economy=20, or economy= for no limit")
        caps.pop(section, None)
        if number:
            caps[section] = int(number)
    return caps


def _tell(limits: Limits) -> str:
    caps = ", ".join(f"{section} {cap}" for section, cap in sorted(limits.caps.items())) or "none"
    return (
        f"Head start: {limits.head_start} min; at most {limits.max_words} words and {limits.max_share} %;"
        f" caps a day: {caps}."
    )


Address = Annotated[str, typer.Argument(help="The site's address, such as https://news.example.")]
Releases = Annotated[int, typer.Option(min=1, help="How many of the wire's newest releases must not show through.")]


@site_commands.command("check", epilog="Example: newswire site check https://news.example --releases 5000")
def check_site(address: Address, releases: Releases = 20_000) -> None:
    """Walk every page, feed and file of a running site and look for what the public must not see.

    Looked for are full texts beyond the summary, notes to editors, the desk's sources and everything of stories that
    are not public, as this installation's wire has them. Exit code 1 where something is found.
    """
    with database() as dsn, Connection.connect(dsn, autocommit=True) as connection:
        do_migrate(dsn, read_own_environment().home)
        with console.status("Reading the wire"):
            secrets, public_ids = read_secrets(connection, now=utc_now(), releases=releases)
        with open_site_client(address) as fetch, console.status("Walking the site") as status:
            crawl = Crawl(fetch, address, secrets)
            found = list(crawl.run(public_ids, lambda looked: status.update(f"Walking the site: {looked} answers")))
            if found:  # the site lives on while it is walked
                again, _ = read_secrets(connection, now=utc_now(), releases=releases)
                found = list(crawl.look_again(found, again))
    for finding in found:
        what = f": {finding.leak.what} of {finding.leak.guid}, “{finding.leak.words}”" if finding.leak else ""
        console.print(f"[red]{finding.path}[/red] {finding.problem}{what}", highlight=False, soft_wrap=True)
    console.print(f"{crawl.looked} answers looked at for {len(secrets)} runs of words; {len(found)} findings.")
    if found:
        raise typer.Exit(1)


@site_commands.command("export", epilog="Example: newswire site export /srv/news")
def export_site(folder: Annotated[Path, typer.Argument(help="A new folder, or one of an earlier export.")]) -> None:
    """Write the whole website as files, for any server or network that hands out files.

    What is gone from the website is removed from the folder, before anything else; a file that did not change keeps
    its time.
    """
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from newswire.project.website import run_export

        with Progress(console=console) as progress:

            def count(total: int) -> Callable[[], None]:
                task = progress.add_task("Writing the website", total=total)
                return lambda: progress.advance(task)

            done = asyncio.run(run_export(folder, count))
    console.print(f"{done.written} files written, {done.unchanged} unchanged, {done.removed} removed.")
