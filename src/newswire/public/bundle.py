"""The website's static files, with its style sheets in one file and its scripts in another: one request each."""

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from newswire.look.assets import Asset, read_assets
from newswire.public.engine import STATIC

STYLE = "public/newswire.css"
SCRIPT = "public/newswire.js"
_STYLES = ("look/tokens.css", "look/page.css", "public/site.css")
"""What every page needs, in the order in which rules override; the rest of the site's own follows by name."""
_SCRIPTS = ("look/times.js",)


def read_site_assets() -> Mapping[str, Asset]:
    """All static files by name, and the two that pages point to: `STYLE` and `SCRIPT`."""
    assets = read_assets(STATIC)
    own = sorted(name for name in assets if name.startswith("public/"))
    styles = [*_STYLES, *(name for name in own if name.endswith(".css") and name not in _STYLES)]
    scripts = [*_SCRIPTS, *(name for name in own if name.endswith(".js"))]
    return MappingProxyType({**assets, STYLE: _join(assets, STYLE, styles), SCRIPT: _join(assets, SCRIPT, scripts)})


def _join(assets: Mapping[str, Asset], name: str, parts: Sequence[str]) -> Asset:
    content = b"\n".join(assets[part].content.strip() for part in parts) + b"\n"
    return Asset(name, content, assets[parts[0]].mime, hashlib.sha256(content).hexdigest()[:12])
