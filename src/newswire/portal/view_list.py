"""The place of saved views: what stands in the left pane below the subscriptions."""

from collections.abc import Sequence

import msgspec

from newswire.portal.access import Organisation


class View(msgspec.Struct, frozen=True):
    """A saved query of the organisation as a place to go: its id, its name, where it leads, and how many stories have
    come since the person last looked (0: none, and nothing is shown)."""

    id: int
    name: str
    address: str
    unread: int = 0


def read_views(organisation: Organisation) -> Sequence[View]:  # noqa: ARG001
    """The saved views that the visitor sees, in their order. Nobody can save one yet, so there are none."""
    return ()
