"""A child's line to its supervisor: when the supervisor is gone, however it went, the child ends itself."""

import os
import signal
import sys
import threading


def hold_lifeline() -> None:
    """Watches standard input, a pipe whose other end the supervisor holds: its end means the supervisor is dead.

    The child then gets SIGTERM and shuts down as if it had been asked to. Works after `kill -9` too, because the
    kernel closes the pipe.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
