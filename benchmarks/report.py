"""How every benchmark ends: a table for people, then one line of JSON for machines."""

import math
from collections.abc import Mapping, Sequence

import msgspec
from rich.console import Console
from rich.table import Table


class Peer(msgspec.Struct, frozen=True):
    """Whom we were measured against in the same run. `ratio` > 1: we are better; None where none ran, and `why`."""

    name: str
    ratio: float | None
    why: str = ""


NO_PEER = "none"


class Outcome(msgspec.Struct, frozen=True):
    """What a benchmark found: its name, numbers by name (the unit ends the name), the peer."""

    benchmark: str
    metrics: Mapping[str, float]
    peer: Peer


def print_outcome(outcome: Outcome, title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Prints `rows` (the first one is the head) as a table, then the outcome as the last line."""
    table = Table(*rows[0], box=None)
    for row in rows[1:]:
        table.add_row(*row)
    console = Console(width=120)
    console.print(title, highlight=False, markup=False)
    console.print(table)
    print(encode_outcome(outcome), flush=True)


def encode_outcome(outcome: Outcome) -> str:
    """`{"benchmark", "metrics", "peer", "ratio_to_peer"}`, and `why` where no peer ran."""
    found: dict[str, object] = {
        "benchmark": outcome.benchmark,
        "metrics": {name: round_number(value) for name, value in outcome.metrics.items()},
        "peer": outcome.peer.name,
        "ratio_to_peer": None if outcome.peer.ratio is None else round_number(outcome.peer.ratio),
    }
    if outcome.peer.ratio is None:
        found["why"] = outcome.peer.why
    return msgspec.json.encode(found).decode()


def round_number(value: float) -> float:
    """Four significant digits, no more than a benchmark can promise; counts stay whole."""
    if value == 0 or value == int(value):
        return int(value)
    return round(value, 3 - math.floor(math.log10(abs(value))))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
