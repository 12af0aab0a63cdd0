"""`newswire site`: the public website."""

import typer
from psycopg import Connection
from rich.console import Console

from newswire.delivery.website.follow import do_advance, do_rewind
from newswire.project.database import database, do_migrate, read_own_environment

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
            while applied := do_advance(connection, home):
                done += applied
    console.print(f"{done} entries applied.")
