"""Waits for what another process does in its own time."""

import time
from collections.abc import Callable
from threading import Event

PATIENCE = 90.0
"""Seconds until a wait is a failure: many times what it takes on a loaded machine."""


def wait_until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Returns as soon as the condition holds; fails with `what` when it does not within that time."""
    deadline = time.monotonic() + seconds
    pause = Event()
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        pause.wait(0.02)
