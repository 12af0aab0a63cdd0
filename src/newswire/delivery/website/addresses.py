"""Which public addresses show a story: those that are its own, and the lists it stands in. Pure."""

from datetime import date

import msgspec

from newswire.delivery.website.slug import make_slug
from newswire.edition.addresses import (
    author_path,
    corrections_path,
    day_path,
    front_path,
    media_path,
    page_path,
    section_path,
    subject_path,
)
from newswire.edition.shape import Content

_TOPIC = "medtop:"


class Places(msgspec.Struct, frozen=True):
    """Paths on the public site: `own` show this story alone, `lists` show it among others. Each once."""

    own: tuple[str, ...]
    lists: tuple[str, ...]


def find_addresses(content: Content, public_id: str, day: date) -> Places:
    """Where a story of that content stands; `day` is that of its first publication (UTC)."""
    language = content.language
    picture = content.picture
    own = [page_path(language, content.sections, content.slug, public_id)]
    if picture is not None:
        own += map(media_path, (picture.src, picture.thumb))
    topics = [one for one in content.subjects if one.qcode.startswith(_TOPIC)]
    lists = [
        front_path(language),
        *(section_path(language, section) for section in content.sections),
        *(subject_path(language, one.qcode.removeprefix(_TOPIC), make_slug(one.name)) for one in topics),
        day_path(language, day),
    ]
    if content.byline:
        lists.append(author_path(language, make_slug(content.byline)))
    if content.correction is not None:
        lists.append(corrections_path(language))
    return Places(tuple(dict.fromkeys(own)), tuple(dict.fromkeys(lists)))
