"""The website's addresses: paths of its pages, and links that hand a story on to other services."""

from datetime import date
from urllib.parse import quote, urlencode

import msgspec

from newswire.edition.shape import Card
from newswire.edition.slug import make_slug
from newswire.item.vocabulary.topics import topic_name

NO_SECTION = "news"
"""Stands in the address of a story that belongs to no section."""
_TOPIC = "medtop:"


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


def topic_path(language: str, qcode: str) -> str:
    """`/{language}/topic/{code}/{slug}`; empty for a subject that is no Media Topic or has no name in the language."""
    name = topic_name(qcode, language)
    if not name or not qcode.startswith(_TOPIC):
        return ""
    return f"/{language}/topic/{quote(qcode.removeprefix(_TOPIC), safe='')}/{quote(make_slug(name), safe='')}"


def dossier_path(language: str, slug: str) -> str:
    """`/{language}/dossier/{slug}`"""
    return f"/{language}/dossier/{quote(slug, safe='')}"


def author_path(language: str, slug: str) -> str:
    """`/{language}/author/{slug}`"""
    return f"/{language}/author/{quote(slug, safe='')}"


def day_path(language: str, day: date) -> str:
    """`/{language}/archive/2026/11/24`"""
    return f"/{language}/archive/{day:%Y/%m/%d}"


def month_path(language: str, month: date) -> str:
    """`/{language}/archive/2026/11`"""
    return f"/{language}/archive/{month:%Y/%m}"


def corrections_path(language: str) -> str:
    """`/{language}/corrections`"""
    return f"/{language}/corrections"


def search_path(language: str) -> str:
    """`/{language}/search`"""
    return f"/{language}/search"


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
