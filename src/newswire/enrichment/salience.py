"""How much of a story each passage tells, and which passages tell most of it within so many words.

The weights were found on half of an English corpus, with a look at French and Turkish (docs/decisions, 0020); they are
the same in every language.
"""

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

from newswire.enrichment.passages import Passage
from newswire.enrichment.sentences import cut_quotations
from newswire.enrichment.tongue import lower_words, main_language, read_tongue
from newswire.query.fold import split_words
from newswire.query.stem import find_forms, stem_language

DECAY = 6.0
"""Passages after which a word counts a third as much for telling what the story is about."""
FLOOR = 0.25
"""What a word counts at least, however late it stands."""
COVER = 1.2
POSITION = 1.0
CENTRAL = 1.0
HEADLINE = 0.5
SHORT = -1.0
QUOTED = -0.7
QUESTION = -0.3
FEW_WORDS = 8
"""Sentences with fewer say little by themselves."""
SOFT_WORDS = 10
LEADS = 3
"""So many passages are looked at for the one with the lead's facts."""


class Story(msgspec.Struct, frozen=True):
    """What choosing needs: the passages, the terms of each, what each is worth by itself, what a term weighs (0–1)."""

    passages: Sequence[Passage]
    terms: Sequence[frozenset[str]]
    worth: Sequence[float]
    weights: dict[str, float]


def read_story(passages: Sequence[Passage], above: str, language: str) -> Story:
    """Weighs the passages of a story; `above` is what stands above the body, headline and standfirst."""
    counts = [Counter(find_terms(passage.text, language)) for passage in passages]
    head = frozenset(find_terms(above, language))
    central = _find_central(counts)
    terms = [frozenset(count) for count in counts]
    worth = [
        POSITION / (1 + place)
        + CENTRAL * central[place]
        + HEADLINE * len(head & terms[place]) / max(1, len(head))
        + SHORT * (passage.words < FEW_WORDS)
        + QUOTED * _share_quoted(passage)
        + QUESTION * _asks(passage)
        for place, passage in enumerate(passages)
    ]
    return Story(passages, terms, worth, _weigh_terms(terms))


def find_terms(text: str, language: str) -> list[str]:
    """The words that carry a text's matter, one form each: no short words, none that only join others."""
    tongue = read_tongue(main_language(language))
    rules = stem_language(language)
    return [
        min(find_forms(word, rules), key=lambda form: (len(form), form))
        for word, lowered in zip(split_words(text), lower_words(text, language), strict=True)
        if (len(word) > 3 or word.isdigit() or word.isupper()) and lowered not in tongue.joining
    ]


def choose(story: Story, room: int) -> list[int]:
    """The numbers of the passages to take, in the story's order, of no more than `room` words together.

    First the lead; then, while anything fits, what adds most: new terms of the story for few words. A passage comes
    with all that it needs. Nothing where the lead does not fit.
    """
    taken: set[int] = set()
    told: set[str] = set()
    chain = _find_lead(story, room)
    while chain:
        taken.update(chain)
        told.update(*(story.terms[place] for place in chain))
        room -= sum(story.passages[place].words for place in chain)
        chain = _find_best(story, taken, told, room)
    return sorted(taken)


def _find_lead(story: Story, room: int) -> list[int]:
    """The first passage, or the next one with facts where that is a question, a quotation or a few words."""
    whole = [place for place, passage in enumerate(story.passages) if passage.is_whole][:LEADS]
    hard = [place for place in whole if story.passages[place].needs == place and not _is_soft(story.passages[place])]
    lead = (hard or whole)[:1]
    return lead if lead and story.passages[lead[0]].words <= room else []


def _is_soft(passage: Passage) -> bool:
    return passage.words < SOFT_WORDS or _asks(passage) or _share_quoted(passage) > 0.5


def _find_best(story: Story, taken: set[int], told: set[str], room: int) -> list[int]:
    best: list[int] = []
    most = -math.inf
    for place, passage in enumerate(story.passages):
        if place in taken or not passage.is_whole:
            continue
        chain = [one for one in range(passage.needs, place + 1) if one not in taken]
        words = sum(story.passages[one].words for one in chain)
        if words > room:
            continue
        new = set[str]().union(*(story.terms[one] for one in chain)) - told
        # fsum: the order of a set, which differs from process to process, must not decide
        gain = COVER * math.fsum(story.weights[term] for term in new) / math.sqrt(words)
        gain += sum(story.worth[one] for one in chain) / len(chain)
        if gain > most:
            best, most = chain, gain
    return best


def _weigh_terms(terms: Sequence[frozenset[str]]) -> dict[str, float]:
    """What is said often and early weighs most."""
    weights: dict[str, float] = {}
    for place, own in enumerate(terms):
        for term in own:
            weights[term] = weights.get(term, 0.0) + FLOOR + math.exp(-place / DECAY)
    most = max(weights.values(), default=1.0)
    return {term: weight / most for term, weight in weights.items()}


def _find_central(counts: Sequence[Counter[str]]) -> list[float]:
    """How much each passage has in common with the others (cosines of tf-idf), the most central as 1."""
    documents = Counter(term for count in counts for term in count)
    vectors = [_normalise(count, documents, len(counts)) for count in counts]
    together: dict[str, float] = {}
    for vector in vectors:
        for term, value in vector.items():
            together[term] = together.get(term, 0.0) + value
    shared = [sum(value * (together[term] - value) for term, value in vector.items()) for vector in vectors]
    most = max(shared, default=0.0) or 1.0
    return [value / most for value in shared]


def _normalise(count: Counter[str], documents: Counter[str], number: int) -> dict[str, float]:
    vector = {term: times * (1 + math.log(number / documents[term])) for term, times in count.items()}
    length = math.sqrt(math.fsum(value * value for value in vector.values())) or 1.0
    return {term: value / length for term, value in vector.items()}


def _share_quoted(passage: Passage) -> float:
    return len(cut_quotations(passage.text).inside) / max(1, len(passage.text))


def _asks(passage: Passage) -> bool:
    return "?" in passage.text or "؟" in passage.text
