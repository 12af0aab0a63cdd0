"""Dense numbers without a row per delivery: audiences of a thousand releases, transposed to one bit string each.

`n` of a subscription is the rank of a release among those whose audience holds it. A block covers the releases
`block * 1000 + 1` to `block * 1000 + 1000`; it stores every subscription's counter before it (4 bytes, big-endian)
and, per subscription, 1,000 bits (125 bytes, first release in the highest bit). Both are read by `substring`, so one
subscription costs 129 bytes of a block, not all of it.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

SIZE = 1000
WIDTH = 125
COUNTER = 4

Counters = npt.NDArray[np.uint32]


def block_of(seq: int) -> int:
    """The block a release lies in."""
    return (seq - 1) // SIZE


def transpose(block: int, audiences: Iterable[tuple[int, BitMap]], width: int) -> bytes:
    """The block's bits from its audiences `(seq, members)`: 125 bytes for each of `width` subscriptions."""
    matrix = np.zeros((SIZE, width), dtype=np.uint8)
    for seq, members in audiences:
        matrix[seq - block * SIZE - 1, np.asarray(members.to_array(), dtype=np.int64)] = 1
    return np.packbits(matrix, axis=0).T.tobytes()


def count_bits(bits: bytes) -> Counters:
    """How many releases of a block each subscription got."""
    rows = np.frombuffer(bits, dtype=np.uint8).reshape(-1, WIDTH)
    counted: Counters = np.bitwise_count(rows).sum(axis=1, dtype=np.uint32)
    return counted


def encode_counters(counters: Counters) -> bytes:
    """Counters as they are stored."""
    return counters.astype(">u4").tobytes()


def decode_counters(content: bytes) -> Counters:
    """Counters from how they are stored."""
    return np.frombuffer(content, dtype=">u4").astype(np.uint32)


def grow(counters: Counters, width: int) -> Counters:
    """The same counters with room for `width` subscriptions; the new ones had nothing."""
    if len(counters) >= width:
        return counters
    return np.concatenate([counters, np.zeros(width - len(counters), dtype=np.uint32)])


def read_bits(block: int, bits: bytes) -> list[int]:
    """The numbers of the releases that one subscription's 125 bytes stand for, in order."""
    if not bits:
        return []
    positions = np.flatnonzero(np.unpackbits(np.frombuffer(bits, dtype=np.uint8)))
    return [block * SIZE + 1 + int(position) for position in positions]


def add_members(counters: Counters, members: BitMap) -> Counters:
    """`counters` after one more release with that audience (grown where needed, changed in place otherwise)."""
    counters = grow(counters, members.max() + 1)
    counters[np.asarray(members.to_array(), dtype=np.int64)] += 1
    return counters
