"""`newswire site`: the public website."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from psycopg import Connection
from rich.console import Console
from rich.progress import Progress

from newswire.delivery.website.follow import do_advance, do_rewind
from newswire.kit.clock import utc_now
from newswire.project.database import database, do_migrate, read_own_environment

Query = Annotated[str, typer.Option(help="What goes public, in Lucene syntax; everything where empty.")]

site_commands = typer.Typer(help="The public website.", no_args_is_help=True)
console = Console()


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


@site_commands.command("open", epilog="Example: newswire site open --query 'lang:en AND urgency:[1 TO 5]'")
def open_site(query: Query = "") -> None:
    """Say which portion of the stories goes public, as a query; it counts from the next release on."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from newswire.subscribers.service import do_open_website

        do_open_website(query, now=utc_now())
    console.print("The website carries what matches, summarised, from the next release on.")


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
