"""What every command says of itself, and how the commands behave in a shell: pipes, exit codes, signals."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from newswire.cli.main import app
from tests.newsroom import Newsroom

NEWSWIRE = (sys.executable, "-m", "newswire.cli.main")


def find_commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command below a group with the words that call it."""
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from find_commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(find_commands(typer.main.get_command(app)))


@pytest.fixture
def environment(dsn: str, home: Path) -> dict[str, str]:
    """The environment of a shell whose newsroom is the test's database."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWIRE_")}
    return {**own, "DATABASE_URL": dsn, "PUBLIC_DATABASE_URL": dsn, "NEWSWIRE_HOME": str(home), "NO_COLOR": "1"}


def test_the_commands_are_those_the_design_names() -> None:
    named = {" ".join(words) for words in COMMANDS}
    assert named >= {"serve", "demo", "import", "bench", "upgrade", "wire tail", "wire verify", "wire replay"}
    assert named >= {"subscriber add", "subscriber list", "person add", "site open", "site rebuild", "db migrate"}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_helps_with_an_example_of_itself(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert result.exit_code == 0
    said = " ".join(re.sub(r"[│╭╮╰╯─]", " ", result.output).split())
    example = said.partition("Example: ")[2]
    assert f"newswire {' '.join(words)}" in example
    for parameter in COMMANDS[words].params:
        if parameter.param_type_name == "option":
            assert parameter.opts[0] in said


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_option_that_does_not_exist_is_wrong_usage(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*words, "--no-such-option"])
    assert result.exit_code == 2
    assert "--no-such-option" in result.output


@pytest.mark.parametrize(
    "line",
    [
        *("nonsense", "wire nonsense", "wire", "import", "subscriber add", "person add", "serve --port many"),
        *("wire tail -n -1", "wire tail -n some", "person add anna --role king", "upgrade --programs /nowhere/at/all"),
    ],
)
def test_wrong_usage_ends_with_2_before_anything_is_touched(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "host=nowhere.invalid")  # whoever asks it fails otherwise
    result = CliRunner().invoke(app, line.split())
    assert result.exit_code == 2
    assert "Usage:" in result.output


def test_the_tail_follows_a_new_release_and_ends_when_asked(newsroom: Newsroom, environment: dict[str, str]) -> None:
    newsroom.append("old")
    command = [*NEWSWIRE, "wire", "tail", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tail:
        assert tail.stdout is not None
        assert tail.stderr is not None
        first = json.loads(tail.stdout.readline())
        newsroom.append("new")
        second = json.loads(tail.stdout.readline())
        tail.terminate()
        rest, said = tail.stdout.read(), tail.stderr.read()
    assert [(one["seq"], one["kind"]) for one in (first, second)] == [(1, "new"), (2, "new")]
    assert "(new)" in second["headline"]
    assert (tail.returncode, rest, said) == (0, b"", b"")


@pytest.mark.parametrize("form", ["", " --json"])
def test_a_pipe_that_closes_early_is_no_fault(newsroom: Newsroom, environment: dict[str, str], form: str) -> None:
    for number in range(400):
        newsroom.append(f"story-{number}")
    line = f"{sys.executable} -m newswire.cli.main wire tail --no-follow -n 400{form} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert done.returncode == 1


def test_a_failure_in_a_shell_is_one_sentence_without_a_traceback(environment: dict[str, str]) -> None:
    environment["DATABASE_URL"] = "postgresql://["
    done = subprocess.run(
        [*NEWSWIRE, "wire", "verify"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "DATABASE_URL cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
