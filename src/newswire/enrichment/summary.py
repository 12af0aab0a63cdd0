"""The summarised form of a story: what the public may read of it."""

from typing import Literal

import msgspec

from newswire.enrichment.passages import count_body_words, take_apart
from newswire.enrichment.salience import choose, read_story
from newswire.item.body import Paragraph, Quote, WebBlock
from newswire.item.item import Item

MAX_WORDS = 120
MAX_SHARE = 0.35


Origin = Literal["editor", "automatic", "model"]


class Summary(msgspec.Struct, frozen=True):
    """A summary and where it comes from; `refused` says why a model's answer was not taken, where one was asked."""

    blocks: tuple[WebBlock, ...]
    origin: Origin
    refused: str = ""

    @property
    def needs_editor(self) -> bool:
        """Whether an editor must accept it before the public may see it, under a label that says how it was made."""
        return self.origin == "model"


def summarise(item: Item, *, max_words: int = MAX_WORDS, max_share: float = MAX_SHARE) -> tuple[WebBlock, ...]:
    """The story's summary: the editor's version as it is where there is one, else `extract`. Never a model's."""
    return find_summary(item, max_words=max_words, max_share=max_share).blocks


def find_summary(item: Item, *, max_words: int = MAX_WORDS, max_share: float = MAX_SHARE) -> Summary:
    """The same with its origin."""
    if item.summary:
        return Summary(item.summary, item.summary_origin or "editor")
    return Summary(extract(item, max_words=max_words, max_share=max_share), "automatic")


def extract(item: Item, *, max_words: int = MAX_WORDS, max_share: float = MAX_SHARE) -> tuple[WebBlock, ...]:
    """The sentences that tell most of the story, in its order, as paragraphs and quotations without marks.

    No more than `max_words` words and than `max_share` of the words of its paragraphs, quotations and crossheads. Whole
    sentences; a quotation is taken whole or not at all; the lead is there, and a sentence that leans on the one before
    it comes with that one. Nothing is taken from lists and tables. Where not even the lead fits, as in a story of a few
    lines, the summary is empty: headline and standfirst stand alone. The same story gives the same summary.
    """
    passages = take_apart(item.body, item.language)
    room = find_room(item, max_words=max_words, max_share=max_share)
    story = read_story(passages, f"{item.headline}\n{item.standfirst}", item.language)
    texts: dict[int, list[str]] = {}
    for place in choose(story, room):
        for number, sentence in passages[place].pieces:
            texts.setdefault(number, []).append(sentence)
    return tuple(_build(item, number, " ".join(sentences)) for number, sentences in texts.items())


def find_room(item: Item, *, max_words: int, max_share: float) -> int:
    """How many words a summary of the story may have."""
    return min(max_words, int(count_body_words(item.body) * max_share))


def _build(item: Item, number: int, text: str) -> WebBlock:
    block = item.body[number]
    return Quote(text, block.attribution) if isinstance(block, Quote) else Paragraph(text)
