"""Generated passwords of database roles, each in a file only its owner may read."""

import os
import secrets
import tempfile
from pathlib import Path

from newswire.project.postgres.failures import LostDataError


def keep_password(path: Path) -> str:
    """The password in `path`, made (256 bits, URL-safe) when there is none yet; complete or absent at any moment."""
    if not path.exists():
        handle, made = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                os.fsync(file.fileno())
            os.link(made, path)
        except FileExistsError:
            pass  # another process was first: its password counts
        finally:
            Path(made).unlink(missing_ok=True)
    return read_password(path)


def read_password(path: Path) -> str:
    """The password in `path`. Raises `LostDataError` when it is gone."""
    try:
        return path.read_text().strip()
    except FileNotFoundError as error:
        raise LostDataError(f"{path}, the password of the database, is gone. Bring it back from a backup.") from error
