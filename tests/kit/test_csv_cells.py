"""No cell of a CSV file is a formula."""

import csv
import io

import pytest

from newswire.kit.csv_cells import write_line


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1", "＝1", "\n=1"])
def test_what_a_spreadsheet_would_compute_is_text(text: str) -> None:
    (row,) = csv.reader(io.StringIO(write_line([text, "plain"]), newline=""))
    assert row == [f"'{text}", "plain"]


def test_everything_else_stays_as_it_is() -> None:
    (row,) = csv.reader(io.StringIO(write_line(["a,b", 'say "x"', 3, None, "a-b", "عربي"]), newline=""))
    assert row == ["a,b", 'say "x"', "3", "", "a-b", "عربي"]
    assert write_line(["a"]).endswith("\r\n")
