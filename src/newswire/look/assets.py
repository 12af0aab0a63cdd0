"""Static files read once, each with the hash of its content, so that a browser may keep it for ever."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

_MIMES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
FOLDER = Path(__file__).parent / "static"


class Asset(msgspec.Struct, frozen=True):
    """One static file: its name below `/static/`, its bytes, its media type, the first 12 hex of its SHA-256."""

    name: str
    content: bytes
    mime: str
    version: str

    @property
    def address(self) -> str:
        """Where pages point: a new content has a new address."""
        return f"/static/{self.name}?v={self.version}"


def read_assets(folders: Iterable[Path]) -> Mapping[str, Asset]:
    """All files of known type below `folders`, by name (`look/tokens.css`). Two of one name are an error."""
    assets: dict[str, Asset] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            mime = _MIMES.get(path.suffix)
            if mime is None or not path.is_file():
                continue
            name = path.relative_to(folder).as_posix()
            if name in assets:
                raise ValueError(f"two static files are called {name}")
            content = path.read_bytes()
            assets[name] = Asset(name, content, mime, hashlib.sha256(content).hexdigest()[:12])
    return MappingProxyType(assets)
