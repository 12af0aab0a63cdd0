"""Whatever bytes arrive, a reader gives items and FormatErrors and nothing else: no crash, no endless work."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.formats.options import ReadOptions
from newswire.formats.table import FORMATS, detect
from newswire.item.item import Item
from newswire.kit.errors import FormatError
from tests.formats.conftest import NOW
from tests.formats.test_newsml_g2 import document
from tests.formats.test_ninjs_reader import MODERN
from tests.formats.test_reuters21578 import story
from tests.formats.test_webpage import PAGE

OPTIONS = ReadOptions(authority="agency.example", now=NOW)
SAMPLES = {
    "ninjs": json.dumps(MODERN).encode(),
    "newsml-g2": document(),
    "reuters21578": story() + story(new_id="8"),
    "webpage": PAGE.encode(),
}


def read_safely(name: str, content: bytes) -> Iterator[Item | FormatError]:
    """All that a reader gives; an error for the whole document ends it."""
    reader = FORMATS[name].reader
    assert reader is not None
    try:
        yield from reader(content, OPTIONS)
    except FormatError as problem:
        yield problem


def test_there_is_a_sample_for_every_reader() -> None:
    assert set(SAMPLES) == {one.name for one in FORMATS.values() if one.reader}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_by_its_own_format(name: str) -> None:
    assert detect(SAMPLES[name], "story.txt").name == name
    assert all(isinstance(one, Item) for one in read_safely(name, SAMPLES[name]))


@pytest.mark.parametrize("name", SAMPLES)
@given(content=st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes(name: str, content: bytes) -> None:
    for found in read_safely(name, content):
        assert isinstance(found, Item | FormatError)


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_sample_with_a_piece_cut_out_or_doubled(name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, len(sample)))
    times = data.draw(st.sampled_from((0, 2)))
    for found in read_safely(name, sample[:start] + sample[start:end] * times + sample[end:]):
        assert isinstance(found, FormatError) or (found.headline.strip() and found.guid)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    )
)
@settings(max_examples=40, deadline=None)
def test_any_value_in_any_property_of_ninjs(value: object) -> None:
    for key in MODERN:
        for found in read_safely("ninjs", json.dumps(MODERN | {key: value}).encode()):
            assert isinstance(found, Item | FormatError)


def test_other_formats_than_the_one_claimed_are_refused() -> None:
    for name in SAMPLES:
        for other, content in SAMPLES.items():
            if other != name and name != "webpage":
                assert all(isinstance(one, FormatError) for one in read_safely(name, content)), (name, other)
