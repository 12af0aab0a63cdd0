"""Release kinds and what a client may do with a story: the two closed lists everything else switches on."""

from typing import Literal

Kind = Literal["new", "update", "correction", "refile", "hold", "lift", "kill", "advisory"]
Use = Literal["publish", "hold", "recall"]

KINDS: tuple[Kind, ...] = ("new", "update", "correction", "refile", "hold", "lift", "kill", "advisory")
FOLLOW_UPS: frozenset[Kind] = frozenset({"update", "correction", "refile", "hold", "lift", "kill"})
"""Kinds that follow a story and so reach everyone who had an earlier version."""
NOTICES: frozenset[Kind] = frozenset({"hold", "kill"})
"""Kinds that carry no content and reach only those who had the story."""
