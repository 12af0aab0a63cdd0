"""What a summary made by a model must not do: bring names or numbers, cut a quotation or a sentence, be too long."""

import re
from collections.abc import Sequence

from newswire.enrichment.dependence import leans
from newswire.enrichment.sentences import QuoteDepth, ends_whole, split_quotations, split_sentences
from newswire.enrichment.tongue import lower_words, main_language, read_tongue
from newswire.item.body import Quote, Table, read_texts
from newswire.item.item import Item
from newswire.item.vocabulary.languages import direction
from newswire.query.fold import fold, split_words, tokenize
from newswire.query.stem import find_forms, stem_language

_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,'’]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’ ]\d{3})+")
_DECIMAL = re.compile(r"(.*)[.,'’ ](\d+)")
_ARABIC_SIGNS = str.maketrans({"٫": ".", "٬": ","})


def find_fault(paragraphs: Sequence[str], item: Item, room: int) -> str:
    """Why these paragraphs must not stand as a summary of the story, in a few words; empty where they may.

    Careful: in languages whose script has no capitals every word that carries matter must be the story's.
    """
    text = " ".join(paragraphs)
    source = read_source(item)
    if not text.strip():
        return "it is empty"
    if len(text.split()) > room:
        return f"it has more than {room} words"
    if not all(_is_whole(paragraph, item.language) for paragraph in paragraphs):
        return "not all of its sentences are whole"
    if leans(split_sentences(text, item.language)[0], item.language):
        return "its first sentence needs one before it"
    if fault := _find_cut_quotation(paragraphs, source):
        return f"it quotes what the story does not quote in full: {fault}"
    if foreign := _find_foreign_numbers(text, " ".join(source), item.language):
        return f"it has numbers that are not in the story: {foreign}"
    if foreign := _find_foreign_names(text, " ".join(source), item.language):
        return f"it has names that are not in the story: {foreign}"
    return ""


def read_source(item: Item) -> list[str]:
    """Everything a summary may draw on, a text a block: headline, standfirst, body with tables and speakers."""
    texts = [item.headline, item.standfirst, item.dateline.place if item.dateline else ""]
    for block in item.body:
        texts += read_texts((block,))
        if isinstance(block, Quote):
            texts.append(block.attribution)
        elif isinstance(block, Table):
            texts.append(block.caption)
    return [text for text in texts if text]


def read_numbers(text: str) -> set[str]:
    """The numbers of a text: digits of every script as ASCII, thousands ungrouped, a point before decimals."""
    digits = fold(text.translate(_ARABIC_SIGNS))
    return {_read_number(found) for found in _NUMBER.findall(digits)}


def _read_number(found: str) -> str:
    if _GROUPED.fullmatch(found):
        return re.sub(r"\D", "", found)
    parts = _DECIMAL.fullmatch(found)
    return f"{re.sub(r'[^0-9]', '', parts[1])}.{parts[2]}" if parts else found


def _is_whole(paragraph: str, language: str) -> bool:
    depth = QuoteDepth()
    depth.feed(paragraph)
    first = next((character for character in paragraph if character.isalpha()), "")
    sentences = split_sentences(paragraph, language)
    return not depth.is_open and not first.islower() and all(ends_whole(sentence) for sentence in sentences)


def _find_cut_quotation(paragraphs: Sequence[str], source: Sequence[str]) -> str:
    quoted = {tokenize(one) for one in split_quotations(source)}
    for one in split_quotations(paragraphs):
        if tokenize(one) not in quoted:
            return one.strip()
    return ""


def _find_foreign_numbers(text: str, source: str, language: str) -> str:
    counting = read_tongue(main_language(language)).counting
    written = set(lower_words(text, language)) & counting - set(lower_words(source, language))
    return ", ".join(sorted(read_numbers(text) - read_numbers(source)) + sorted(written))


def _find_foreign_names(text: str, source: str, language: str) -> str:
    """Capitalised words that the story has in no form; where there are no capitals, all words but those that join."""
    rules = stem_language(language)
    known = {form for word in split_words(source) for form in find_forms(word, rules)}
    joining = read_tongue(main_language(language)).joining
    has_capitals = direction(main_language(language)) == "ltr"
    words = [word for word in split_words(text) if (word[0].isupper() if has_capitals else len(word) > 2)]
    return ", ".join(
        word
        for word in dict.fromkeys(words)
        if not word.isdigit()
        and find_forms(word, rules).isdisjoint(known)
        and joining.isdisjoint(lower_words(word, language))
    )
