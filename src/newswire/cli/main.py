"""The `newswire` command: its groups, and how errors and exit codes look."""

import os
import sys

import typer
from rich.console import Console

from newswire.cli.bench import bench
from newswire.cli.database import database_commands
from newswire.cli.importing import import_stories
from newswire.cli.people import person_commands
from newswire.cli.serving import demo, serve
from newswire.cli.site import site_commands
from newswire.cli.subscribing import subscriber_commands
from newswire.cli.upgrading import upgrade
from newswire.cli.wire import wire_commands
from newswire.kit.errors import NewswireError

app = typer.Typer(
    name="newswire",
    help="An open news broadcasting system: the machine room of a news agency.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("serve")(serve)
app.command("demo")(demo)
app.command("import")(import_stories)
app.command("upgrade")(upgrade)
app.command("bench")(bench)
app.add_typer(wire_commands, name="wire")
app.add_typer(subscriber_commands, name="subscriber")
app.add_typer(person_commands, name="person")
app.add_typer(site_commands, name="site")
app.add_typer(database_commands, name="db")


def main() -> None:
    """Runs the command line: exit code 2 for wrong usage, 1 for a failure, which is told in one sentence."""
    try:
        app()
    except NewswireError as error:
        Console(stderr=True, soft_wrap=True).print(f"[red]{error.title}.[/red] {error.detail}", highlight=False)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `| head` closed the pipe
        sys.exit(1)


if __name__ == "__main__":
    main()
