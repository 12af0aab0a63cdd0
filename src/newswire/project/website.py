"""The public website put together for this installation: in the web process, and for an export."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from newswire.public.all_paths import read_all_paths
from newswire.public.bundle import read_site_assets
from newswire.public.engine import make_engine
from newswire.public.export import Exported, check_folder, export_site
from newswire.public.settings import SiteSettings
from newswire.public.site import Site

Counted = Callable[[int], Callable[[], None]]
"""Is told how many addresses there are, and gives what is called after each."""
_PLANS = "-c plan_cache_mode=force_custom_plan"
"""A plan made without knowing which topic is asked for reads all of a frequent one: planning costs half a millisecond,
guessing three."""
_EXPORT_CACHE_BYTES = 4 * 1024 * 1024


def make_public_pool() -> AsyncConnectionPool[AsyncConnection[Any]]:
    """Connections of the public login, not opened yet."""
    return AsyncConnectionPool(
        settings.NEWSWIRE_PUBLIC_DSN,
        min_size=1,
        max_size=4,
        kwargs={"autocommit": True, "options": _PLANS},
        check=AsyncConnectionPool.check_connection,  # the database was restarted: 0.1 ms a call instead of an error
        open=False,
    )


def read_site_settings() -> SiteSettings:
    """What the website is told here."""
    return SiteSettings(
        base_url=settings.WAGTAILADMIN_BASE_URL,
        public_media=settings.NEWSWIRE_HOME / "public-media",
        own_pages=settings.NEWSWIRE_HOME / "public-pages",
        name=settings.NEWSWIRE_PROVIDER,
        default_language=settings.NEWSWIRE_EDITION_LANGUAGE,
    )


async def run_export(folder: Path, counted: Counted) -> Exported:
    """Writes the website into `folder`. Raises `ExportFolderError`, `psycopg.Error`, `OSError`."""
    check_folder(folder)
    told = msgspec.structs.replace(read_site_settings(), cache_bytes=_EXPORT_CACHE_BYTES)
    async with make_public_pool() as pool:
        site = Site(pool.connection, make_engine(), told)
        async with pool.connection() as connection:
            paths = [path async for path in read_all_paths(connection, read_site_assets())]
        return await export_site(site, paths, told.default_language, folder, counted(len(paths) + 2))
