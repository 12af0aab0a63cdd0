"""Lines of a CSV file whose cells no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable
from typing import Any

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula, also behind spaces."""
BYTE_ORDER_MARK = "\ufeff"
"""What a file begins with so that a spreadsheet reads it as UTF-8."""


class _Line:
    """What `csv` writes to: it gives back the line."""

    def write(self, line: str) -> str:
        return line


def write_line(cells: Iterable[object]) -> str:
    """One line with its end; None is an empty cell."""
    writer: Any = csv.writer(_Line())
    line: str = writer.writerow([_tame(cell) for cell in cells])
    return line


def _tame(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RISKY) else text
