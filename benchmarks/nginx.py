"""nginx as the measure: one worker that serves one static file with the same headers, set up as fast as it goes."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.service import children_of
from tests.waiting import wait_until

_OWN = {"content-type", "content-length", "date", "etag", "connection"}
"""Headers that nginx writes itself."""


@contextmanager
def serving(folder: Path, page: bytes, headers: Mapping[str, str], core: int) -> Iterator[tuple[str, int]]:
    """The address of `page` and the worker's process id, of an nginx of its own; the worker stays on `core`."""
    port = _free_port()
    (folder / "page").write_bytes(page)
    configuration = folder / "nginx.conf"
    configuration.write_text(_configure(folder, port, headers, core))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)])
    try:
        wait_until(lambda: _listens(port), "nginx answers")
        [worker] = children_of(process.pid)
        yield f"http://127.0.0.1:{port}/page", worker
    finally:
        process.terminate()
        process.wait(20)


def _configure(folder: Path, port: int, headers: Mapping[str, str], core: int) -> str:
    added = "\n".join(
        f"add_header {name} {_quote(value)};" for name, value in headers.items() if name.lower() not in _OWN
    )
    return f"""
daemon off; master_process on; user root;
worker_processes 1; worker_cpu_affinity {1 << core:b};
pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; server_tokens off;
  keepalive_requests 1000000000; open_file_cache max=10; open_file_cache_valid 1h;
  default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}; location = /page {{ {added} }} }}
}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _quote(value: str) -> str:
    """The value as a string of nginx's configuration."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
