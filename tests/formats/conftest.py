"""What every format's tests share: options with a fixed moment, and a reader that takes texts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from newswire.formats.options import ReadOptions
from newswire.formats.table import FORMATS
from newswire.item.item import Item
from newswire.kit.errors import FormatError

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)

ReadAll = Callable[[str, bytes], list[Item | FormatError]]
ReadOne = Callable[[str, bytes], Item]


@pytest.fixture
def options() -> ReadOptions:
    return ReadOptions(authority="agency.example", now=NOW)


@pytest.fixture
def read_all(options: ReadOptions) -> ReadAll:
    """Read bytes with the format of that name: items and problems in order."""

    def read(name: str, content: bytes) -> list[Item | FormatError]:
        reader = FORMATS[name].reader
        assert reader is not None
        return list(reader(content, options))

    return read


@pytest.fixture
def read_one(read_all: ReadAll) -> ReadOne:
    """Read bytes that hold exactly one good story."""

    def read(name: str, content: bytes) -> Item:
        (item,) = read_all(name, content)
        assert isinstance(item, Item), item
        return item

    return read
