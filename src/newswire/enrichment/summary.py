"""The summarised form of a story: what the public may read of it."""

from itertools import takewhile

from newswire.enrichment.sentences import glue_quotations, split_sentences
from newswire.item.body import Crosshead, Paragraph, Table, WebBlock, read_texts
from newswire.item.item import Item

MAX_WORDS = 120
MAX_SHARE = 0.35


def summarise(item: Item, *, max_words: int = MAX_WORDS, max_share: float = MAX_SHARE) -> tuple[WebBlock, ...]:
    """The story's summary as paragraphs: the editor's where there is one, else its first sentences.

    Whole sentences from the paragraphs before the first crosshead, as many as fit into `max_words` and into `max_share`
    of the body's words (tables not counted); a quotation is taken whole or not at all. Where not even the first
    sentence fits, as in a story of a few lines, the summary is empty: headline and standfirst stand alone.
    """
    if item.summary:
        return item.summary
    words = sum(len(text.split()) for text in read_texts(one for one in item.body if not isinstance(one, Table)))
    room = min(max_words, int(words * max_share))
    lead = takewhile(lambda block: not isinstance(block, Crosshead), item.body)
    paragraphs = [split_sentences(block.text) for block in lead if isinstance(block, Paragraph)]
    taken: dict[int, list[str]] = {}
    for run in glue_quotations(paragraphs):
        length = sum(len(sentence.split()) for _, sentence in run)
        if length > room:
            break
        room -= length
        for number, sentence in run:
            taken.setdefault(number, []).append(sentence)
    return tuple(Paragraph(" ".join(sentences)) for sentences in taken.values())
