"""How many subscriptions a release would reach, for the sentence on the button."""

from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from newswire.item.item import Item


class CountAudience(Protocol):
    """Counts the running subscriptions that `item` matches now."""

    def __call__(self, item: Item) -> int: ...


def find_counter() -> CountAudience | None:
    """Routing's counter; None where routing offers none, and the sentence then names no number."""
    if find_spec("newswire.routing.preview") is None:
        return None
    return cast(CountAudience, import_module("newswire.routing.preview").count_audience)
