"""Who signs a story, for machines."""

import msgspec

from newswire.edition.shape import Story
from newswire.public.addresses import author_path


class Signature(msgspec.Struct, frozen=True):
    """A name under a story and the path of the page about them, empty where there is none."""

    name: str
    path: str = ""


def list_authors(story: Story) -> tuple[Signature, ...]:
    """Those who signed the story, in their order; nobody where it is the agency's own."""
    if story.authors:
        return tuple(Signature(one.name, author_path(story.language, one.slug)) for one in story.authors)
    return (Signature(story.byline),) if story.byline else ()
