"""Secrets that live in a file: made once, by whichever process comes first, readable by the owner alone."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes in `path`; where it does not exist yet, `make()` is written there first (mode 0600).

    Safe when several processes or threads start at once: a whole file is linked into place, and the first one counts.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # its mode is 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(make())
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
    return path.read_bytes()
