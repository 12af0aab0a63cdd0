"""Where things stand on the public site: paths, percent-encoded, for who writes links and for who tells caches."""

from datetime import date
from urllib.parse import quote

NO_SECTION = "news"
"""Stands in the address of a story that belongs to no section."""
FEED_FORMS = ("atom", "rss", "json")


def front_path(language: str) -> str:
    """`/{language}/`"""
    return f"/{language}/"


def section_path(language: str, section: str) -> str:
    """`/{language}/{section}/`"""
    return f"/{language}/{section}/"


def page_path(language: str, sections: tuple[str, ...], slug: str, public_id: str) -> str:
    """`/{language}/{section}/{slug}/{public id}`: the one address under which a story is shown."""
    section = sections[0] if sections else NO_SECTION
    return f"/{language}/{section}/{quote(slug, safe='')}/{public_id}"


def feed_paths(folder: str) -> tuple[str, ...]:
    """The feeds of a front page, a section or a topic, whose `folder` ends with a slash."""
    return tuple(f"{folder}feed.{form}" for form in FEED_FORMS)


def subject_folder(language: str, code: str) -> str:
    """`/{language}/topic/{code}/`: below it are a topic's page and feeds; the code without its scheme."""
    return f"/{language}/topic/{quote(code, safe='')}/"


def subject_path(language: str, code: str, slug: str) -> str:
    """`/{language}/topic/{code}/{slug}`; the code of a Media Topic without its scheme."""
    return f"{subject_folder(language, code)}{quote(slug, safe='')}"


def dossier_path(language: str, slug: str) -> str:
    """`/{language}/dossier/{slug}`"""
    return f"/{language}/dossier/{quote(slug, safe='')}"


def author_path(language: str, slug: str) -> str:
    """`/{language}/author/{slug}`"""
    return f"/{language}/author/{quote(slug, safe='')}"


def day_path(language: str, day: date) -> str:
    """`/{language}/archive/2026/11/24`"""
    return f"/{language}/archive/{day:%Y/%m/%d}"


def corrections_path(language: str) -> str:
    """`/{language}/corrections`"""
    return f"/{language}/corrections"


def media_path(name: str) -> str:
    """`/media/{name}`"""
    return f"/media/{quote(name, safe='')}"
