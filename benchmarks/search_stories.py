"""A million stories and two hundred queries for the archive, made from the corpora's vocabulary, from one seed.

Words are drawn as often as the corpora beside the project have them, language by language (en 45, tr 20, ar 15, fr 12,
ru 8 of a hundred); so are headlines, 4 to 9 words, and texts, 40 to 90 words in two or three paragraphs. Sections,
subjects and places are those of a real story of the language. One story a minute, the newest now. Where the corpora are
missing, made-up stories stand in for them.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from pyroaring import BitMap
from tests.corpora import read_told
from tests.search.corpus import make_stories

from newswire.item.body import Paragraph, read_texts
from newswire.item.item import Item
from newswire.query.ast import AllOf, AnyOf, Exact, Node, Not, Prefix, Range, Since, Word, Words
from newswire.query.fold import split_words
from newswire.query.moment import Moment
from newswire.routing.audience import Audience, Event
from newswire.search.sights import Sight
from newswire.search.standing import Shown

SEED = 20261128
NOW = datetime(2026, 11, 28, tzinfo=UTC)
CORPORA = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora"
LANGUAGES = {"en": 45, "tr": 20, "ar": 15, "fr": 12, "ru": 8}
POOL = 1_000_000
"""Words drawn beforehand for each language; a story takes stretches of them."""
PRODUCTS = tuple(f"product-{number}" for number in range(12))
OWN = PRODUCTS[:4]
"""The products that the reader has."""
READER = 7
_STRANGERS = BitMap([1, 2, 3])


class Stories:
    """Makes stories and queries of real words."""

    def __init__(self) -> None:
        self.random = Random(SEED)
        items = _read_items()
        self.by_language = {one: [item for item in items if item.language == one] for one in LANGUAGES}
        self.by_language = {language: some for language, some in self.by_language.items() if some}
        self.weights = list(accumulate(LANGUAGES[one] for one in self.by_language))
        self.pools = {language: self._make_pool(some) for language, some in self.by_language.items()}

    def make(self, count: int) -> Iterator[tuple[Shown, Sight]]:
        """So many stories, oldest first, each as the desk shows it and as subscriptions see it."""
        languages = list(self.by_language)
        for number in range(count):
            (language,) = self.random.choices(languages, cum_weights=self.weights)
            released_at = NOW - timedelta(minutes=count - number)
            item = self._make_item(number, language, released_at)
            held = frozenset(self.random.sample(PRODUCTS, 3))
            members = _STRANGERS | BitMap([READER]) if held & set(OWN) else _STRANGERS
            event = Event(
                seq=number + 1, kind="new", version=1, released_at=released_at, audience=Audience(members=members)
            )
            shown = Shown(number + 1, "new", released_at, False, item)
            yield shown, Sight(event, item, "full", {"": members, "ninjs": members}, held)

    def make_queries(self, count: int) -> list[Node]:
        """Queries as people at a night desk type them: a third one word, a third two words, the others fields, phrases,
        beginnings and periods, alone and together with words."""
        return [self._make_query() for _ in range(count)]

    def _make_query(self) -> Node:
        random = self.random
        (language,) = random.choices(list(self.by_language), cum_weights=self.weights)
        chance = random.random()
        words = tuple(self._word(language) for _ in range(2))
        if chance < 0.33:
            return words[0]
        if chance < 0.58:
            return AllOf(words)
        if chance < 0.66:
            return AnyOf(words)
        item = random.choice(self.by_language[language])
        subject = Exact("subject", random.choice([one.qcode for one in item.subjects] or ["medtop:15000000"]))
        if chance < 0.74:
            return AllOf((Exact("lang", language), words[0]))
        if chance < 0.80:
            return AllOf((subject, words[0]))
        if chance < 0.84:
            return AllOf((words[0], Not(words[1])))
        if chance < 0.88:
            return AllOf((subject, Exact("lang", language), Range("urgency", 1, random.randrange(2, 7))))
        if chance < 0.91:
            return AllOf((Since(Moment(None, -random.randrange(1, 90) * 86_400)), words[0]))
        if chance < 0.94:
            return Prefix("text", words[0].word[:4].lower())
        if chance < 0.97:
            return Words("text", tuple(self._run(language)))
        return AllOf((Exact("service", random.choice(item.sections or ("world",))), Exact("lang", language)))

    def _word(self, language: str) -> Word:
        """A word as often as texts have it, but none of the few that every text has: nobody types those."""
        while True:
            word = self.random.choice(self.pools[language])
            if len(word) > 4:
                return Word("text", word)

    def _run(self, language: str) -> list[str]:
        pool = self.pools[language]
        at = self.random.randrange(len(pool) - 2)
        return [split_words(one)[0].lower() for one in pool[at : at + 2]]

    def _make_pool(self, items: Sequence[Item]) -> list[str]:
        words = [word for item in items for text in read_texts(item.body) for word in split_words(text)]
        return self.random.choices(words, k=POOL)

    def _make_item(self, number: int, language: str, released_at: datetime) -> Item:
        random, pool = self.random, self.pools[language]
        like = random.choice(self.by_language[language])
        return Item(
            guid=f"urn:newsml:bench.example:20261128:{number}",
            type="text",
            language=language,
            headline=_stretch(random, pool, random.randrange(4, 10)),
            first_created=released_at,
            standfirst=_stretch(random, pool, random.randrange(6, 16)),
            slugline=like.slugline,
            urgency=random.choices((1, 2, 3, 4, 5, 6, 7), (1, 2, 10, 30, 40, 12, 5))[0],
            sections=like.sections,
            subjects=like.subjects,
            places=like.places,
            body=tuple(
                Paragraph(_stretch(random, pool, random.randrange(20, 31))) for _ in range(random.randrange(2, 4))
            ),
            provider="Newswire",
        )


def _stretch(random: Random, pool: Sequence[str], words: int) -> str:
    at = random.randrange(len(pool) - words)
    return " ".join(pool[at : at + words])


def _read_items() -> list[Item]:
    if CORPORA.is_dir():
        return [one.item for one in read_told(CORPORA, 800)]
    print(f"The corpora are not there ({CORPORA}): made-up stories instead.", file=sys.stderr)
    return make_stories(2000, Random(SEED), NOW)
