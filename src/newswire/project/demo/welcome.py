"""What `newswire demo` says when the newsroom is open."""

from rich.console import Console
from rich.table import Table

from newswire.project.database import read_own_environment
from newswire.project.demo.credentials import path_of, read_credentials


def print_welcome(address: str) -> None:
    """Prints the doors and one login for each."""
    home = read_own_environment().home
    credentials = read_credentials(home)
    chief = next(one for one in credentials.desk if one.role == "duty-chief")
    seat, key = credentials.portal[0], credentials.keys[0]
    doors = Table(box=None, show_header=False, padding=(0, 2))
    doors.add_row("Readers", f"{address}/")
    doors.add_row("Editors", f"{address}/desk/", f"{chief.username}  {chief.password}")
    doors.add_row("Subscribers", f"{address}/portal/", f"{seat.username}  {seat.password}")
    console = Console(soft_wrap=True, highlight=False)
    console.print("\n[bold]The newsroom is open.[/bold] A day begins now and goes on by itself; Ctrl-C ends it.\n")
    console.print(doors)
    console.print(f"  Machines       curl -N -H 'Authorization: Bearer {key.key}' {address}/v1/stream", markup=False)
    console.print(f"\nAll names, passwords and keys: {path_of(home)}\n")
