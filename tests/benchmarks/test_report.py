"""What every benchmark must print, and that the reference names all of them."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from benchmarks.__main__ import main
from benchmarks.import_corpus import read_tally
from benchmarks.report import NO_PEER, Outcome, Peer, encode_outcome, percentile, print_outcome, round_number
from benchmarks.table import BENCHMARKS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
SHARED = {
    "__init__",
    "__main__",
    "demo",
    "nginx",
    "profiles",
    "readers",
    "report",
    "search_peers",
    "search_stories",
    "streams",
    "summary_corpora",
    "summary_rivals",
    "table",
}
OUTCOME = Outcome("append", {"per_second": 1234.5678, "bytes": 2048}, Peer("PostgreSQL", 0.93456))


def test_the_last_line_is_json_with_the_peer_and_the_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    print_outcome(OUTCOME, "A title", [("way", "median/s"), ("append", "1,235")])
    *table, last = capsys.readouterr().out.splitlines()
    assert json.loads(last) == {
        "benchmark": "append",
        "metrics": {"per_second": 1235, "bytes": 2048},
        "peer": "PostgreSQL",
        "ratio_to_peer": 0.9346,
    }
    assert [line.split() for line in table] == [["A", "title"], ["way", "median/s"], ["append", "1,235"]]


def test_without_a_peer_the_ratio_is_null_and_says_why() -> None:
    found = json.loads(encode_outcome(Outcome("import", {}, Peer(NO_PEER, None, "none is installed"))))
    assert (found["peer"], found["ratio_to_peer"], found["why"]) == ("none", None, "none is installed")


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.0, 0), (59.219, 59.22), (0.00123456, 0.001235), (123456.7, 123500), (1000.0, 1000)]
)
def test_numbers_keep_four_digits(value: float, rounded: float) -> None:
    assert round_number(value) == rounded


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(200, 0, -1)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.95, 0.99, 1.0)] == [1, 100, 190, 198, 200]


def test_the_closing_table_of_an_import_is_read() -> None:
    said = " Read   Released  Duplicates  Refused \n 21578  21570     5           3       \n3 files are no stories"
    assert read_tally(said) == (21578, 21570, 5, 3)


def test_every_module_is_a_benchmark_in_the_table_and_has_a_main() -> None:
    modules = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - SHARED
    assert modules == {benchmark.module for benchmark in BENCHMARKS.values()}
    assert all(callable(import_module(f"benchmarks.{module}").main) for module in modules)


def test_every_benchmark_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)`", PAGE.read_text(), re.MULTILINE))
    assert documented == set(BENCHMARKS)


def test_the_list_names_every_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(BENCHMARKS)


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["append", "nothing"]])
def test_an_unknown_name_is_told_with_the_known_ones(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert [name for name in ("all", *BENCHMARKS) if name not in told] == []
