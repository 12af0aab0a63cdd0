"""
Where the server's files lie: `data`, `log` and `run` (the socket) below `home/postgres`.

Each of the three is a folder, or a symbolic link to one where a folder there would not do: `data` and `log` when root
starts the server for an account that cannot reach the home, `run` when the socket's path would be too long.
"""

import logging
import os
import shutil
import tempfile
from pathlib import Path

import msgspec

from newswire.project.postgres.account import Account
from newswire.project.postgres.binaries import open_shelter
from newswire.project.postgres.failures import LostDataError

PORT = 5432  # only names the socket: nothing listens on a network
SOCKET_PATH_BYTES = 107  # sockaddr_un.sun_path is 108 with its closing zero (unix(7))
REPLACED = "data.replaced"  # what `data` was, while an upgrade puts the new in its place
SHELTER = Path("/var/lib/newswire")
SHORT_FOLDERS = "/tmp"  # noqa: S108 the folder below is made by mkdtemp, private, and checked before each use

log = logging.getLogger(__name__)


class Places(msgspec.Struct, frozen=True):
    """Real paths, without symbolic links. `data` exists after initdb only."""

    data: Path
    log: Path
    run: Path

    @property
    def configuration(self) -> Path:
        """Our settings: beside the data, where the server's account may read but not write."""
        return self.data.parent / "newswire.conf"


def open_folder(home: Path) -> Path:
    """`home/postgres`, made if need be. Others may pass through (root's server does) but list nothing."""
    folder = home.absolute() / "postgres"
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder


def prepare_places(folder: Path, account: Account, shelter: Path) -> Places:
    """Makes what is missing; to be called while no server runs. Raises `LostDataError`."""
    link = folder / "data"
    if not link.exists() and not link.is_symlink() and not account.can_enter(folder):
        _move_to_shelter(folder, account, shelter)
    data = link.resolve()
    if not data.parent.exists():
        raise LostDataError(
            f"{link} points at {data}, which is gone. Bring it back from a backup, "
            f"or delete {folder} to start with an empty database."
        )
    logs = (folder / "log").resolve()
    logs.mkdir(exist_ok=True)
    account.own(logs, 0o700)
    return Places(data=data, log=logs, run=_socket_folder(folder.resolve() / "run", data.parent / "run", account))


def remove_places(folder: Path) -> None:
    """Deletes everything, what the links point at included; to be called while no server runs."""
    if (folder / "run").is_symlink():
        shutil.rmtree((folder / "run").resolve(), ignore_errors=True)
    if (folder / "data").is_symlink():
        shutil.rmtree((folder / "data").resolve().parent, ignore_errors=True)
    shutil.rmtree(folder)


def _move_to_shelter(folder: Path, account: Account, shelter: Path) -> None:
    open_shelter(shelter)
    # a fresh name each time: data of a home that was deleted must neither be found again nor overwritten
    place = Path(tempfile.mkdtemp(prefix=f"{folder.parent.name}-", dir=shelter))
    place.chmod(0o711)
    (place / "home").write_text(f"{folder}\n")
    for name in ("log", "data"):  # `data` last: it is what says that the move is done
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(place / name)
    log.warning("user id %d cannot enter %s: the database lies in %s", account.uid, folder, place)


def _socket_folder(link: Path, here: Path, account: Account) -> Path:
    if fits(here):
        if link.is_symlink():
            link.unlink()
        here.mkdir(exist_ok=True)
        account.own(here, 0o700)
        if link != here:
            link.symlink_to(here)
        return here
    if link.is_symlink() and _is_private(link.resolve(), account):
        return link.resolve()
    if link.is_symlink():
        link.unlink()  # swept away with /tmp, or somebody else's by now
    elif link.exists():
        shutil.rmtree(link)  # a short path once, before the home was moved
    short = Path(tempfile.mkdtemp(prefix="newswire-", dir=SHORT_FOLDERS))
    account.own(short, 0o700)
    link.symlink_to(short)
    return short


def fits(folder: Path) -> bool:
    """Whether a socket in this folder has a path the kernel takes."""
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_BYTES


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and found.st_uid == account.uid and found.st_mode & 0o077 == 0
