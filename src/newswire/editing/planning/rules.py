"""Who plans, and who begins a story out of a plan. Pure."""

from newswire.editing.rules import RELEASERS, WRITERS, Role

PLANNERS: frozenset[Role] = RELEASERS
"""Who writes events and coverages and cancels them."""
BEGINNERS: frozenset[Role] = WRITERS
"""Who begins the story of a coverage, or says which one it is."""
