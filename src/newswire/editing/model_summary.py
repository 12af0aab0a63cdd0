"""A language model asked for a web version: the one place where the desk comes to it."""

from collections.abc import Callable

import msgspec
from django.conf import settings

from newswire.editing.web_cap import WebCap
from newswire.enrichment.endpoint import Endpoint
from newswire.enrichment.summary_endpoint import ask_summary
from newswire.item.body import WebBlock
from newswire.item.item import Item


class Proposal(msgspec.Struct, frozen=True):
    """What a model wrote, for an editor to read before anybody else does; `refused` says why it may not be used."""

    blocks: tuple[WebBlock, ...]
    refused: str = ""


Asker = Callable[[Item, WebCap], Proposal]


def read_asker() -> Asker | None:
    """What asks the model that the settings name; None where they name none, and then the desk does not offer it."""
    endpoint: Endpoint | None = settings.NEWSWIRE_SUMMARY_ENDPOINT
    if endpoint is None:
        return None

    def ask(item: Item, cap: WebCap) -> Proposal:
        found = ask_summary(item, endpoint, max_words=cap.words, max_share=cap.share)
        return Proposal(found.blocks if found.origin == "model" else (), found.refused)

    return ask
