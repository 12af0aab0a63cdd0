"""The lists a story stands in, as keys: one column, one index, whatever a page lists stories by."""

from newswire.edition.shape import Content


def section_key(code: str) -> str:
    """Stories of a section."""
    return f"section:{code}"


def topic_key(qcode: str) -> str:
    """Stories about a Media Topic or anything narrower."""
    return f"topic:{qcode}"


def dossier_key(slug: str) -> str:
    """Stories of a dossier."""
    return f"dossier:{slug}"


def author_key(slug: str) -> str:
    """Stories somebody signed."""
    return f"author:{slug}"


def about_key(public_id: str) -> str:
    """Stories that name another one as related."""
    return f"about:{public_id}"


def list_keys(content: Content) -> list[str]:
    """All lists the story stands in, each once."""
    keys = [
        *map(section_key, content.sections),
        *map(topic_key, content.topics),
        *(dossier_key(one.slug) for one in content.dossiers),
        *(author_key(one.slug) for one in content.authors),
        *map(about_key, content.related),
    ]
    return list(dict.fromkeys(keys))
