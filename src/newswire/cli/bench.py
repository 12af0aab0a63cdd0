"""`newswire bench`: the benchmarks that lie beside the source in a checkout."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from newswire.kit.errors import NotFoundError

CHECKOUT = Path(__file__).resolve().parents[3]
"""Where `src/` lies; installed from a wheel, this is no checkout."""

Names = Annotated[list[str] | None, typer.Argument(help="Benchmarks by name, or “all”.", show_default=False)]
ListThem = Annotated[bool, typer.Option("--list", help="Show the names and what each measures.")]


def bench(names: Names = None, list_them: ListThem = False) -> None:
    """Run benchmarks; each prints a table and, as its last line, one line of JSON.

    They work in folders of their own and leave nothing behind; give the machine nothing else to do meanwhile.

    Example: newswire bench release_to_stream
    """
    checkout = find_checkout(CHECKOUT)
    arguments = ["--list"] if list_them else (names or [])
    command = [sys.executable, "-m", "benchmarks", *arguments]
    raise typer.Exit(subprocess.run(command, cwd=checkout, check=False).returncode)


def find_checkout(folder: Path) -> Path:
    """`folder` if benchmarks lie there. Raises `NotFoundError`."""
    if not (folder / "benchmarks" / "__main__.py").exists():
        raise NotFoundError(
            f"There are no benchmarks in {folder}: they come with the source, not with the installed package. "
            "Run this command in a checkout that was installed with “pip install --editable”."
        )
    return folder
