"""`newswire bench`: finds the benchmarks of a checkout, hands on their exit code, and says where there are none."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from newswire.cli.bench import CHECKOUT, find_checkout
from newswire.cli.main import app
from newswire.kit.errors import NotFoundError


def test_benchmarks_are_listed_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["bench", "--list"]).exit_code == 0
    assert "release_to_stream" in capfd.readouterr().out


def test_an_unknown_benchmark_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert CliRunner().invoke(app, ["bench", "nothing"]).exit_code == 2
    assert "nothing" in capfd.readouterr().err


def test_an_installed_package_says_that_benchmarks_come_with_the_source(tmp_path: Path) -> None:
    assert find_checkout(CHECKOUT) == CHECKOUT
    with pytest.raises(NotFoundError, match="come with the source"):
        find_checkout(tmp_path)
