"""Which public addresses show a story: those that are its own, and the lists it stands in. Pure."""

from datetime import date

import msgspec

from newswire.edition.addresses import (
    author_path,
    corrections_path,
    day_path,
    dossier_path,
    feed_paths,
    front_path,
    media_path,
    page_path,
    section_path,
    subject_folder,
    subject_path,
)
from newswire.edition.shape import Content
from newswire.edition.slug import make_slug
from newswire.item.vocabulary.topics import topic_name

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
    folders = [front_path(language), *(section_path(language, section) for section in content.sections)]
    lists = [*folders, day_path(language, day)]
    for qcode in content.topics:
        code, name = qcode.removeprefix(_TOPIC), topic_name(qcode, language)
        if name and code != qcode:
            lists.append(subject_path(language, code, make_slug(name)))
            folders.append(subject_folder(language, code))
    lists += [author_path(language, one.slug) for one in content.authors]
    lists += [dossier_path(language, one.slug) for one in content.dossiers]
    lists.append(corrections_path(language))  # an earlier version may stand there
    lists += [path for folder in folders for path in feed_paths(folder)]
    return Places(tuple(dict.fromkeys(own)), tuple(dict.fromkeys(lists)))
