"""`newswire wire`: look at the log, follow it, prove it."""

import json
import signal
import threading
from typing import Annotated

import typer
from psycopg import Connection
from rich.console import Console
from rich.progress import Progress

from newswire.project.database import database
from newswire.routing.router import rebuild
from newswire.wire.follow import follow, read_head, read_items, read_newest
from newswire.wire.release import Release
from newswire.wire.verify import verify

wire_commands = typer.Typer(help="The numbered log of releases.", no_args_is_help=True)
console = Console()

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Everything = Annotated[bool, typer.Option("--all", help="Archived stories as well.")]
Lines = Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the newest to show first.")]
Once = Annotated[bool, typer.Option("--no-follow", help="Stop after those instead of waiting for more.")]


@wire_commands.command("tail", epilog="Example: newswire wire tail -n 20")
def tail(as_json: Json = False, archive: Everything = False, lines: Lines = 10, once: Once = False) -> None:
    """Show the newest releases and each further one as it comes."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with database() as dsn, Connection.connect(dsn, autocommit=True) as connection:
        newest = read_newest(connection, lines)[::-1]
        last = read_head(connection).seq
        _print(connection, newest, as_json=as_json, archive=archive)
        if once:
            return
        try:
            for batch in follow(dsn, last, stop):
                _print(connection, batch, as_json=as_json, archive=archive)
        except KeyboardInterrupt:
            return


@wire_commands.command("verify", epilog="Example: newswire wire verify && echo sound")
def verify_wire(as_json: Json = False) -> None:
    """Prove that no release is missing, changed or out of order; exit code 1 where one is."""
    with (
        database() as dsn,
        Connection.connect(dsn, autocommit=True) as connection,
        Progress(console=Console(stderr=True), transient=True) as progress,
    ):
        task = progress.add_task("Verifying", total=max(1, read_head(connection).seq))
        report = None
        for report in verify(connection):
            progress.update(task, completed=report.releases)
    assert report is not None, "verify always reports at least once"
    if as_json:
        faults = [{"seq": fault.seq, "what": fault.what} for fault in report.faults]
        found = {"releases": report.releases, "checkpoints": report.checkpoints, "erased": list(report.erased)}
        print(json.dumps(found | {"faults": faults}))
    else:
        console.print(f"{report.releases} releases, {report.checkpoints} signed checkpoints.")
        for seq in report.erased:
            console.print(f"Release {seq}: its content was erased by order; the chain still proves it.")
        for fault in report.faults:
            console.print(f"[red]Release {fault.seq}: {fault.what}.[/red]")
        console.print("[red]The wire does not hold.[/red]" if report.faults else "The wire holds.")
    if report.faults:
        raise typer.Exit(1)


@wire_commands.command("replay", epilog="Example: newswire wire replay")
def replay() -> None:
    """Throw audiences and numbers away and make them again from the wire; the same ones come out."""
    with (
        database() as dsn,
        Connection.connect(dsn, autocommit=True) as connection,
        Progress(console=Console(stderr=True), transient=True) as progress,
    ):
        task = progress.add_task("Routing", total=max(1, read_head(connection).seq))
        done = 0
        for done in rebuild(connection):
            progress.update(task, completed=done)
    console.print(f"{done} releases routed.")


def _print(
    connection: Connection[tuple[object, ...]], releases: list[Release], *, as_json: bool, archive: bool
) -> None:
    shown = [one for one in releases if archive or not one.archive]
    items = read_items(connection, [one.seq for one in shown])
    for one in shown:
        item = items.get(one.seq)
        headline = item.headline if item else one.reason
        if as_json:
            line = {
                "seq": one.seq,
                "kind": one.kind,
                "guid": one.guid,
                "version": one.version,
                "released_at": one.released_at.isoformat(),
                "actor": one.actor,
                "archive": one.archive,
                "language": item.language if item else "",
                "headline": headline,
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)
        else:
            language = item.language if item else ""
            moment = f"{one.released_at:%Y-%m-%d %H:%M:%S}"
            console.print(
                f"{one.seq:>8}  {moment}  {one.kind:<10} {language:<3} {headline}",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
