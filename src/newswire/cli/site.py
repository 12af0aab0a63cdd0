"""`newswire site`: the public website."""

from typing import Annotated

import typer
from psycopg import Connection
from rich.console import Console

from newswire.cli.site_policy import set_policy
from newswire.delivery.website.follow import do_advance, do_rewind
from newswire.delivery.website.read_secrets import read_secrets
from newswire.kit.clock import utc_now
from newswire.project.database import database, do_migrate, read_own_environment
from newswire.project.site_crawl import Crawl, open_site_client

Query = Annotated[str, typer.Option(help="What goes public, in Lucene syntax; everything where empty.")]

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


@site_commands.command("open", epilog="Example: newswire site open --query 'lang:en AND urgency:[1 TO 5]'")
def open_site(query: Query = "") -> None:
    """Say which portion of the stories goes public, as a query; it counts from the next release on."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from newswire.subscribers.service import do_open_website

        do_open_website(query, now=utc_now())
    console.print("The website carries what matches, summarised, from the next release on.")


Address = Annotated[str, typer.Argument(help="The site's address, such as https://news.example.")]
Releases = Annotated[int, typer.Option(min=1, help="How many of the wire's newest releases must not show through.")]


@site_commands.command("check", epilog="Example: newswire site check https://news.example --releases 5000")
def check_site(address: Address, releases: Releases = 20_000) -> None:
    """Walk every page, feed and file of a running site and look for what the public must not see.

    Looked for are full texts beyond the summary, notes to editors, the desk's sources and everything of stories that
    are not public, as this installation's wire has them. Exit code 1 where something is found.
    """
    with database() as dsn, Connection.connect(dsn, autocommit=True) as connection:
        with console.status("Reading the wire"):
            secrets, public_ids = read_secrets(connection, now=utc_now(), releases=releases)
        with open_site_client(address) as fetch, console.status("Walking the site") as status:
            crawl, found = Crawl(fetch, address, secrets), 0
            for finding in crawl.run(public_ids):
                found += 1
                what = f": {finding.leak.what} of {finding.leak.guid}, “{finding.leak.words}”" if finding.leak else ""
                console.print(f"[red]{finding.path}[/red] {finding.problem}{what}", highlight=False)
                status.update(f"Walking the site: {crawl.looked} answers")
    console.print(f"{crawl.looked} answers looked at for {len(secrets)} runs of words; {found} findings.")
    if found:
        raise typer.Exit(1)
