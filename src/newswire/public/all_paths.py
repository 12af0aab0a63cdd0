"""Every address of the website, for readers and for machines: what an export writes."""

from collections.abc import AsyncIterator, Mapping

from newswire.edition.reader import Connection
from newswire.look.assets import Asset
from newswire.public.everything import read_addresses
from newswire.public.machine_paths import read_machine_paths


async def read_all_paths(connection: Connection, assets: Mapping[str, Asset]) -> AsyncIterator[str]:
    """Paths, percent-encoded, each once: pages and pictures, feeds, sitemaps, the policy's documents, static files."""
    async for path in read_addresses(connection):
        yield path
    async for path in read_machine_paths(connection):
        yield path
    for path in ("/favicon.ico", "/favicon.svg", *(f"/static/{name}" for name in sorted(assets))):
        yield path
