"""How each data directory of the embedded server is made: nobody in without a password, order by code point."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from newswire.project.postgres.account import Account
from newswire.project.postgres.binaries import Binaries
from newswire.project.postgres.conf import INCLUDE
from newswire.project.postgres.failures import PostgresError
from newswire.project.postgres.places import Places


def run_initdb(
    places: Places,
    account: Account,
    binaries: Binaries,
    superuser: str,
    password: str,
    settings: Mapping[str, str],
    options: Sequence[str] = (),
) -> None:
    """
    Makes `places.data`, which includes `places.configuration`; initdb's own `options` come last.

    It is made in a folder beside and renamed when complete: half a data directory is never taken for a whole one.
    `places.run` must be the account's alone: it holds the password for a moment. Raises `PostgresError`.
    """
    making = Path(tempfile.mkdtemp(prefix="data.making-", dir=places.data.parent))
    account.own(making, 0o700)
    handle, secret = tempfile.mkstemp(dir=places.run)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(password)
        account.own(Path(secret), 0o600)
        command = [binaries.path("initdb"), f"--pgdata={making}", f"--username={superuser}", f"--pwfile={secret}"]
        command += ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        outcome = account.run([*command, *(["--no-sync"] if settings.get("fsync") == "off" else []), *options])
        if outcome.returncode:
            raise PostgresError(f"initdb failed: {outcome.stderr.strip()}")
        with os.fdopen(os.open(making / "postgresql.conf", os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW), "w") as file:
            file.write(INCLUDE)
        making.rename(places.data)
    finally:
        Path(secret).unlink(missing_ok=True)
        shutil.rmtree(making, ignore_errors=True)
