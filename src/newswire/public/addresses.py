"""The website's addresses: paths of its pages, and links that hand a story on to other services."""

from datetime import date
from urllib.parse import quote, urlencode

import msgspec

from newswire.edition.addresses import NO_SECTION as NO_SECTION
from newswire.edition.addresses import author_path as author_path
from newswire.edition.addresses import corrections_path as corrections_path
from newswire.edition.addresses import day_path as day_path
from newswire.edition.addresses import dossier_path as dossier_path
from newswire.edition.addresses import front_path as front_path
from newswire.edition.addresses import page_path, subject_path
from newswire.edition.addresses import section_path as section_path
from newswire.edition.shape import Card
from newswire.edition.slug import make_slug
from newswire.item.vocabulary.topics import topic_name

_TOPIC = "medtop:"


class ShareLink(msgspec.Struct, frozen=True):
    """A plain link that shares a story: a proper name, or empty for mail, which has a word in every language."""

    name: str
    href: str


def story_path(card: Card) -> str:
    """The address of the story: `edition.addresses.page_path`."""
    return page_path(card.language, card.sections, card.slug, card.public_id)


def topic_path(language: str, qcode: str) -> str:
    """`/{language}/topic/{code}/{slug}`; empty for a subject that is no Media Topic or has no name in the language."""
    name = topic_name(qcode, language)
    if not name or not qcode.startswith(_TOPIC):
        return ""
    return subject_path(language, qcode.removeprefix(_TOPIC), make_slug(name))


def month_path(language: str, month: date) -> str:
    """`/{language}/archive/2026/11`"""
    return f"/{language}/archive/{month:%Y/%m}"


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
