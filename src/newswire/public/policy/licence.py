"""The licence for machines: an RSL 1.0 document (rslstandard.org/rsl)."""

from collections.abc import Iterator

from newswire.edition.policy import AiUse
from newswire.formats.elements import branch, document, leaf
from newswire.kit.clock import format_utc
from newswire.public.policy.terms import Terms

NAMESPACE = "https://rslstandard.org/rsl"
MEDIA_TYPE = "application/rsl+xml"
_USES: tuple[tuple[AiUse, str], ...] = (("display", "ai-index"), ("grounding", "ai-input"), ("training", "ai-train"))
"""The steps of the policy and RSL's words for them (section 3.4.1.1)."""


def write_licence(terms: Terms) -> bytes:
    """The document: one set of terms for the whole site. What is not permitted is prohibited by name.

    What is permitted costs naming the source with a link; a client that keeps the document asks again after a day.
    """
    changed = terms.policy.changed_at
    content = branch("content", _write_content(terms), {"url": "/", "lastmod": format_utc(changed) if changed else ""})
    return document(branch("rsl", [content], {"xmlns": NAMESPACE, "max-age": "1"}))


def _write_content(terms: Terms) -> Iterator[str]:
    yield branch("license", _write_terms(terms))
    name = terms.settings.name
    if terms.contact.startswith("mailto:"):
        where = {"contactEmail": terms.contact.removeprefix("mailto:")}
    else:
        where = {"contactUrl": terms.contact}
    yield leaf("copyright", name, {"type": "organization"} | where)


def _write_terms(terms: Terms) -> Iterator[str]:
    permitted = ["search"] if terms.policy.search else []
    prohibited = [] if terms.policy.search else ["search"]
    for use, word in _USES:
        (permitted if terms.allows(use) else prohibited).append(word)
    if len(prohibited) - ("search" in prohibited) == len(_USES):  # the word that covers uses not yet named too
        prohibited = [*(one for one in prohibited if one == "search"), "ai-all"]
    if permitted:
        yield leaf("permits", " ".join(permitted), {"type": "usage"})
    if prohibited:
        yield leaf("prohibits", " ".join(prohibited), {"type": "usage"})
    if permitted:
        yield leaf("payment", "", {"type": "attribution"})
