"""The web version beside its story: longer than the public site takes, quoting in part, saying what is not in it."""

import re
from collections.abc import Iterable, Iterator

from newswire.editing.checks.finding import WORD, Circumstances, Finding, fold
from newswire.editing.checks.numbers import find_values
from newswire.enrichment.sentences import split_sentences
from newswire.item.body import Block, Crosshead, Paragraph, Quote, WebBlock, read_texts
from newswire.item.item import Item

LEAST_WORDS = 60
"""A story of fewer words has no shorter version: how large a part of it the web version is, is not judged."""
_LEAST_QUOTED = 4
"""Fewer words in quotation marks are an expression; they may be taken out of what somebody said."""
_LEAST_ALIKE = 3
_ENDING = 3
"""Letters that an ending may have: `Ankara`, `Ankaralı`."""
_QUOTED = re.compile(r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"")
_END = re.compile(r"[.!?…؟۔]\W*$")
_APOSTROPHE = re.compile(r"['’]")
_CASELESS = frozenset({"ar", "fa", "ckb"})


def count_web_words(blocks: Iterable[Block]) -> int:
    """Words as the cap counts them: what stands between spaces; lists and tables, never summarised, do not count."""
    counted = [one for one in blocks if isinstance(one, Paragraph | Quote | Crosshead)]
    return sum(len(text.split()) for text in read_texts(counted))


def find_in_web_version(item: Item, about: Circumstances) -> Iterator[Finding]:
    """What is wrong with the newsroom's own web version; the one that is made from the text is right by its making."""
    if not item.summary:
        return
    if found := _find_length(item, about):
        yield Finding("summary-long", "summary", found)
    if cut := find_cut_quotations(item.summary, item.body):
        yield Finding("summary-quote", "summary", "; ".join(cut))
    if foreign := (*find_foreign_numbers(item), *find_foreign_names(item)):
        yield Finding("summary-unfounded", "summary", ", ".join(foreign))


def _find_length(item: Item, about: Circumstances) -> str:
    """`150 / 120` words, or `48 % / 35 %` of the text; empty within both."""
    words, whole = count_web_words(item.summary), count_web_words(item.body)
    if words > about.web_words:
        return f"{words} / {about.web_words}"
    if whole >= LEAST_WORDS and words > whole * about.web_share:
        return f"{round(100 * words / whole)} % / {round(100 * about.web_share)} %"
    return ""


def _read_quotations(blocks: Iterable[Block]) -> Iterator[str]:
    """What stands in quotation marks, and quotations set off."""
    for block in blocks:
        if isinstance(block, Quote):
            yield block.text
        for text in read_texts([block]):
            for groups in _QUOTED.findall(text):
                yield next(one for one in groups if one)


def _bare(text: str) -> str:
    """`text` without its outer quotation marks and with plain spaces."""
    return " ".join(text.split()).strip("“”„«»\"'‘’ ")


def find_cut_quotations(summary: Iterable[WebBlock], body: Iterable[Block]) -> tuple[str, ...]:
    """The beginnings of quotations of four words or more that the story has otherwise, or goes on with in the same
    sentence."""
    said = [_bare(one) for one in _read_quotations(body)]
    cut: dict[str, None] = {}
    for quotation in map(_bare, _read_quotations(summary)):
        if len(quotation.split()) >= _LEAST_QUOTED and not any(_is_whole(quotation, one) for one in said):
            words = quotation.split()
            cut[" ".join(words[:6]).rstrip(".,") + (" …" if len(words) > 6 else "")] = None
    return tuple(cut)


def _is_whole(quotation: str, said: str) -> bool:
    """Whether `quotation` is all of `said`, or whole sentences of it."""
    low, all_ = fold(quotation).rstrip(".,;…"), fold(said)
    at = all_.find(low)
    if at < 0:
        return False
    before, after = said[:at].rstrip(), said[at + len(low) :]
    begins = not before or bool(_END.search(before))
    ends = not after.strip(" .,;…!?؟۔") or bool(re.match(r"\W*[.!?…؟۔]", after))
    return begins and ends


def _read_story(item: Item) -> str:
    """Everything the story says, with who said it and where it was written."""
    place = item.dateline.place if item.dateline else ""
    captions = [one.caption for one in item.media]
    return "\n".join([item.headline, item.standfirst, place, *read_texts(item.body), *_said_by(item.body), *captions])


def find_foreign_numbers(item: Item) -> tuple[str, ...]:
    """Numbers of the web version that the story does not have, in digits or in words."""
    there = find_values(_read_story(item), item.language)
    here = find_values("\n".join(read_texts(item.summary)), item.language)
    return tuple(sorted(here - there))


def find_foreign_names(item: Item) -> tuple[str, ...]:
    """Names of the web version that the story does not have.

    In a script with capitals: capitalised words within a sentence; a form with another ending is the same name. In
    the others: people, organisations and places filed with the story that only the web version still has.
    """
    story = _read_story(item)
    if item.language in _CASELESS:
        text = "\n".join([*read_texts(item.summary), *_said_by(item.summary)])
        entities = [one.name for one in (*item.people, *item.organisations)]
        filed = dict.fromkeys([*entities, *(one.name for one in item.places)])
        return tuple(name for name in filed if name in text and name not in story)
    there = {fold(word) for word in _read_words(story)}
    within = [word for name in _said_by(item.summary) for word in _read_words(name)]
    for block in item.summary:
        if not isinstance(block, Crosshead):  # a crosshead may have all its words in capitals
            within += [word for sentence in split_sentences(block.text) for word in _read_words(sentence)[1:]]
    names = dict.fromkeys(word for word in within if word[0].isupper() and len(word) >= _LEAST_ALIKE)
    return tuple(name for name in names if not _is_there(fold(name), there))


def _said_by(blocks: Iterable[Block]) -> list[str]:
    return [one.attribution for one in blocks if isinstance(one, Quote) and one.attribution]


def _read_words(text: str) -> list[str]:
    """Words without an ending after an apostrophe (`Ankara'da`) or an article before it (`l'Europe`)."""
    words = []
    for word in WORD.findall(text):
        words.append(next((half for half in _APOSTROPHE.split(word) if len(half) > 1), word))
    return words


def _is_there(name: str, words: set[str]) -> bool:
    return name in words or any(_is_same(name, word) for word in words)


def _is_same(one: str, other: str) -> bool:
    """Whether two words are one with different endings."""
    least = max(_LEAST_ALIKE, min(len(one), len(other)) - 2)
    return abs(len(one) - len(other)) <= _ENDING and one[:least] == other[:least]
