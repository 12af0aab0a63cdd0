"""What a story owes to the stories it was made from: its links on the wire, and an embargo it may not outrun."""

from datetime import datetime

import msgspec

from newswire.editing.checks.times import is_before
from newswire.editing.models import Story
from newswire.item.item import Item, Link


def make_links(story: Story) -> tuple[Link, ...]:
    """The links of `story` to what it translates, follows and was made from, of those that have been on the wire."""
    links: list[Link] = []
    if (original := story.translation_of) and original.version:
        links.append(Link("translation-of", original.guid))
    if (alert := story.follows) and alert.version:
        links.append(Link("follows", alert.guid))
    links += [Link("derived-from", one.guid) for one in story.derived_from.all() if one.version]
    return tuple(links)


def read_original_embargo(story: Story, now: datetime) -> datetime | None:
    """The embargo under which the original of a translation stands at `now`; None where there is none.

    What counts is the wire; for an original that has not left yet, what its latest revision says.
    """
    original = story.translation_of
    if original is None or original.stage == "killed":
        return None
    until = original.lift_at if original.version else original.get_latest_revision_as_object().embargo_until
    return until if until and until > now else None


def read_embargo(story: Story, now: datetime) -> datetime | None:
    """The embargo under which `story` stands at `now`, its own or that of the story it translates; None where there is
    none. For a story that has not left yet, what the desk has written down counts."""
    own = story.lift_at if story.version else story.embargo_until
    return max((until for until in (own, read_original_embargo(story, now)) if until and until > now), default=None)


def keep_embargo(item: Item, story: Story, now: datetime) -> Item:
    """`item` under at least the embargo of the story it translates, which may have been moved meanwhile."""
    floor = read_original_embargo(story, now)
    return msgspec.structs.replace(item, embargo_until=floor) if is_before(item.embargo_until, floor) else item
