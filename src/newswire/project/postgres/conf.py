"""The settings of the embedded server, for one small node."""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from newswire.project.postgres.failures import PostgresError
from newswire.project.postgres.places import PORT, Places

INCLUDE = "\n# written anew at each start; settings below this line win\ninclude_if_exists = '../newswire.conf'\n"

SMALL_NODE = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "200",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "min_wal_size": "80MB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    # one file for each day of the week, emptied when its day comes round: never more than a week
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_lock_waits": "on",
    "log_min_duration_statement": "2s",
    "cluster_name": "newswire",
}
LZ4 = {"wal_compression": "lz4", "default_toast_compression": "lz4"}


def configuration(places: Places, optional: Mapping[str, str], settings: Mapping[str, str]) -> str:
    """
    The text of `newswire.conf`; `settings` win over `optional`, those over what suits a small node.

    Durable unless `settings` say otherwise. Raises `PostgresError` for a name that is none.
    """
    where = {"unix_socket_directories": f'"{places.run}"', "log_directory": str(places.log)}
    lines = [_line(name, value) for name, value in {**SMALL_NODE, **optional, **where, **settings}.items()]
    return "\n".join(["# Written by Newswire at each start of its server: changes made here are lost.", *lines, ""])


def write_configuration(places: Places, optional: Mapping[str, str], settings: Mapping[str, str]) -> None:
    """Replaces `newswire.conf`, whoever wrote it last (root and the data's owner may take turns)."""
    text = configuration(places, optional, settings)
    with tempfile.NamedTemporaryFile("w", dir=places.configuration.parent, delete=False) as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(places.configuration)


def _line(name: str, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name) or re.search(r"[\0\r\n]", value):
        raise PostgresError(f"{name!r} = {value!r} is not a setting of PostgreSQL.")
    quoted = value.replace("\\", "\\\\").replace("'", "''")
    return f"{name} = '{quoted}'"
