"""Restrictions and clients for the tests of every door: who is refused what is written down by hand."""

from typing import Any

import msgspec

from newswire.item.rights import Restriction
from newswire.subscribers.models import Subscription
from tests.newsroom import Newsroom


class House(msgspec.Struct, frozen=True):
    """An organisation as restrictions see it."""

    name: str
    country: str = ""
    outlet: str = ""


HOUSES = (
    House("tokyo-paper", "JP", "newspaper"),
    House("izmir-radio", "TR", "broadcaster"),
    House("athens-site", "GR", "website"),
    House("nobody-knows"),
)
NAMED = "izmir-radio"

CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "JP OUT": ({"countries_out": ("JP",)}, {"tokyo-paper"}),
    "ONLY TR, GR": ({"countries_only": ("TR", "GR")}, {"tokyo-paper", "nobody-knows"}),
    "NEWSPAPER OUT": ({"outlets_out": ("newspaper",)}, {"tokyo-paper"}),
    "ONLY BROADCASTER": ({"outlets_only": ("broadcaster",)}, {"tokyo-paper", "athens-site", "nobody-knows"}),
    "NO WEB": ({"no_web": True}, {"athens-site"}),
    "JP OUT · NO WEB": ({"countries_out": ("JP",), "no_web": True}, {"tokyo-paper", "athens-site"}),
    "NAMED CLIENTS ONLY": ({}, {"tokyo-paper", "athens-site", "nobody-knows"}),
}
"""By its line: the restriction's fields, and who is refused."""


def subscribe_houses(newsroom: Newsroom) -> dict[str, Subscription]:
    """A subscription to everything for each house."""
    return {one.name: newsroom.subscribe(one.name, country=one.country, outlet=one.outlet) for one in HOUSES}


def make_restriction(line: str, houses: dict[str, Subscription]) -> Restriction:
    """The restriction of a case; the named client is `NAMED`."""
    fields = dict(CASES[line][0])
    if line == "NAMED CLIENTS ONLY":
        subscriber = houses[NAMED].contract.subscriber
        assert subscriber is not None
        fields["clients_only"] = (subscriber.pk,)
    restriction = Restriction(**fields)
    assert restriction.line() == line
    return restriction
