"""Pages shown in a browser without server or database: what the website writes is handed to it directly."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from newswire.edition.shape import Card
from newswire.public.bundle import read_site_assets
from newswire.public.engine import make_engine
from newswire.public.pages import Pages
from newswire.public.settings import SiteSettings
from tests.media.pictures import draw, encode

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ORIGIN = "https://news.example"
ASSETS = read_site_assets()


def make_pages() -> Pages:
    """The website's pages, of an agency called Newswire."""
    return Pages(make_engine(), ASSETS, SiteSettings(base_url=ORIGIN, public_media=Path("nowhere")))


def make_card(name: str, minutes: int = 0, **changes: Any) -> Card:
    """A story `minutes` old, headed by its name."""
    moment = NOW - timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "public_id": name.replace(" ", "")[:20],
        "language": "en",
        "type": "text",
        "headline": name,
        "slug": name,
        "standfirst": "",
        "sections": ("world",),
        "picture": None,
        "urgency": 5,
        "published_at": moment,
        "updated_at": moment,
    }
    return Card(**values | changes)


def show(page: Page, content: bytes, path: str = "/en/") -> None:
    """Opens `content` at `path`; static files are ours, every picture is one we drew, anything else is refused."""
    picture = encode(draw())

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix(ORIGIN).split("?")[0]
        asset = ASSETS.get(asked.removeprefix("/static/"))
        if asset:
            route.fulfill(body=asset.content, content_type=asset.mime)
        elif asked.startswith("/media/"):
            route.fulfill(body=picture, content_type="image/jpeg")
        elif asked == path:
            route.fulfill(body=content, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(ORIGIN + path)
