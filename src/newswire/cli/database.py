"""`newswire db`: tables and roles."""

import typer
from rich.console import Console

from newswire.project.database import database, do_migrate, print_role_sql, read_own_environment

database_commands = typer.Typer(help="The database: tables and roles.", no_args_is_help=True)
console = Console()


@database_commands.command("migrate", epilog="Example: newswire db migrate")
def migrate() -> None:
    """Bring the tables up to date; `serve` does it too."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
    console.print("The tables are up to date.")


@database_commands.command("roles", epilog="Example: newswire db roles | psql -U postgres newswire")
def roles() -> None:
    """Print the SQL that makes both roles on a server of one's own; the embedded server has them already."""
    with database() as dsn:
        for statement in print_role_sql(dsn, read_own_environment().home):
            print(f"{statement};")
