"""`newswire upgrade`: the embedded PostgreSQL's data brought to the major version this Newswire has."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from newswire.project.database import read_own_environment
from newswire.project.postgres.failures import UpgradeError
from newswire.project.postgres.upgrade import Stage, Upgrade, do_upgrade

console = Console(soft_wrap=True, highlight=False)

Programs = Annotated[
    Path | None,
    typer.Option(
        "--programs",
        help="Installation of the old PostgreSQL (the folder with bin/), where Newswire does not bring that version.",
        exists=True,
        file_okay=False,
    ),
]


def upgrade(programs: Programs = None) -> None:
    """Bring data of an older PostgreSQL to the version this Newswire brings; stop Newswire first.

    The old data are kept beside the new ones until you delete them. Nothing is lost when it is interrupted: run it
    again.

    Example: NEWSWIRE_HOME=/srv/newswire newswire upgrade
    """
    environment = read_own_environment()
    if environment.database_url:
        raise UpgradeError(
            "DATABASE_URL names a server of your own: upgrade it with its own tools, "
            "or unset the variable to upgrade the data below NEWSWIRE_HOME."
        )
    with _progress() as progress:
        bars = _Bars(progress)
        report = do_upgrade(environment.home, programs=programs, tell=bars.show)
        bars.finish()
    _print(report)


class _Bars:
    """One line for each stage; the last one moves."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.name = ""
        self.task = TaskID(0)

    def show(self, stage: Stage) -> None:
        if stage.name != self.name:
            self.finish()
            self.name = stage.name
            self.task = self.progress.add_task(stage.name, total=None)
        self.progress.update(self.task, completed=stage.done, total=stage.total or None)

    def finish(self) -> None:
        if self.name:
            self.progress.update(self.task, completed=1, total=1)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(finished_text="✓"),
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _print(report: Upgrade) -> None:
    if not report.before:
        console.print(f"There are no data in {report.data} yet: the first start makes them.", markup=False)
    elif not report.upgraded:
        console.print(f"The data are up to date: PostgreSQL {report.after}, in {report.data}.", markup=False)
    else:
        console.print(f"Upgraded from PostgreSQL {report.before} to {report.after}: {report.data}", markup=False)
    if report.tables:
        console.print(
            f"Counted before and after, and the same: {report.rows:,} rows in {report.tables:,} tables, "
            f"{report.sequences:,} sequences."
        )
    if report.settings:
        console.print("Settings of your own that were not taken over; add those you still want to its postgresql.conf:")
        for line in report.settings:
            console.print(f"  {line}", markup=False)
    if report.kept:
        console.print("The older data are kept. When you are content with the new ones, delete them:")
        console.print(f"  {report.delete_command}", markup=False)
