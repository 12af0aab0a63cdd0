"""
Under which account the server runs.

A plain user runs it as itself. PostgreSQL refuses root, so root runs it as whoever owns the data, and new data are
given to the first of `newswire`, `postgres` and `nobody` that exists and can be switched to. What that account cannot
reach (a clone, an environment or a home below a folder only root may enter) is kept below a reachable folder instead,
see `places.py` and `binaries.py`. A user namespace would spare the copy, but containers refuse to make one by default,
and a server that looks like root to the file system protects nothing.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from newswire.project.postgres.failures import DataOwnerError

ACCOUNTS = ("newswire", "postgres", "nobody")
# nothing of the caller's environment: PGDATA, PGPORT, PGOPTIONS and LC_* would change what the programs do
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class Account(msgspec.Struct, frozen=True):
    """Numeric ids of the account the server runs as: containers often have ids without a name."""

    uid: int
    gid: int

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Runs a program as this account, in `/`, with nothing inherited; output captured, exit code not checked."""
        switch = self.uid != os.geteuid()
        return subprocess.run(
            command,
            cwd="/",  # the caller's folder may be one the account cannot enter
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.uid if switch else None,
            group=self.gid if switch else None,
            extra_groups=[] if switch else None,
            umask=0o077,
        )

    def can_run(self, *command: str) -> bool:
        """Whether this account can run the program, found out by running it: modes and ACLs do not tell all."""
        try:
            return self.run(command).returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether every folder on the way is open to this account."""
        return self.can_run("/bin/sh", "-c", 'cd "$1"', "sh", str(folder))

    def own(self, path: Path, mode: int) -> None:
        """Gives a file or folder that we made to this account."""
        path.chmod(mode)
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)


def choose_account(data: Path) -> Account:
    """The account for the data directory `data`, which need not exist. Raises `DataOwnerError`."""
    me = os.geteuid()
    if data.exists():
        owner = data.stat()
        if me not in (0, owner.st_uid) or owner.st_uid == 0:
            raise DataOwnerError(
                f"{data} belongs to user id {owner.st_uid}, this process runs as {me}, and PostgreSQL never runs as 0. "
                "Start Newswire as the owner, or give the data to an ordinary user with chown -R."
            )
        return Account(owner.st_uid, owner.st_gid)
    if me != 0:
        return Account(me, os.getegid())
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        account = Account(entry.pw_uid, entry.pw_gid)
        if account.can_run("/bin/sh", "-c", ":"):
            return account
    raise DataOwnerError(
        f"PostgreSQL does not run as root, and none of the accounts {', '.join(ACCOUNTS)} can be used here. "
        "Start Newswire as an ordinary user, make the system account newswire, or set DATABASE_URL."
    )
