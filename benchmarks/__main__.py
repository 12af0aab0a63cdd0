"""`python -m benchmarks NAME|all|--list`: each benchmark in a process of its own, so that none disturbs the next."""

import subprocess
import sys

from benchmarks.table import BENCHMARKS


def main(arguments: list[str]) -> int:
    """Runs what was named; the exit code is 2 for an unknown name, 1 where a benchmark failed."""
    if arguments == ["--list"]:
        for name, benchmark in BENCHMARKS.items():
            print(f"{name:<20} {benchmark.measures}")
        return 0
    names = list(BENCHMARKS) if arguments == ["all"] else arguments
    if not names or (unknown := [name for name in names if name not in BENCHMARKS]):
        told = f"There is no benchmark {', '.join(unknown)}." if names else "Name a benchmark."
        print(f"{told} There are: all, {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    commands = [[sys.executable, "-m", f"benchmarks.{BENCHMARKS[name].module}"] for name in names]
    return max(min(1, abs(subprocess.run(command, check=False).returncode)) for command in commands)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
