"""robots.txt (RFC 9309), with the line `Sitemap` (sitemaps.org).

The licence (RSL 1.0) stands in it as a comment: the `Link` header and the head of every page and feed name it to
machines, and a directive that is not in the RFC makes the file invalid for those who check it.
"""

from collections.abc import Sequence

from newswire.public.policy.crawlers import CRAWLERS
from newswire.public.policy.terms import LICENCE_PATH, MINING_PATH, RESERVATION_PATH, Terms

DOORS = ("/desk/", "/portal/", "/v1/", "/abone/", "/healthz", "/metrics")
"""What no crawler has any business in."""
TO_BE_READ = (LICENCE_PATH, RESERVATION_PATH, MINING_PATH)
"""What even a crawler that is kept out may read: why."""


def write_robots(terms: Terms, sitemaps: Sequence[str]) -> bytes:
    """The file; `sitemaps` are absolute addresses, named where search engines are welcome.

    Lines of a group stand so that a parser that takes the first match reads what one that takes the longest does.
    """
    welcome = [one.token for one in CRAWLERS if terms.allows(one.use)]
    refused = [one.token for one in CRAWLERS if not terms.allows(one.use)]
    groups = [_welcome(["*"]) if terms.policy.search else _refuse(["*"])]
    if welcome:
        groups.append(_welcome(welcome))
    if refused:
        groups.append(_refuse(refused))
    groups.append([f"# Licence (RSL 1.0): {terms.licence}"])
    if terms.policy.search:
        groups.append([f"Sitemap: {one}" for one in sitemaps])
    return ("\n\n".join("\n".join(group) for group in groups) + "\n").encode()


def _welcome(tokens: Sequence[str]) -> list[str]:
    return [*_name(tokens), *(f"Disallow: {door}" for door in DOORS), "Allow: /"]


def _refuse(tokens: Sequence[str]) -> list[str]:
    return [*_name(tokens), *(f"Allow: {path}" for path in TO_BE_READ), "Disallow: /"]


def _name(tokens: Sequence[str]) -> list[str]:
    return [f"User-agent: {token}" for token in tokens]
