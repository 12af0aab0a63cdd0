"""Made-up subscribers' queries in the shape agencies sell, drawn from the stories they will be held against.

A query asks for a language (90 %; two: 7 %; any: 3 %) and for one to three subjects (60 %) or sections (30 %), or for a
section or a subject (10 %); and

- 90 %: a place: a country (80 %) or a town by name, of these 25 % two of them
- 60 %: an urgency of 1 to n
- 25 %: text: one to three words that stories of that language hold (12 % of them a beginning with a star, 12 % two
  words one after another), but not the hundred most frequent
- 15 %: something it does not want: a subject, a type, an urgency or a word
- 3 %: a kind of release, 3 % a picture, 2 % a length

Everything is drawn as often as the stories have it, from one seed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from newswire.query.ast import AllOf, AnyOf, Exact, Node, Not, Prefix, Range, Word, Words
from newswire.query.document import Document

LANGUAGES = {"en": 45, "tr": 20, "ar": 15, "fr": 12, "ru": 8}
FREQUENT = 100
URGENCY = (1, 9)


class Profiles:
    """Draws queries from stories."""

    def __init__(self, documents: Sequence[Document], seed: int) -> None:
        self._random = Random(seed)
        self._by_language = {one: [d for d in documents if d.language == one] for one in LANGUAGES}
        self._by_language = {language: some for language, some in self._by_language.items() if some}
        self._weights = [LANGUAGES[language] for language in self._by_language]
        self._subjects = [value for one in documents for value in sorted(one.values["subject"])]
        self._services = [value for one in documents for value in sorted(one.values["service"])]
        self._countries = [value for one in documents for value in sorted(one.values["place"]) if "/" not in value]
        self._towns = [name for one in documents for name in one.tokens["place"] if name]
        self._texts = {
            language: [text for one in some for text in one.tokens["text"] if len(text) > 2]
            for language, some in self._by_language.items()
        }
        self._frequent = {
            language: {word for word, _ in Counter(word for text in texts for word in text).most_common(FREQUENT)}
            for language, texts in self._texts.items()
        }

    def draw(self, count: int) -> Iterator[Node]:
        """That many queries."""
        for _ in range(count):
            yield self._draw()

    def _draw(self) -> Node:
        random = self._random
        language = random.choices(list(self._by_language), self._weights)[0]
        parts: list[Node] = [*self._languages(language)]
        parts.append(self._topics())
        if random.random() < 0.9:
            parts.append(_any(self._place() for _ in range(1 + (random.random() < 0.25))))
        if random.random() < 0.6:
            parts.append(Range("urgency", URGENCY[0], random.randrange(2, 7)))
        if random.random() < 0.25:
            parts += [self._term(language) for _ in range(random.choices((1, 2, 3), (5, 3, 2))[0])]
        if random.random() < 0.15:
            parts.append(Not(self._unwanted(language)))
        if random.random() < 0.03:
            parts.append(Exact("kind", random.choice(("new", "correction", "update"))))
        if random.random() < 0.03:
            parts.append(Exact("has", "picture"))
        if random.random() < 0.02:
            parts.append(Range("words", random.choice((0, 100, 300)), random.choice((400, 1_000_000))))
        return AllOf(tuple(parts))

    def _languages(self, language: str) -> Iterator[Node]:
        chance = self._random.random()
        if chance < 0.9:
            yield Exact("lang", language)
        elif chance < 0.97:
            yield AnyOf((Exact("lang", language), Exact("lang", self._random.choice(list(LANGUAGES)))))

    def _topics(self) -> Node:
        chance, many = self._random.random(), self._random.randrange(1, 4)
        if chance < 0.6:
            return _any(Exact("subject", self._random.choice(self._subjects)) for _ in range(many))
        if chance < 0.9:
            return _any(Exact("service", self._random.choice(self._services)) for _ in range(many))
        subject, service = self._random.choice(self._subjects), self._random.choice(self._services)
        return AnyOf((Exact("subject", subject), Exact("service", service)))

    def _place(self) -> Node:
        if self._random.random() < 0.8 or not self._towns:
            country = self._random.choice(self._countries)
            return AnyOf((Exact("place", country), Words("place", (country,))))
        return Words("place", self._random.choice(self._towns))

    def _term(self, language: str) -> Node:
        text = self._random.choice(self._texts[language])
        at = self._random.randrange(len(text) - 1)
        chance = self._random.random()
        if chance < 0.12:
            return Words("text", text[at : at + 2])
        wanted = [word for word in text if word not in self._frequent[language] and len(word) > 2]
        word = self._random.choice(wanted or text)
        return Prefix("text", word[:5]) if chance < 0.24 else Word("text", word)

    def _unwanted(self, language: str) -> Node:
        return self._random.choice(
            (
                Exact("subject", self._random.choice(self._subjects)),
                Exact("type", self._random.choice(("picture", "video", "alert"))),
                Range("urgency", self._random.randrange(6, 9), URGENCY[1]),
                self._term(language),
            )
        )


def _any(parts: Iterator[Node]) -> Node:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AnyOf(found)
