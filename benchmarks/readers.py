"""Many readers at once: Debian's `wrk` on a core of its own, and what it says of what they waited for."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

CONNECTIONS = 64
_REPORT = """
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("\\nFOUND %d %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


class Load(msgspec.Struct, frozen=True):
    """What a run of readers found: answers a second, answers a second of the server's processor time (the same on a
    core that the server has for itself), milliseconds from asking until the answer was there."""

    per_second: float
    per_cpu_second: float
    median_ms: float
    p99_ms: float
    most_ms: float


def run_readers(core: int, address: str, seconds: int, script: Path, server: int) -> Load:
    """64 readers of the process `server`, each asking again as soon as it has its answer. Fails where one of the
    answers is no success."""
    before = _processor_seconds(server)
    command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    made = subprocess.run([*command, "-s", str(script), address], capture_output=True, text=True, check=True)
    found = re.search(r"FOUND (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", made.stdout)
    assert found, made.stdout + made.stderr
    requests, microseconds, median, late, most, errors = map(int, found.groups())
    assert errors == 0, f"{errors} readers got no good answer:\n{made.stdout}"
    used = _processor_seconds(server) - before
    return Load(requests / microseconds * 1e6, requests / used, median / 1e3, late / 1e3, most / 1e3)


def write_one_page(script: Path) -> None:
    """All ask for the address that the run is given."""
    script.write_text(_REPORT)


def write_mix(script: Path, hot: Sequence[str], others: Sequence[str], cold_percent: int, pause_ms: int) -> None:
    """Each asks for one of `hot`, and `cold_percent` times in a hundred for one of `others`, in browsers' coding, and
    then reads for up to twice `pause_ms`."""
    lists = script.with_suffix(".hot"), script.with_suffix(".others")
    for path, addresses in zip(lists, (hot, others), strict=True):
        path.write_text("\n".join(addresses))
    script.write_text(
        f"""
local function read(name)
  local list = {{}}
  for line in io.lines(name) do list[#list + 1] = line end
  return list
end
local hot, others = read("{lists[0]}"), read("{lists[1]}")
math.randomseed(20261127)
request = function()
  local list = math.random(100) <= {cold_percent} and others or hot
  return wrk.format("GET", list[math.random(#list)], {{["Accept-Encoding"] = "gzip, br"}})
end
delay = function() return math.random(0, {2 * pause_ms}) end
{_REPORT}"""
    )


def _processor_seconds(process: int) -> float:
    """What the process has had of the processor so far, in its own code and in the kernel's."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
