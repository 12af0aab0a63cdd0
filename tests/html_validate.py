"""html-validate over pages. `make test` installs what `tests/web/package.json` names below the virtual environment."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

CONFIGURATION = Path(__file__).parent / "web" / "htmlvalidate.json"
TOOLS = Path(sys.prefix) / "web" / "node_modules" / ".bin"


class Message(msgspec.Struct, rename="camel"):
    """One complaint."""

    rule_id: str
    message: str
    line: int
    column: int


class Report(msgspec.Struct, rename="camel"):
    """What was found in one file."""

    file_path: str
    messages: list[Message]


def find_tool(name: str) -> Path:
    """The program of that name from npm. Without it the test is skipped with the reason, and fails where `CI=true`."""
    program = TOOLS / name
    if not (program.exists() and shutil.which("node")):
        reason = f"{name} is not installed: it needs Node.js 20 and `make test`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def validate(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What html-validate finds in pages by name, one line each."""
    program = find_tool("html-validate")
    files = {}
    for number, (name, page) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(page)
        files[path.name] = name
    command = ["node", str(program), "--config", str(CONFIGURATION), "--formatter", "json=report.json", *sorted(files)]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    assert done.returncode in (0, 1), done.stderr.decode()
    return [
        f"{files[Path(report.file_path).name]}:{one.line}:{one.column} {one.rule_id}: {one.message}"
        for report in msgspec.json.decode((folder / "report.json").read_bytes(), type=list[Report])
        for one in report.messages
    ]
