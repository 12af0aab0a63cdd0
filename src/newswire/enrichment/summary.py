"""The summarised form of a story: what the public may read of it."""

from newswire.enrichment.passages import count_body_words, take_apart
from newswire.enrichment.salience import choose, read_story
from newswire.item.body import Paragraph, Quote, WebBlock
from newswire.item.item import Item

MAX_WORDS = 120
MAX_SHARE = 0.35


def summarise(item: Item, *, max_words: int = MAX_WORDS, max_share: float = MAX_SHARE) -> tuple[WebBlock, ...]:
    """The story's summary: the editor's version as it is where there is one, else `extract`."""
    return item.summary or extract(item, max_words=max_words, max_share=max_share)


def extract(item: Item, *, max_words: int = MAX_WORDS, max_share: float = MAX_SHARE) -> tuple[WebBlock, ...]:
    """The sentences that tell most of the story, in its order, as paragraphs and quotations without marks.

    No more than `max_words` words and than `max_share` of the words of its paragraphs, quotations and crossheads. Whole
    sentences; a quotation is taken whole or not at all; the lead is there, and a sentence that leans on the one before
    it comes with that one. Nothing is taken from lists and tables. Where not even the lead fits, as in a story of a few
    lines, the summary is empty: headline and standfirst stand alone. The same story gives the same summary.
    """
    passages = take_apart(item.body, item.language)
    room = min(max_words, int(count_body_words(item.body) * max_share))
    story = read_story(passages, f"{item.headline}\n{item.standfirst}", item.language)
    texts: dict[int, list[str]] = {}
    for place in choose(story, room):
        for number, sentence in passages[place].pieces:
            texts.setdefault(number, []).append(sentence)
    return tuple(_build(item, number, " ".join(sentences)) for number, sentences in texts.items())


def _build(item: Item, number: int, text: str) -> WebBlock:
    block = item.body[number]
    return Quote(text, block.attribution) if isinstance(block, Quote) else Paragraph(text)
