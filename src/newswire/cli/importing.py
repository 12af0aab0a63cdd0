"""`newswire import`: stories from files onto the wire."""

from pathlib import Path
from typing import Annotated

import typer
from psycopg import Connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from newswire.formats.options import ReadOptions
from newswire.ingest.filing import Importer, Tally
from newswire.kit.clock import utc_now
from newswire.project.database import database, do_migrate, read_own_environment

SHOWN = 20
console = Console()

Paths = Annotated[list[Path], typer.Argument(help="Files, or folders with files in them.", show_default=False)]
Archive = Annotated[
    bool, typer.Option("--archive", help="Keep the original dates and file as archive: searchable, sent to nobody.")
]
Language = Annotated[str, typer.Option(help="Language of stories that do not name theirs; detected where empty.")]


def import_stories(paths: Paths, archive: Archive = False, language: Language = "") -> None:
    """Release the stories in files: web-page texts, Reuters-21578, ninjs, NewsML-G2. The format is recognised.

    A second run releases nothing twice. Exit code 1 if a story was refused.

    Example: newswire import --archive corpora/reuters21578
    """
    if missing := [path for path in paths if not path.exists()]:
        raise typer.BadParameter(f"there is no {', '.join(map(str, missing))}", param_hint="PATH")
    environment = read_own_environment()
    options = ReadOptions(
        authority=environment.authority, now=utc_now(), provider=environment.provider, language=language
    )
    with database() as dsn:
        do_migrate(dsn, environment.home)
        with Connection.connect(dsn, autocommit=True) as connection, _progress() as progress:
            importer = Importer(connection, options, clock=utc_now, actor="import", archive=archive)
            task = progress.add_task("Importing", total=None, stories=0)
            for tally in importer.run(paths):
                progress.update(task, completed=tally.done, total=tally.total, stories=tally.read)
    _print(importer.tally)
    if importer.tally.refused:
        raise typer.Exit(1)


def _name(files: list[Path]) -> str:
    return ", ".join(file.name for file in files[:SHOWN]) + (" …" if len(files) > SHOWN else "")


def _progress() -> Progress:
    return Progress(
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[stories]} stories"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _print(tally: Tally) -> None:
    table = Table("Read", "Released", "Duplicates", "Refused", box=None)
    table.add_row(*map(str, (tally.read, tally.released, tally.duplicates, tally.refused)))
    console.print(table)
    if tally.passed_over:
        console.print(f"{len(tally.passed_over)} files in the folders are no stories: " + _name(tally.passed_over))
    for refusal in tally.refusals[:SHOWN]:
        console.print(f"{refusal.path}: {refusal.reason}", style="red", markup=False, highlight=False, soft_wrap=True)
    if len(tally.refusals) > SHOWN:
        console.print(f"… and {len(tally.refusals) - SHOWN} more")
