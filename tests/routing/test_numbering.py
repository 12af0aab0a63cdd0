"""The arithmetic of numbers, against versions so simple that they cannot be wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from newswire.routing.numbering import (
    SIZE,
    WIDTH,
    add_members,
    block_of,
    count_bits,
    decode_counters,
    encode_counters,
    grow,
    read_bits,
    transpose,
)

MANY = 70
some_members = st.sets(st.integers(0, MANY - 1), min_size=1, max_size=20).map(BitMap)
audiences = st.dictionaries(st.integers(1, SIZE), some_members, max_size=12)
counters = st.lists(st.integers(0, 2**31), max_size=30).map(lambda many: np.array(many, dtype=np.uint32))


@given(st.integers(1, 10**12))
def test_each_release_lies_in_exactly_one_block(seq: int) -> None:
    block = block_of(seq)
    assert block * SIZE + 1 <= seq <= (block + 1) * SIZE


@given(block=st.integers(0, 10_000), inside=audiences, spare=st.integers(0, 3))
def test_a_transposed_block_gives_each_subscription_its_own_releases(
    block: int, inside: dict[int, BitMap], spare: int
) -> None:
    given_out = [(block * SIZE + place, who) for place, who in inside.items()]
    width = MANY + spare
    bits = transpose(block, given_out, width)
    assert len(bits) == width * WIDTH
    counted = count_bits(bits)
    for number in range(width):
        expected = sorted(seq for seq, who in given_out if number in who)
        assert read_bits(block, bits[number * WIDTH : (number + 1) * WIDTH]) == expected
        assert counted[number] == len(expected)


@pytest.mark.parametrize("place", [1, 8, 9, SIZE - 1, SIZE])
def test_the_edges_of_a_block_and_of_its_bytes_are_kept(place: int) -> None:
    bits = transpose(3, [(3 * SIZE + place, BitMap([1]))], 2)
    assert bits[:WIDTH] == bytes(WIDTH)
    assert bits[WIDTH + (place - 1) // 8] == 128 >> (place - 1) % 8
    assert read_bits(3, bits[WIDTH:]) == [3 * SIZE + place]


@given(counters)
def test_counters_come_back_from_storage_four_bytes_each_highest_byte_first(many: np.ndarray) -> None:
    stored = encode_counters(many)
    assert stored == b"".join(int(one).to_bytes(4, "big") for one in many)
    assert decode_counters(stored).tolist() == many.tolist()


@given(counters, st.integers(0, 60))
def test_growing_adds_zeros_and_never_shrinks(many: np.ndarray, width: int) -> None:
    before = many.tolist()
    assert grow(many, width).tolist() == before + [0] * (width - len(before))


@given(st.lists(some_members, max_size=12))
def test_counting_release_by_release_is_counting_names(releases: list[BitMap]) -> None:
    counted = np.zeros(0, dtype=np.uint32)
    for who in releases:
        counted = add_members(counted, who)
    width = max((who.max() + 1 for who in releases), default=0)
    assert counted.tolist() == [sum(number in who for who in releases) for number in range(width)]


@given(inside=audiences, before=counters)
def test_counting_a_finished_block_equals_counting_its_releases(inside: dict[int, BitMap], before: np.ndarray) -> None:
    at_once = grow(before.copy(), MANY)
    at_once = at_once + count_bits(transpose(0, inside.items(), MANY))
    one_by_one = grow(before.copy(), MANY)
    for who in inside.values():
        one_by_one = add_members(one_by_one, who)
    assert at_once.tolist() == one_by_one.tolist()
