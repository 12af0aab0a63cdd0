"""The website's addresses: paths of its pages, and links that hand a story on to other services."""

from urllib.parse import quote, urlencode

import msgspec

from newswire.edition.shape import Card

NO_SECTION = "news"
"""Stands in the address of a story that belongs to no section."""


class ShareLink(msgspec.Struct, frozen=True):
    """A plain link that shares a story: a proper name, or empty for mail, which has a word in every language."""

    name: str
    href: str


def front_path(language: str) -> str:
    """`/{language}/`"""
    return f"/{language}/"


def section_path(language: str, section: str) -> str:
    """`/{language}/{section}/`"""
    return f"/{language}/{section}/"


def story_path(card: Card) -> str:
    """`/{language}/{section}/{slug}/{public id}`, percent-encoded: the one address under which the story is shown."""
    section = card.sections[0] if card.sections else NO_SECTION
    return f"/{card.language}/{section}/{quote(card.slug, safe='')}/{card.public_id}"


def share_links(address: str, headline: str) -> tuple[ShareLink, ...]:
    """Links to the services readers use; nothing of theirs is loaded into our pages."""
    both = f"{headline} {address}"
    return (
        ShareLink("", f"mailto:?{urlencode({'subject': headline, 'body': address}, quote_via=quote)}"),
        ShareLink("X", f"https://x.com/intent/post?{urlencode({'text': headline, 'url': address})}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}"),
        ShareLink("WhatsApp", f"https://wa.me/?{urlencode({'text': both})}"),
        ShareLink("Telegram", f"https://t.me/share/url?{urlencode({'url': address, 'text': headline})}"),
    )
