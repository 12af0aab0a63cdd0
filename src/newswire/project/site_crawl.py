"""A reader that looks at everything the public website answers, to find what it must not say."""

import html
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import httpx
import msgspec

from newswire.delivery.website.secrets import Leak, Secrets
from newswire.item.vocabulary.languages import EDITIONS
from newswire.kit.errors import UnavailableError

STARTS = (
    "/",
    "/robots.txt",
    "/license.xml",
    "/.well-known/tdmrep.json",
    "/.well-known/security.txt",
    "/sitemap.xml",
    "/sitemap-news.xml",
    "/contact",
)
OTHER_DOORS = ("/desk", "/portal", "/v1", "/abone", "/mcp", "/healthz", "/metrics", "/static/")
"""Doors with a check of their own at the entrance; and files that are the same on every installation."""
_MOST_BYTES = 20_000_000
_MOST_PAGES = 200_000
_LINK = re.compile(
    r"""(?:href|src|action|poster)\s*=\s*["']([^"']+)["']|srcset\s*=\s*["']([^"']+)["']"""
    r"""|content\s*=\s*["']((?:https?:/)?/[^"']+)["']"""
)
_IN_TEXT = re.compile(
    r"""<(?:\w+:)?(?:loc|link|id|url)>([^<]+)<|"(?:url|id|feed_url|home_page_url|image)"\s*:\s*"([^"]+)\""""
)
_TAG = re.compile(r"<[^>]*>")


class Page(msgspec.Struct, frozen=True):
    """One answer: names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Fetch = Callable[[str, str, Mapping[str, str]], Page]
"""Asks with a method, a path with its query, and headers."""


class Finding(msgspec.Struct, frozen=True):
    """What is wrong at a path: a leak, or an answer that no cache or reader should get."""

    path: str
    problem: str
    leak: Leak | None = None


class Crawl:
    """Walks a website from its front pages along every link to itself; `looked` counts the answers so far."""

    def __init__(self, fetch: Fetch, base: str, secrets: Secrets) -> None:
        self._fetch = fetch
        self._base = base.rstrip("/")
        self._host = urlsplit(base).netloc
        self._secrets = secrets
        self._waiting: deque[str] = deque()
        self._known: set[str] = set()
        self.looked = 0

    def run(
        self, public_ids: Iterable[str] = (), tell: Callable[[int], object] = lambda _looked: None
    ) -> Iterator[Finding]:
        """Findings as they are made. Pages of `public_ids` are asked for though nothing links to them; `tell` is told
        how many answers were looked at."""
        self._note(STARTS)
        self._note(f"/{language}/" for language in EDITIONS)
        self._note(path for public_id in public_ids for path in _probe_story(public_id))
        self._note(_PROBES)
        while self._waiting and self.looked < _MOST_PAGES:
            path = self._waiting.popleft()
            page = self._ask("GET", path)
            tell(self.looked)
            yield from self._check(path, page)
            yield from self._check_again(path, page)
            self._note(self._read_links(path, page))
        if self._waiting:
            yield Finding(self._waiting[0], f"the crawl stopped after {_MOST_PAGES} pages with more to see")

    def look_again(self, findings: Iterable[Finding], secrets: Secrets) -> Iterator[Finding]:
        """Those findings that stand when the wire is read again as `secrets`: a story released during the walk made its
        sentences public."""
        self._secrets = secrets
        for path in dict.fromkeys(one.path for one in findings):
            yield from self._check(path, self._ask("GET", path))

    def _ask(self, method: str, path: str, **headers: str) -> Page:
        self.looked += 1
        return self._fetch(method, path, {name.replace("_", "-"): value for name, value in headers.items()})

    def _check(self, path: str, page: Page) -> Iterator[Finding]:
        if page.status >= 500:
            yield Finding(path, f"the server failed: {page.status}")
        if "set-cookie" in page.headers:
            yield Finding(path, "a cookie is set for a reader")
        keep = page.headers.get("cache-control", "")
        if "stale-" in keep:
            yield Finding(path, f"a cache may show it when it is over: {keep}")
        echoed = set(unquote(urlsplit(path).query).split("=")[1:])
        for text in _read_texts(page):
            for one in echoed:
                # a search page repeats what was asked
                text = text.replace(one, " ")
            yield from (Finding(path, "a secret is public", leak) for leak in self._secrets.find(text))
        for name, value in page.headers.items():
            for leak in self._secrets.find(unquote(value)):
                yield Finding(path, f"a secret is public, in the header {name}", leak)

    def _check_again(self, path: str, page: Page) -> Iterator[Finding]:
        """The same answer from memory, as a 304, and to HEAD: none may say more."""
        if page.status == 200:
            yield from self._check(path, self._ask("GET", path))
        if etag := page.headers.get("etag"):
            again = self._ask("GET", path, if_none_match=etag)
            if again.status == 304 and again.body:
                yield Finding(path, "a 304 has a body")
            yield from self._check(path, again)
        if self._ask("HEAD", path).body:
            yield Finding(path, "an answer to HEAD has a body")

    def _read_links(self, path: str, page: Page) -> Iterator[str]:
        kind = page.headers.get("content-type", "")
        if "location" in page.headers:
            yield page.headers["location"]
        if not kind.startswith(("text/", "application/")) or len(page.body) > _MOST_BYTES:
            return
        text = html.unescape(page.body.decode("utf-8", "replace"))
        for one in (*_LINK.finditer(text), *_IN_TEXT.finditer(text)):
            found = next(filter(None, one.groups()))
            candidates = (
                [part.split()[0] for part in found.split(",") if part.split()] if "srcset" in one[0] else [found]
            )
            yield from (urljoin(self._base + path, candidate.strip()) for candidate in candidates)

    def _note(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            parts = urlsplit(urldefrag(address).url)
            if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", self._host):
                continue
            path = quote(unquote(parts.path or "/"), safe="/:@!$&'()*+,;=~-._") + (
                f"?{parts.query}" if parts.query else ""
            )
            if path not in self._known and path.startswith("/") and not path.startswith(OTHER_DOORS):
                self._known.add(path)
                self._waiting.append(path)


@contextmanager
def open_site_client(base: str) -> Iterator[Fetch]:
    """Asks a running site over HTTP; redirects are not followed but looked at. A site that cannot be reached raises
    `UnavailableError`."""
    with httpx.Client(base_url=base, timeout=30, headers={"user-agent": "newswire-site-check"}) as client:

        def fetch(method: str, path: str, headers: Mapping[str, str]) -> Page:
            try:
                answer = client.request(method, path, headers=dict(headers))
            except httpx.HTTPError as error:
                raise UnavailableError(f"{base} cannot be reached: {error}") from error
            return Page(answer.status_code, dict(answer.headers), answer.content)

        yield fetch


_PROBES = (
    "/nothing-here", "/en/nothing/", "/en/economy/nothing/2222222222222", "/media/nothing.jpg", "/xx/", "/en", "//",
    "/media/0123456789012345678901234567890123456789-web.jpg", "/en/search?q=", "/en/search?q=*", "/en/search?q=%22",
    "/en/search?q=lang:en", "/en/search?q=released:%5Bnow-1d%20TO%20now%5D", "/en/?before=nothing", "/%2e%2e/",
    "/en/economy/?before=%00", "/en/archive/2026/11/24", "/en/archive/0000/99/99", "/en/topic/nothing",
    "/en/author/nothing", "/en/dossier/nothing", "/en/../../etc/passwd",
)  # fmt: skip
"""Addresses that give errors, and those a curious person tries."""


def _probe_story(public_id: str) -> Iterator[str]:
    yield f"/en/news/story/{public_id}"
    yield f"/en/news/story/{public_id}/"


def _read_texts(page: Page) -> Iterator[str]:
    """The answer as a reader, a program and a search engine see it: with markup and without, escapes resolved."""
    if len(page.body) > _MOST_BYTES:
        return
    kind = page.headers.get("content-type", "")
    text = page.body.decode("utf-8", "replace")
    if "json" in kind:
        yield " ".join(_read_strings(msgspec.json.decode(page.body)))
    resolved = html.unescape(html.unescape(text))
    yield resolved
    if "<" in text:
        yield html.unescape(html.unescape(_TAG.sub(" ", text)))


def _read_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _read_strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _read_strings(one)
