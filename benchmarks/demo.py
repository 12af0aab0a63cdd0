"""`newswire demo` in processes of its own, for benchmarks that look at it from outside."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.waiting import wait_until


@contextmanager
def run_demo(home: Path) -> Iterator[str]:
    """The demo on a free port for the length of the block; yields its address without a closing slash."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"NEWSWIRE_HOME": str(home), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    log = home.parent / "demo.log"
    with log.open("ab") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "newswire.cli.main", "demo"], env=environment, stdout=output, stderr=output
        )
    try:

        def answers() -> bool:
            assert demo.poll() is None, f"the demo ended:\n{log.read_text()[-4000:]}"
            try:
                return httpx.get(f"{address}/en/", timeout=10).status_code == 200
            except httpx.HTTPError:
                return False

        wait_until(answers, "the demo answers", seconds=180)
        yield address
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)
