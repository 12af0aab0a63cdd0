"""Two versions of a story in one text: what was added and what was removed, word by word. Pure."""

from collections.abc import Sequence

import msgspec

from newswire.item.body import read_texts
from newswire.item.compare import Change, Kind, diff_passages, diff_words
from newswire.item.item import Item


class Passage(msgspec.Struct, frozen=True):
    """A paragraph, or another piece of a story that is read as one: its words, old and new together, in order."""

    changes: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed."""
        return all(change.kind == "same" for change in self.changes)


class Comparison(msgspec.Struct, frozen=True):
    """What changed between two versions: headline, standfirst, signature and body, and how many words came and went.

    `added_media` and `removed_media` count pictures, films and graphics.
    """

    headline: Passage
    standfirst: Passage
    signature: Passage
    body: tuple[Passage, ...]
    added: int
    removed: int
    added_media: int = 0
    removed_media: int = 0

    @property
    def is_same(self) -> bool:
        """Whether no word and no file differs."""
        return not (self.added or self.removed or self.added_media or self.removed_media)


def compare_items(before: Item, after: Item) -> Comparison:
    """What changed from `before` to `after`: two versions as one subscription may read them."""
    headline = Passage(tuple(diff_words(before.headline, after.headline)))
    standfirst = Passage(tuple(diff_words(before.standfirst, after.standfirst)))
    signature = Passage(tuple(diff_words(_sign(before), _sign(after))))
    body = tuple(Passage(tuple(one)) for one in diff_passages(read_texts(before.body), read_texts(after.body)))
    passages = (headline, standfirst, signature, *body)
    old, new = ({media.id for media in item.media} for item in (before, after))
    return Comparison(
        headline=headline,
        standfirst=standfirst,
        signature=signature,
        body=body,
        added=_count(passages, "added"),
        removed=_count(passages, "removed"),
        added_media=len(new - old),
        removed_media=len(old - new),
    )


def _sign(item: Item) -> str:
    place = (item.dateline.text or item.dateline.place) if item.dateline else ""
    return f"{item.byline} {place}".strip()


def _count(passages: Sequence[Passage], kind: Kind) -> int:
    return sum(len(change.text.split()) for one in passages for change in one.changes if change.kind == kind)
