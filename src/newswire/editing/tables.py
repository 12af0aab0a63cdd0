"""Tables in the editor's text: one paragraph a row, `| Party | Seats |`, and a row of `|---|` under the head.

The caption stands in a row `|+ Seats won |` before the first. A bar or backslash in a cell stands behind a backslash,
and so does a cell that is nothing but dashes; such a row elsewhere than under the head holds dashes.
"""

import re
from collections.abc import Iterable, Iterator

from newswire.item.body import Block, Paragraph, Table

_CELL = re.compile(r"((?:[^\\|]|\\.)*)\|")
_DASHES = r":?-{2,}:?"
_RULE = re.compile(rf"\|(?:\s*{_DASHES}\s*\|)+")
_CAPTION = "|+"


def gather_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with every run of rows made into a table; all others as they are. Rows are filled up to the widest."""
    rows: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph) and is_row(block.text):
            rows.append(block.text)
            continue
        yield from _make_tables(rows)
        rows = []
        yield block
    yield from _make_tables(rows)


def write_rows(table: Table) -> Iterator[str]:
    """The paragraphs that stand for a table in the editor."""
    if table.caption:
        yield f"{_CAPTION} {_shield(table.caption)} |"
    for index, row in enumerate(table.rows):
        yield "| " + " | ".join(map(_shield, row)) + " |"
        if index == 0 and table.has_head:
            yield "|" + "---|" * len(row)


def is_row(text: str) -> bool:
    """Whether a paragraph is a row of a table: it begins and ends with a bar and has something between."""
    return len(text) > 2 and text.startswith("|") and text.endswith("|") and not text.endswith("\\|")


def _make_tables(lines: list[str]) -> Iterator[Table]:
    """The tables in a run of rows: a caption begins a new one."""
    if not lines:
        return
    starts = [index for index, line in enumerate(lines) if index == 0 or line.startswith(_CAPTION)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        part = lines[start:end]
        caption = ""
        if part[0].startswith(_CAPTION):
            caption = " ".join(_cells("|" + part.pop(0).removeprefix(_CAPTION)))
        has_head = len(part) > 1 and bool(_RULE.fullmatch(part[1]))
        if has_head:
            del part[1]
        rows = [_cells(line) for line in part]
        width = max(map(len, rows), default=0)
        filled = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
        yield Table(filled, has_head, caption)


def _cells(line: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", cell).strip() for cell in _CELL.findall(line[1:].replace("\n", " "))]


def _shield(cell: str) -> str:
    shielded = cell.replace("\\", "\\\\").replace("|", "\\|")
    return "\\" + shielded if re.fullmatch(_DASHES, shielded) else shielded
