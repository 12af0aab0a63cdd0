"""Stories per second and memory of `newswire import --archive` over all of Reuters-21578, as an operator runs it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from threading import Event, Thread

import msgspec
import psycopg
from tests.journeys.service import Service, children_of
from tests.project.postgres_homes import temporary_home
from tests.waiting import wait_until

from benchmarks.report import NO_PEER, Outcome, Peer, print_outcome
from newswire.project.postgres.server import running

RUNS = 3
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora" / "reuters21578"
LOOK_SECONDS = 0.25
MIB = 1024 * 1024


class Run(msgspec.Struct):
    """One import: seconds of the whole command, bytes at the most, and what its closing table says."""

    seconds: float
    memory: int
    database_memory: int
    read: int
    released: int
    duplicates: int
    refused: int
    on_the_wire: int

    @property
    def rate(self) -> float:
        """Stories per second."""
        return self.read / self.seconds


class Watch:
    """Looks at the embedded server's memory until told to stop; `most` is the largest sum over its processes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stop = Event()
        self._thread = Thread(target=self._look)
        self.most = 0

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            postmaster = self._service.postmaster()
            if postmaster:
                pids = [postmaster, *children_of(postmaster)]
                self.most = max(self.most, sum(map(read_memory, pids)))


def main() -> None:
    """Runs the import into an empty database three times; every run must account for every story."""
    if not CORPUS.is_dir():
        sys.exit(f"The stories are not there: {CORPUS}")
    report([run_once() for _ in range(RUNS)])


def run_once() -> Run:
    """One import into a home of its own, whose tables are there already: making them is the installation's time."""
    with temporary_home() as home:
        service = Service(home)
        service.set_up([])
        command = [sys.executable, "-m", "newswire.cli.main", "import", "--archive", str(CORPUS)]
        with Watch(service) as watch:
            started = time.perf_counter()
            variables = service.environment() | {"COLUMNS": "100"}
            process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            assert process.stdout is not None
            said = process.stdout.read().decode()
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            process.stdout.close()
        wait_until(lambda: not service.postmaster(), "the embedded server has stopped")
        read, released, duplicates, refused = read_tally(said)
        run = Run(
            seconds=seconds,
            memory=usage.ru_maxrss * 1024,
            database_memory=watch.most,
            read=read,
            released=released,
            duplicates=duplicates,
            refused=refused,
            on_the_wire=count_releases(home),
        )
    check(run, process.returncode)
    return run


def check(run: Run, exit_code: int) -> None:
    """Fails where a story is unaccounted for."""
    assert run.read > 0
    assert run.read == run.released + run.duplicates + run.refused, run
    assert run.on_the_wire == run.released, run
    assert exit_code == (1 if run.refused else 0), (exit_code, run)


def read_tally(said: str) -> tuple[int, int, int, int]:
    """Read, released, duplicates, refused from the command's closing table."""
    found = re.search(r"Read\s+Released\s+Duplicates\s+Refused\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", said)
    assert found, said
    read, released, duplicates, refused = map(int, found.groups())
    return read, released, duplicates, refused


def count_releases(home: Path) -> int:
    """How many releases the wire has."""
    with running(home) as server, psycopg.connect(server.dsn) as connection:
        row = connection.execute("SELECT count(*) FROM wire_release").fetchone()
        assert row is not None
        return int(row[0])


def read_memory(pid: int) -> int:
    """A process's memory in bytes, its part of what it shares counted in proportion (proc(5), smaps_rollup)."""
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path("/proc", str(pid), "smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found.group(1)) * 1024 if found else 0


def report(runs: list[Run]) -> None:
    """Prints each run and the medians."""
    outcome = Outcome(
        "import",
        {
            "stories_per_second": median(run.rate for run in runs),
            "peak_memory_mib": max(run.memory for run in runs) / MIB,
            "database_peak_memory_mib": max(run.database_memory for run in runs) / MIB,
            "seconds": median(run.seconds for run in runs),
            "read": runs[0].read,
            "released": runs[0].released,
            "duplicates": runs[0].duplicates,
            "refused": runs[0].refused,
        },
        Peer(NO_PEER, None, "no other news system that reads Reuters-21578 is installed here"),
    )
    head = "read released duplicates refused seconds stories/s MiB PostgreSQL-MiB"
    rows: list[tuple[str, ...]] = [tuple(head.split())]
    for run in runs:
        counts = map(str, (run.read, run.released, run.duplicates, run.refused))
        sizes = (f"{run.memory / MIB:.0f}", f"{run.database_memory / MIB:.0f}")
        rows.append((*counts, f"{run.seconds:.1f}", f"{run.rate:,.0f}", *sizes))
    print_outcome(outcome, "newswire import --archive, into an empty wire", rows)


if __name__ == "__main__":
    main()
