"""A body taken apart into passages: the smallest pieces that may stand in a summary, and what each of them needs."""

from collections.abc import Iterator, Sequence

import msgspec

from newswire.enrichment.dependence import leans
from newswire.enrichment.sentences import ends_whole, glue_quotations, split_sentences, starts_whole
from newswire.item.body import Block, Crosshead, Embed, Paragraph, Quote


class Passage(msgspec.Struct, frozen=True):
    """A sentence, or several that a quotation ties together.

    `pieces` are pairs of block number and sentence. `needs` is the number of the passage that must be taken with it, -1
    for none; `is_whole` says whether it may be taken at all. `text` is all of it, `words` how many it has.
    """

    pieces: tuple[tuple[int, str], ...]
    text: str
    words: int
    needs: int
    is_whole: bool


class _Run(msgspec.Struct, frozen=True):
    section: int
    pieces: tuple[tuple[int, str], ...]
    leans: bool


def take_apart(body: Sequence[Block], language: str) -> list[Passage]:
    """The passages of a body in order, those of lists, tables and crossheads left out.

    A passage that leans on one before it needs that one, as long as no crosshead, list or table stands between them;
    then it cannot be taken, as one that is no whole sentence (a credit, a heading set as a paragraph) or that leads on
    to what follows (`:`) cannot be. The first passage of a story leans on nothing.
    """
    passages: list[Passage] = []
    section = -1
    for run in _read_runs(body, language):
        text = " ".join(sentence for _, sentence in run.pieces)
        stands = not run.leans or not passages
        follows = run.section == section
        section = run.section
        needs = len(passages) - 1 if follows and not stands else -1
        is_whole = starts_whole(text) and ends_whole(text) and (stands or (follows and passages[needs].is_whole))
        passages.append(Passage(run.pieces, text, len(text.split()), needs, is_whole))
    return passages


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
            yield _Run(section, ((number, block.text.strip()),), not block.attribution)
        else:
            section += 1
    yield from _glue(waiting, section, language)


def _glue(paragraphs: list[tuple[int, list[str]]], section: int, language: str) -> Iterator[_Run]:
    for run in glue_quotations([sentences for _, sentences in paragraphs]):
        text = " ".join(sentence for _, sentence in run)
        yield _Run(section, tuple((paragraphs[place][0], sentence) for place, sentence in run), leans(text, language))


def count_body_words(body: Sequence[Block]) -> int:
    """The words a summary's share is taken of: those of paragraphs, quotations and crossheads."""
    return sum(len(block.text.split()) for block in body if isinstance(block, Paragraph | Quote | Crosshead))
