"""A body taken apart into passages: the smallest pieces that may stand in a summary, and what each of them needs."""

from collections.abc import Iterator, Sequence

import msgspec

from newswire.enrichment.dependence import Need, find_names, find_need
from newswire.enrichment.sentences import ends_whole, glue_quotations, split_sentences, starts_whole
from newswire.item.body import Block, Crosshead, Embed, Paragraph, Quote
from newswire.query.fold import split_words

MOST_NEEDED = 6
"""A passage that needs more before it is never taken: so many sentences fit into no summary."""


class Passage(msgspec.Struct, frozen=True):
    """A sentence, or several that a quotation ties together.

    `pieces` are pairs of block number and sentence. `needs` is the number of the first passage that must be taken with
    it, and all between them; its own number where it needs none. `is_whole` says whether it may be taken at all. `text`
    is all of it, `words` how many it has.
    """

    pieces: tuple[tuple[int, str], ...]
    text: str
    words: int
    needs: int
    is_whole: bool


class _Run(msgspec.Struct, frozen=True):
    section: int
    pieces: tuple[tuple[int, str], ...]
    need: Need

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(sentence for _, sentence in self.pieces)


def take_apart(body: Sequence[Block], language: str) -> list[Passage]:
    """The passages of a body in order, those of lists, tables and crossheads left out.

    A passage that goes on from the one before it needs that one, one that misses its person all back to one with a
    name, as long as no crosshead, list or table stands between; there it cannot be taken, as one that is no whole
    sentence (a credit, a heading set as a paragraph) or leads on to what follows (`:`) cannot be. The first passage of
    a story needs nothing.
    """
    runs = list(_read_runs(body, language))
    names = {name for run in runs for name in find_names(run.text, language)}
    passages: list[Passage] = []
    begins = 0
    for place, run in enumerate(runs):
        if place and run.section != runs[place - 1].section:
            begins = place
        need = run.need if place else Need.NOTHING
        needs = _find_start(passages, begins, need, names)
        stands = need is Need.NOTHING or place - MOST_NEEDED <= needs < place
        is_whole = starts_whole(run.text) and ends_whole(run.text) and stands
        is_whole = is_whole and all(passage.is_whole for passage in passages[needs:])
        passages.append(Passage(run.pieces, run.text, len(run.text.split()), needs, is_whole))
    return passages


def _find_start(passages: Sequence[Passage], begins: int, need: Need, names: set[str]) -> int:
    """The number of the first passage that the next one needs; the next one's own where it needs or finds none."""
    start = len(passages)
    if need is Need.NOTHING or start == begins:
        return start
    start = passages[-1].needs
    reach = len(passages) - MOST_NEEDED
    while need is Need.PERSON and names and start > max(begins, reach) and names.isdisjoint(_words(passages[start:])):
        start = passages[start - 1].needs
    if start < reach:
        return start
    nobody = need is Need.PERSON and names and begins and names.isdisjoint(_words(passages[start:]))
    return len(passages) if nobody else start


def _words(passages: Sequence[Passage]) -> set[str]:
    return {word for passage in passages for word in split_words(passage.text)}


def _read_runs(body: Sequence[Block], language: str) -> Iterator[_Run]:
    """The runs of each section: what stands between two crossheads, lists or tables."""
    section = 0
    waiting: list[tuple[int, list[str]]] = []
    for number, block in enumerate(body):
        if isinstance(block, Paragraph):
            waiting.append((number, split_sentences(block.text, language)))
            continue
        if isinstance(block, Embed):
            continue
        yield from _glue(waiting, section, language)
        waiting = []
        if isinstance(block, Quote):
            yield _Run(section, ((number, block.text.strip()),), Need.NOTHING if block.attribution else Need.PERSON)
        else:
            section += 1
    yield from _glue(waiting, section, language)


def _glue(paragraphs: list[tuple[int, list[str]]], section: int, language: str) -> Iterator[_Run]:
    for run in glue_quotations([sentences for _, sentences in paragraphs]):
        text = " ".join(sentence for _, sentence in run)
        pieces = tuple((paragraphs[place][0], sentence) for place, sentence in run)
        yield _Run(section, pieces, find_need(text, language))


def count_body_words(body: Sequence[Block]) -> int:
    """The words a summary's share is taken of: those of paragraphs, quotations and crossheads."""
    return sum(len(block.text.split()) for block in body if isinstance(block, Paragraph | Quote | Crosshead))
