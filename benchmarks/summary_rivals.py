"""Other ways to summarise, each held to the number of words that ours took: the lead, TextRank and LexRank (sumy)."""

from collections.abc import Callable, Sequence
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from newswire.enrichment.tongue import lower_words, read_tongue
from newswire.query.stem import find_forms, stem_language

Rival = Callable[[Sequence[str], str, int], str]
"""Takes a story's sentences, its language, and so many words; gives a summary of no more words."""


class _Words:
    """sumy's tokenizer: our words, because its own cannot read most of our languages."""

    def __init__(self, language: str) -> None:
        self._language = language

    def to_words(self, text: str) -> tuple[str, ...]:
        """The words in small letters."""
        return tuple(lower_words(text, self._language))


def take_lead(sentences: Sequence[str], _language: str, words: int) -> str:
    """The first words of the story."""
    return " ".join(" ".join(sentences).split()[:words])


def rank_with_textrank(sentences: Sequence[str], language: str, words: int) -> str:
    """TextRank's best sentences in the story's order, the worst of them cut to fit."""
    return _rank(TextRankSummarizer, sentences, language, words)


def rank_with_lexrank(sentences: Sequence[str], language: str, words: int) -> str:
    """LexRank's best sentences in the story's order, the worst of them cut to fit."""
    return _rank(LexRankSummarizer, sentences, language, words)


RIVALS: dict[str, Rival] = {"lead": take_lead, "textrank": rank_with_textrank, "lexrank": rank_with_lexrank}


def _rank(summarizer_type: Any, sentences: Sequence[str], language: str, words: int) -> str:
    """sumy with our words, stems and joining words: it lacks them for some languages, and all shall have the same."""
    rules = stem_language(language)
    summarizer = summarizer_type(
        lambda word: min(find_forms(word, rules), key=lambda form: (len(form), form), default=word)
    )
    summarizer.stop_words = read_tongue(language).joining
    tokenizer = _Words(language)
    document = ObjectDocumentModel([Paragraph([Sentence(sentence, tokenizer) for sentence in sentences])])
    order: list[str] = []

    def note_order(infos: Sequence[Any]) -> Sequence[Any]:
        order.extend(str(info.sentence) for info in infos)
        return infos

    summarizer(document, note_order)
    return " ".join(fit(sentences, order, words))


def fit(sentences: Sequence[str], order: Sequence[str], words: int) -> list[str]:
    """The first sentences of `order` that make up `words` words, as they follow in the story, the last one cut."""
    parts: dict[int, str] = {}
    places = {sentence.strip(): place for place, sentence in reversed(list(enumerate(sentences)))}
    for sentence in order:
        if words <= 0:
            break
        kept = sentence.split()[:words]
        words -= len(kept)
        parts[places[sentence]] = " ".join(kept)
    return [parts[place] for place in sorted(parts)]
